"""Addresses and names that the tests of the pages share."""

SITE = "http://127.0.0.1:8601"
