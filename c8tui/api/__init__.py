"""Floor 1, talk: the Orchestration Cluster REST API v2 over httpx."""
