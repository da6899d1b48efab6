"""The topology of the cluster."""
