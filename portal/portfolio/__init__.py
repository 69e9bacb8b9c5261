"""The portfolio in words and forms, the same for the client's door and the coach's."""
