"""Google Sheets v4 and Drive v3 as gspread calls them, on this machine."""
