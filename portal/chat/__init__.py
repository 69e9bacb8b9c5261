"""The way to the assistant: what is asked of it, what it may say back, and what stays out of both."""
