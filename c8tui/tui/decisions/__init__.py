"""Decisions: definitions, evaluations, and a decision itself."""
