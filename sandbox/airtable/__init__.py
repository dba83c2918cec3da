"""A stand-in for Airtable, as `contracts/airtable.md` describes the real one."""
