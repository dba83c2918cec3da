"""Airtable, Google Sheets, Mailchimp and a mailbox on loopback: to try, to rehearse, to test."""
