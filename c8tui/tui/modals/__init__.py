"""Dialogs that return a value."""
