"""User tasks: the inbox and the stream."""
