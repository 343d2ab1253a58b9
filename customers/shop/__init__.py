"""What a shop's transactions say of its customers: segments, movement, lists, cards, sales, value."""
