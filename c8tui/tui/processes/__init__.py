"""Process definitions."""
