"""A Camunda Form on the terminal: drawn line by line, edited in place, driven by the keyboard."""
