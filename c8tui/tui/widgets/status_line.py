"""The first line: the screens with their keys, which cluster, how it is, who we are, and how old what we see is."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from c8tui.session.dates import span
from c8tui.text import visible
from c8tui.tui.widgets.picked import Picked

SLOW_LINK_S = 1.0
"""From here a round trip is worth a colour."""
LEAST_LEFT = 16
"""Cells that the screens keep whatever has gone wrong."""
SHORT = 4
"""Letters of a screen's name where there is little room."""


class Freshness(Struct, frozen=True):
    """How old the data of a screen is, and what went wrong since: `age_s` is None before the first answer."""

    age_s: float | None = None
    stale: str | None = None
    """The reason why it is not being renewed; None while it is."""
    next_try_s: float | None = None
    round_trip_s: float | None = None
    waits: str = ""
    """What has not been sent yet, since the cluster is away."""

    def words(self, room: int = 2) -> str:
        """As the first line says it, to the second where that matters; with less `room` (1, 0) what can be spared goes.

        A reason is never shortened here.
        """
        return "; ".join(filter(None, (self.waits, self._age(room))))

    def _age(self, room: int) -> str:
        if self.stale is not None:
            age = f"stale {span(self.age_s)}" if self.age_s is not None else "no data"
            again = f", next try {span(self.next_try_s)}" if self.next_try_s is not None else ""
            return f"{age}{again}: {visible(self.stale, 120)}"
        if self.age_s is None:
            return "loading"
        slow = (self.round_trip_s or 0) > SLOW_LINK_S
        link = f"   ping {self.round_trip_s * 1000:.0f} ms" if self.round_trip_s is not None else ""
        return f"{'updated ' if room else ''}{span(self.age_s)} ago{link if room > 1 or slow else ''}"


class Tab(Struct, frozen=True):
    """A screen in the first line: its name, and the key that goes there."""

    id: str
    title: str
    key: str


class ClusterWords(Struct, frozen=True):
    """The cluster in a few words."""

    name: str = ""
    version: str = ""
    health: str = ""
    """How it is, in full."""
    health_word: str = ""
    """The same in a word or two."""
    kind: str = ""
    """`warn` or `error` where it is not healthy."""
    flags: str = ""
    """What holds for everything that is done here, such as that it is read-only."""
    color: str = ""
    """The name of the colour behind the cluster's name; empty for none."""
    plain: bool = False
    """Whether the line's ground leaves room for no other colours."""


class FirstLine(Struct, frozen=True):
    """Everything that the line says; texts are raw."""

    tabs: tuple[Tab, ...] = ()
    here: str = ""
    """The id of the screen that is shown."""
    cluster: ClusterWords = ClusterWords()
    who: str = ""
    progress: str = ""
    """What is being done to many things in the background, and how far it is."""
    freshness: Freshness = Freshness()


_HEALTH = {"": "$foreground-muted", "warn": "$text-warning", "error": "bold $text-error"}


class StatusLine(Widget):
    """One line; redraws only when its words change."""

    DEFAULT_CSS = """
    StatusLine { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    StatusLine.-protected { background: $error; color: $button-color-foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.said = FirstLine()
        self._painted = Content()
        """What was drawn last."""
        self._places: list[tuple[int, int, str]] = []
        """Where each screen is drawn: first cell, the one behind its last, its id."""

    def tell(self, said: FirstLine) -> None:
        """Say this."""
        before, self.said, painted = self.said, said, self._painted
        if _drawn(before) != _drawn(said) and not self.render().is_same(painted):
            self.refresh()  # all of the line is sent: not for what has no room in it, as the round trip

    def on_click(self, event: Click) -> None:
        if (offset := event.get_content_offset(self)) is not None:
            for first, end, screen in self._places:
                if first <= offset.x < end:
                    self.post_message(Picked(f"goto_{screen}"))

    def render(self) -> Content:
        """Left the screens, right the cluster; names are shortened before anything goes, and a reason goes last."""
        width, said = self.content_size.width, self.said
        for level, room in _LAYOUTS:
            left, places = _tabs(said, level)
            right = _right(said, room)
            if left.cell_length + right.cell_length + 2 <= width:
                break
        else:
            left, places = _tabs(said, 0)
            right = _right(said, 0)
            right = right.truncate(max(0, width - min(left.cell_length, LEAST_LEFT) - 2), ellipsis=True)
            left = left.truncate(max(0, width - right.cell_length - 2), ellipsis=True)
        self._places = [(first, min(end, left.cell_length), screen) for first, end, screen in places]
        gap = max(0, width - left.cell_length - right.cell_length)
        self._painted = Content.assemble(left, " " * gap, right)
        return self._painted


_LAYOUTS = ((2, 5), (2, 4), (2, 3), (2, 2), (1, 2), (1, 1), (1, 0), (0, 1), (0, 0))
"""From much room to little: how much of the screens' names is said, and how much of the cluster."""


def _drawn(said: FirstLine) -> tuple[FirstLine, str]:
    """What decides on the looks of the line."""
    return replace(said, freshness=Freshness()), said.freshness.words()


def _tabs(said: FirstLine, level: int) -> tuple[Content, list[tuple[int, int, str]]]:
    """The screens, the one that is shown marked; 2: whole names, 1: some letters, 0: keys alone but for that one."""
    parts: list[Content] = []
    places: list[tuple[int, int, str]] = []
    at = 0
    for tab in said.tabs:
        here = tab.id == said.here
        if not (tab.key or here):
            continue
        name = tab.title if here or level == 2 else tab.title[:SHORT] if level == 1 else ""
        text = " ".join(filter(None, (name, tab.key)))
        drawn = Content.styled(f" {text} ", "bold reverse") if here else Content(f" {text} ")
        places.append((at, at + drawn.cell_length, tab.id))
        at += drawn.cell_length
        parts.append(drawn)
    return Content.assemble(*parts), places


def _right(said: FirstLine, room: int) -> Content:
    """What is on its way, cluster, person and age; 5: in full, 0: what cannot be spared."""
    return Content("   ").join(part for part in _right_parts(said, room) if part)


def _right_parts(said: FirstLine, room: int) -> Iterator[Content]:
    cluster, fresh = said.cluster, said.freshness
    stale = fresh.stale is not None or bool(fresh.waits)
    if said.progress:
        yield Content.styled(visible(said.progress), "bold" if cluster.plain else "bold $text-accent")
    name = visible(cluster.name, 30 if room < 5 else 60)
    chip = f"bold $profile-{cluster.color}-text on $profile-{cluster.color}" if cluster.color else ""
    version = visible(cluster.version) if room >= 3 and not stale else ""
    health = visible(cluster.health if room >= 4 and not stale else cluster.health_word)
    flags = visible(cluster.flags)
    if stale:  # how the cluster was before says nothing now
        health = ""
    yield Content(" ").join(
        Content.styled(text, style)
        for text, style in (
            (f" {name} " if chip else name, chip),
            (version, ""),
            (health, ("bold" if cluster.kind else "") if cluster.plain else _HEALTH[cluster.kind]),
            (flags, "bold"),
        )
        if text.strip()
    )
    if room >= 1 and not (stale and room < 4):
        yield Content.styled(visible(said.who, 40), "bold")
    slow = (fresh.round_trip_s or 0) > SLOW_LINK_S
    style = "bold $text-error" if stale else "$text-warning" if slow else "$foreground-muted"
    if cluster.plain:
        style = "bold" if stale or slow else ""
    yield Content.styled(fresh.words(2 if room == 5 else 1 if room >= 2 else 0), style)
