"""c8tui: a keyboard-driven terminal UI for Camunda 8 clusters."""

__version__ = "0.1.0"
