"""What a person wants to know of a DMN model: its tables, boxes and graph, what would match, what differs."""
