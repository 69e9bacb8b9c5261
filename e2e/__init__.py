"""Browser tests: whole journeys through a real installation, and every page looked at for accessibility."""
