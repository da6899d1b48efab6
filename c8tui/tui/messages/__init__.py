"""Messages and signals."""
