"""What a sandbox is started with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from c8tui.sandbox.deployments import File


@dataclass(frozen=True, slots=True)
class Options:
    """One sandbox: its data, its manners and its weather."""

    story: str = "triage"
    """The story that seeds the data and moves it on; `app.STORIES` has them all."""
    tasks: int | None = None
    """How many user tasks to seed; the story's own number when None, and for a scripted story."""
    files: tuple[File, ...] = ()
    """What is deployed and started on top of the story."""
    db: str | None = None
    """Path of an sqlite3 file that is built once and reopened later; in memory when None."""
    auth: str = "none"
    """`none`, `basic` or `oauth`."""
    issuer: str | None = None
    """With `oauth`: the issuer whose tokens are accepted beside the sandbox's own (claims are read, not verified)."""
    token_lifetime_s: int = 300
    """Lifetime of the tokens that `/oauth/token` hands out, in seconds."""
    lag_ms: int = 0
    """How long a write stays invisible to every eventually consistent read, in milliseconds."""
    dialect: str = "8.9"
    """`8.8`, `8.9` or `8.10`: which endpoints and fields exist."""
    faults: tuple[str, ...] = ()
    """Fault specs that are on from the start; see `faults.py`."""
    lively: bool = False
    """Whether the company's people claim, complete and create its tasks while time passes."""
    clock: Callable[[], float] = field(default=time, repr=False)
    """Unix time in seconds; tests put their own here."""
