"""Where the tables live: Airtable, the mirror, the ledger, the call budget.

The only home of the services' clients.
"""
