"""Camunda Forms (schemaVersion <= 19) without a screen: read a form, fill it in, check it, and say what to send."""
