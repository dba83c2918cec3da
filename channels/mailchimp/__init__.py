"""The newsletter's list in Mailchimp."""
