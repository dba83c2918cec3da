"""What machines read: calendars, structured data, news feeds, sitemaps. Pure: text in, text out."""
