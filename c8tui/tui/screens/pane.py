"""The pane beside a list: everything about the row under the cursor, once the cursor rests there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Generic, TypeVar

from c8tui.tui.debounce import Debounce
from c8tui.tui.widgets.facts import Facts, Line

if TYPE_CHECKING:
    from c8tui.tui.screens.base import BaseScreen
    from c8tui.tui.widgets.record_list import RecordList
    from c8tui.tui.widgets.side_by_side import SideBySide

T = TypeVar("T")
REST_S = 0.15
"""The cursor rests for so long before the pane asks about its row: holding a key asks nothing."""


class ListPane(Generic[T]):
    """Follows the cursor of a list. Where it has no room it stands in the place of the list, when a row is opened."""

    def __init__(
        self,
        screen: BaseScreen,
        beside: SideBySide,
        listed: RecordList[T],
        flag: Callable[[T], str],
        describe: Callable[[T], object],
    ) -> None:
        """`flag` is what stands before a row, `describe` fills the pane for one."""
        self._screen, self._beside = screen, beside
        self._listed, self._flag, self._fill = listed, flag, describe
        self._resting = Debounce(screen, REST_S, self.describe)
        self._described: tuple[T, str] | None = None
        """The row that the pane tells of, and its flag then."""
        self._lines: Callable[[], Iterable[Line]] | None = None
        """What makes its lines, where they have to be made anew as time goes by."""

    @property
    def facts(self) -> Facts:
        """The widget."""
        return self._screen.query_one("#pane", Facts)

    @property
    def in_sight(self) -> bool:
        """Whether it is shown."""
        return self._beside.pane_is_shown

    @property
    def is_open(self) -> bool:
        """Whether a row was opened."""
        return self._beside.is_open

    @property
    def has_keys(self) -> bool:
        """Whether the keys go to it, so that there is nothing more to open."""
        return self._screen.focused is self.facts

    def moved(self) -> None:
        """The cursor has moved: its row is described when it rests."""
        self._resting.ask()

    def describe(self) -> None:
        """Describe the row under the cursor, unless the pane tells of it as it is."""
        item = self._listed.current
        if not self.in_sight or item is None:
            if self._described is not None and not self._listed.count:
                self.facts.show(())
            self._described = None
            return
        if self._described != (item, self._flag(item)):
            if not self.is_about(self._listed.key_of(item)):
                self.facts.rewind()
            self._described, self._lines = (item, self._flag(item)), None
            self._fill(item)
        elif self._lines is not None:
            self.facts.show(self._lines())

    def tell(self, lines: Callable[[], Iterable[Line]]) -> None:
        """Show `lines`, and make them anew with each look at the cluster: ages in them go on."""
        self._lines = lines
        self.facts.show(lines())

    def is_about(self, key: str) -> bool:
        """Whether the pane is about this row: answers about others came too late."""
        return self._described is not None and self._listed.key_of(self._described[0]) == key

    def clear(self) -> None:
        """It tells of nothing."""
        self._described = self._lines = None
        self.facts.show(())

    def close(self) -> None:
        """Back to the list."""
        self._beside.open(False)
        self._screen.set_focus(self._listed)  # now, so that the frame does not tell of the pane's keys any more
        self._screen.tell()

    def action_refresh(self) -> None:
        """Ask for the list and for what the pane tells."""
        self._described = None
        self._screen.polling.now()

    def action_open(self) -> None:
        """Show the row in the pane and go there."""
        self._beside.open(True)
        self.describe()
        self._screen.call_after_refresh(self._give_keys)

    action_details = action_open

    def _give_keys(self) -> None:
        """The keys go to the pane, which is in sight by now, and the frame tells of it."""
        self._screen.set_focus(self.facts)
        self._screen.tell()

    def action_copy(self) -> None:
        """Copy the row's key."""
        if (item := self._listed.current) is not None:
            key = self._listed.key_of(item)
            self._screen.ui.copy(key, key)
