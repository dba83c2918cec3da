"""The public website: what stands on it, its pages, feeds and pictures."""
