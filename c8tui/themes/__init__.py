"""Colour themes as data: semantic roles, contrast, the themes that come with c8tui, and files of one's own."""
