"""The top line: which cluster, how it is, who we are, and how old what we see is."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

from c8tui.session.dates import span
from c8tui.text import visible

SLOW_LINK_S = 1.0
"""From here a round trip is worth a colour."""


LEAST_LEFT = 16
"""Cells that the name of the cluster keeps whatever has gone wrong."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old the data of a screen is, and what went wrong since: `age_s` is None before the first answer."""

    age_s: float | None = None
    stale: str | None = None
    """The reason why it is not being renewed; None while it is."""
    next_try_s: float | None = None
    round_trip_s: float | None = None
    waits: str = ""
    """What has not been sent yet, since the cluster is away."""

    def words(self) -> str:
        """As the top line says it, to the second where that matters and no finer than the eye needs."""
        return "; ".join(filter(None, (self.waits, self._age())))

    def _age(self) -> str:
        if self.stale is not None:
            age = f"stale {span(self.age_s)}" if self.age_s is not None else "no data"
            again = f", next try {span(self.next_try_s)}" if self.next_try_s is not None else ""
            return f"{age}{again}: {visible(self.stale, 120)}"
        if self.age_s is None:
            return "loading"
        link = f"   link {self.round_trip_s * 1000:.0f} ms" if self.round_trip_s is not None else ""
        return f"data {span(self.age_s)}{link}"


class StatusLine(Widget):
    """One line; redraws only when its words change."""

    DEFAULT_CSS = """
    StatusLine { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    StatusLine.-protected { background: $error; color: $text; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._left = ""
        self._who = ""
        self._freshness = Freshness()

    def tell(self, *, left: str | None = None, who: str | None = None, freshness: Freshness | None = None) -> None:
        """Change what is said; parts not given stay. Texts are raw."""
        before = (self._left, self._who, self._freshness.words())
        self._left = self._left if left is None else visible(left)
        self._who = self._who if who is None else visible(who, 40)
        self._freshness = freshness or self._freshness
        if before != (self._left, self._who, self._freshness.words()):
            self.refresh()

    def render(self) -> Content:
        """Left the cluster, right the person and the age; the right gives way last, a reason to its end."""
        width = self.content_size.width
        stale = self._freshness.stale is not None or bool(self._freshness.waits)
        slow = (self._freshness.round_trip_s or 0) > SLOW_LINK_S
        style = "bold $text-error" if stale else "$text-warning" if slow else "$foreground-muted"
        who = "" if width < 60 or (stale and width < 110) else f"{self._who}   "
        words = Content.styled(self._freshness.words(), style)
        right = Content.assemble((who, "bold"), words).truncate(max(0, width - LEAST_LEFT), ellipsis=True)
        room = width - right.cell_length - 2
        left = Content(self._left).truncate(max(0, room), ellipsis=True)
        gap = max(0, width - left.cell_length - right.cell_length)
        return Content.assemble(left, " " * gap, right)
