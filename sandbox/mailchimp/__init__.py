"""Mailchimp Marketing API 3.0 on loopback, with the mail that its campaigns send."""
