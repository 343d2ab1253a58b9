"""What a table of customers says of them: its quality, what goes together in it, its segments."""
