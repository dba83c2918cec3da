"""A mail server on loopback: what is sent here is kept and shown, never passed on."""
