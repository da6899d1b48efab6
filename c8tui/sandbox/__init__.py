"""The neighbour: a Camunda 8 cluster to try things on, reached over HTTP only."""
