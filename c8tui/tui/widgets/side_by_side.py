"""A list with its pane and its views side by side: the list gets its width first, then the pane, then the views."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from textual.containers import Horizontal
from textual.events import Resize
from textual.widget import Widget

from c8tui.state import Layout
from c8tui.tui.widgets.views import Views

LIST_FIRST = 80
"""Cells that the list has before anything stands beside it."""
LIST_NEXT = 100
"""Cells that it has before the pane has more than it needs."""
LIST_LEAST = 40
"""Cells that it keeps whatever somebody wants beside it."""
PANE_NEEDS, PANE_LEAST = 36, 24
"""Cells that the pane has unless somebody has narrowed it, and then at least."""


class Widths(Struct, frozen=True):
    """The cells of what stands side by side; 0 for what does not."""

    listed: int
    pane: int
    views: int


def share(total: int, layout: Layout, views: int) -> Widths:
    """How list, pane and views share so many cells; `views` is what their column takes, 0 where there is none.

    What somebody wants to see is shown as long as the list keeps `LIST_LEAST`; the rest while it keeps `LIST_FIRST`.
    """
    pane = max(PANE_LEAST, min(layout.pane_width or PANE_NEEDS, PANE_NEEDS))
    parts = [("pane", layout.pane, pane), ("views", layout.views, views)]
    left, shown = total, {"pane": 0, "views": 0}
    if layout.pane is False and layout.views is None and total - pane - views < LIST_FIRST:
        parts.pop()  # who hides the pane wants a wider list
    for name, wanted, takes in sorted(parts, key=lambda part: part[1] is not True):
        if wanted is not False and left - takes >= (LIST_LEAST if wanted else LIST_FIRST):
            left, shown[name] = left - takes, takes
        elif wanted is None:  # what comes behind it has no room either
            break
    if shown["pane"]:
        both = left + shown["pane"]
        wide = layout.pane_width or shown["pane"] + max(0, left - LIST_NEXT) // 2
        shown["pane"] = max(shown["pane"], min(wide, both - LIST_LEAST))
        left = both - shown["pane"]
    return Widths(left, shown["pane"], shown["views"])


class SideBySide(Horizontal):
    """`#side` with the list, `#pane`, perhaps `Views`. Where the pane has no room it stands in their place."""

    DEFAULT_CSS = """
    SideBySide > #side { width: 1fr; }
    SideBySide > #pane { border-left: tall $panel; }
    SideBySide.-in-place > #pane { border-left: none; }
    """

    def __init__(self, changed: Callable[[], object]) -> None:
        """`changed` hears when the pane has come or gone."""
        super().__init__()
        self._wanted, self._alone, self._changed = Layout(), False, changed
        self._widths = Widths(0, 0, 0)
        self.is_open = False
        """Whether a row was opened, which shows the pane even where it has no room."""

    def begin(self, layout: Layout, *, alone: bool) -> SideBySide:
        """Before it is mounted: what somebody wants. With `alone` nothing ever stands beside the list."""
        self._wanted, self._alone = layout, alone
        return self

    @property
    def layout_wanted(self) -> Layout:
        """What somebody has said of it."""
        return self._wanted

    @property
    def widths(self) -> Widths:
        """What has its place now."""
        return self._widths

    @property
    def pane_is_shown(self) -> bool:
        """Whether the pane is in sight, beside the list or in its place."""
        return self.is_open or self._widths.pane > 0

    def would_be(self, layout: Layout) -> Widths:
        """What would have its place if somebody wanted that."""
        return self._share(layout)

    def want(self, layout: Layout) -> None:
        """Somebody wants that."""
        self._wanted = layout
        self.divide()

    def open(self, is_open: bool) -> None:
        """A row was opened, or is no longer."""
        self.is_open = is_open
        self.divide()

    def _share(self, layout: Layout) -> Widths:
        total = self.app.size.width
        views = next(iter(self.query_children(Views)), None)
        return Widths(total, 0, 0) if self._alone else share(total, layout, views.wanted_width if views else 0)

    def divide(self) -> None:
        """Give each its width."""
        layout = self._wanted
        if self.is_open and layout.pane is False:  # for as long as it is open, it is not hidden
            layout = layout.with_(pane=None)
        widths = self._widths = self._share(layout)
        pane, in_place = self.query_one("#pane"), self.is_open and not widths.pane
        was_shown = pane.display
        self.set_class(in_place, "-in-place")
        self.query_one("#side").display = not in_place
        pane.display = widths.pane > 0 or in_place
        pane.styles.width = widths.pane or "1fr"
        for views in self.query_children(Views):
            views.display = widths.views > 0 and not in_place
        if pane.display != was_shown:
            self._pane_came_or_went(pane)

    def _pane_came_or_went(self, pane: Widget) -> None:
        if pane.has_focus and not pane.display:
            self.screen.set_focus(self.query_one("#listed"))
        self.call_after_refresh(self._tell_changed)

    def _tell_changed(self) -> None:
        if self.is_attached:
            self._changed()

    def on_mount(self) -> None:
        """Before the first paint."""
        self.divide()

    def on_resize(self, _: Resize) -> None:
        self.divide()

    def on_views_widened(self, _: Views.Widened) -> None:
        """They take another width."""
        self.divide()
