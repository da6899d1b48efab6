"""The terminal: what it sends, what it takes, how it is left."""
