"""The way to a server: its address, the proxy before it, and what we bring along; what blame and advice hang on."""

from __future__ import annotations

from typing import Literal

import httpx
from msgspec import Struct

Auth = Literal["none", "basic", "oauth", "bearer"]

CA_TEXT = "ca_pem"
"""Stands for a `ca_path` where the authorities are given as text."""


class Route(Struct, frozen=True):
    """How a server is reached."""

    url: httpx.URL
    """Where the API begins."""
    proxy: httpx.URL | None = None
    """The proxy that the connection is made to, where there is one; without user name and password."""
    auth: Auth = "none"
    """What is sent of ourselves."""
    ca_path: str | None = None
    """The file or folder of authorities that alone are trusted; None for the usual ones."""
    met: bool = True
    """Whether the API has given a good answer here before: then address, port and path are right."""

    @property
    def where(self) -> str:
        """Host and port of the server."""
        return place(self.url)

    @property
    def by(self) -> str:
        """Host and port of the proxy; empty without one."""
        return place(self.proxy) if self.proxy is not None else ""


def place(url: httpx.URL) -> str:
    """Host and port, never user names, path or query."""
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    return f"[{url.host}]:{port}" if ":" in url.host else f"{url.host}:{port}"
