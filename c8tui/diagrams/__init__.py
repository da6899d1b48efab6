"""Diagrams as text: BPMN read, laid out in layers, drawn, walked and outlined; the layered layout serves others too."""
