"""Groups of the records of a list: what they share, how many there are, and which conditions list just these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct


class Group(Struct, frozen=True):
    """Records that share something."""

    title: str
    """What they share, raw."""
    number: int
    conditions: Mapping[str, str]
    """What a list asks for that shows just these."""
    more: str = ""
    """What else is known of them, in few words."""


class Groups(Struct, frozen=True):
    """Groups by what they are made by, the largest first, and what their numbers are."""

    by: Mapping[str, tuple[Group, ...]]
    counted: str
    """What was counted, in a sentence."""


def over_loaded(loaded: Sequence[object], total: str) -> str:
    """What was counted where the cluster does not: `all 40`, `50 loaded of 1,000`."""
    return f"all {total}" if str(len(loaded)) == total.replace(",", "") else f"{len(loaded):,} loaded of {total}"
