"""The application log for every door: its words, the period report on paper and as a table."""
