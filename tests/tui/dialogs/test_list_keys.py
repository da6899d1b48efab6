"""The keys that move in a list move in every list, also in those of dialogs."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList

import c8tui.tui
from c8tui.errors import C8Error
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.lines import LinesDialog
from c8tui.tui.dialogs.problem import ProblemDialog
from c8tui.tui.widgets.list_keys import LIST_KEYS
from tests.tui.apps import dialog_on, typed

KEYS = {key for one in LIST_KEYS if isinstance(one, Binding) for key in one.key.split(",")}
TYPED_INTO = {"HelpRows"}
"""Lists below a field that has the focus: letters are typed there, and the dialog has the other keys."""


def widgets() -> Iterator[type[Widget]]:
    """Every widget of c8tui that moves in lines."""
    for module in pkgutil.walk_packages(c8tui.tui.__path__, "c8tui.tui."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found: list[type[Widget]] = [Widget]
    while found:
        found += (kind := found.pop()).__subclasses__()
        ours = kind.__module__.startswith("c8tui.tui.")
        lists = issubclass(kind, OptionList | VerticalScroll) or hasattr(kind, "action_page")
        if ours and lists and not issubclass(kind, Screen) and hasattr(kind, "action_move"):
            yield kind


def test_every_list_has_the_keys() -> None:
    lists = [kind for kind in widgets() if kind.__name__ not in TYPED_INTO]
    assert {"RecordList", "Facts", "OptionRows", "VariableTree", "ReadText", "TableView"} <= {
        kind.__name__ for kind in lists
    }
    for kind in lists:
        keys = {key for base in kind.__mro__ for one in getattr(base, "BINDINGS", ()) for key in _keys(one)}
        assert keys >= KEYS, kind.__name__


def test_nobody_uses_textuals_own_lists_which_know_the_arrows_only() -> None:
    for path in Path(c8tui.tui.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("VerticalScroll", "ScrollableContainer"):
                assert "can_focus=False" in ast.unparse(node), f"{path.name}:{node.lineno}"
            assert not (isinstance(node, ast.Call) and ast.unparse(node.func) in ("OptionList", "ListView")), path.name


def _keys(one: Any) -> list[str]:
    return list((one.key if isinstance(one, Binding) else one[0]).split(","))


def _choice() -> Screen[Any]:
    return ChoiceDialog("Many", [(str(number), f"choice {number}") for number in range(60)], "0")


def _problem() -> Screen[Any]:
    return ProblemDialog(C8Error("\n".join(f"line {number}" for number in range(60)), title="Long"))


def _lines() -> Screen[Any]:
    return LinesDialog("Long", "", lambda _: [((f"line {number}", ""),) for number in range(60)])


def place(screen: Screen[Any]) -> float:
    """Where the list of a dialog is: the row that is highlighted, or the first line in sight."""
    focused: Any = screen.focused
    if isinstance(focused, OptionList):
        return focused.highlighted or 0
    return float(focused.scroll_offset.y or getattr(focused, "top", 0))


@pytest.mark.parametrize("make", [_choice, _problem, _lines])
async def test_they_move_in_dialogs(make: Callable[[], Screen[Any]]) -> None:
    shown = make()
    async with dialog_on(shown) as (_, pilot):
        await pilot.pause()
        assert place(shown) == 0
        steps = [place(shown)]
        for key in ("j", "ctrl+d", "pagedown"):
            await typed(pilot, key)
            steps.append(place(shown))
        assert steps == sorted(set(steps)), "each goes on"
        await typed(pilot, "k")
        assert place(shown) == steps[-1] - 1
        await typed(pilot, "G")
        end = place(shown)
        assert end > steps[-1]
        for key in ("ctrl+u", "pageup"):
            await typed(pilot, key)
            assert place(shown) < end
            end = place(shown)
        await typed(pilot, "home")
        assert place(shown) == 0
        await typed(pilot, "end", "g")
        if make is not _lines:
            assert place(shown) == 0
