"""The decision desk: tables, boxes, graphs and what-if on the terminal."""
