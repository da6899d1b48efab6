"""What the cluster says: one module of records per resource."""
