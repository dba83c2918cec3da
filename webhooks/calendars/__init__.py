"""`/kalenders/`: the year programme, and the feeds to subscribe to."""
