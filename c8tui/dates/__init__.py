"""Dates and times as people type them and as they read them; imports nothing of c8tui."""
