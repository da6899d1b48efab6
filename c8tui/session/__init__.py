"""Floor 2, decide: use cases and pure rules over the API, with no screen in them."""
