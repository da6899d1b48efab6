"""Batch operations."""
