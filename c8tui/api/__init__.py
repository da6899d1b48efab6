"""Talks to the cluster: the first floor, and the only one that knows HTTP."""

import sys

# httpx imports its own command line wherever click is installed, and click, pygments and a third of rich with it:
# half of what the import costs. Nobody calls it here, and a module that is None counts as not installed.
if "httpx" not in sys.modules:
    sys.modules["httpx._main"] = None  # type: ignore[assignment]
    import httpx  # noqa: F401

    del sys.modules["httpx._main"]
