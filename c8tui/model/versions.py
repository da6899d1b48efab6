"""Versions: what that of a cluster has, where asking cannot tell, and how that of a definition is said."""

from __future__ import annotations

Version = tuple[int, int]
"""Major and minor: (8, 9)."""
OLDEST: Version = (8, 8)
"""The first version whose searches are on by default and speak the names that we speak."""


def read_version(gateway_version: str) -> Version | None:
    """Major and minor of what the topology says; None for what cannot be read."""
    numbers = gateway_version.split(".")[:2]
    if len(numbers) < 2 or not all(part.isascii() and part.isdecimal() and len(part) < 5 for part in numbers):
        return None
    return int(numbers[0]), int(numbers[1])


def version_word(version: int) -> str:
    """`v3`; versions count from 1, so that 0 is none that was given."""
    return f"v{version}" if version > 0 else "of an unknown version"


def has(gateway_version: str, since: Version) -> bool:
    """Whether a cluster has what came with `since`; one whose version cannot be read is asked, and may refuse."""
    version = read_version(gateway_version)
    return version is None or version >= since
