"""The tree opens, moves, and draws only what is in sight, however much there is."""

from __future__ import annotations

import json
from typing import Any

from textual.geometry import Region
from textual.pilot import Pilot

from c8tui.model.variables import Variable
from c8tui.session.variables import VariableNode, matching, roots
from c8tui.tui.widgets.variable_tree import VariableTree
from tests.tui.apps import text_of, until, widget_on


def nodes(**values: Any) -> list[VariableNode]:
    return roots(Variable(name=name, value=json.dumps(value)) for name, value in values.items())


async def shown(pilot: Pilot[Any], tree: VariableTree, listed: list[VariableNode]) -> None:
    tree.list_nodes(listed)
    tree.focus()
    await pilot.pause()


async def test_it_opens_and_shuts_and_finds_its_way_up() -> None:
    tree = VariableTree()
    async with widget_on(tree, (80, 10)) as (app, pilot):
        await shown(pilot, tree, nodes(a=1, customer={"name": "ACME", "lines": [{"n": 1}]}, z="end"))
        assert "+ customer" in text_of(app)
        assert "{2}" in text_of(app)
        assert "ACME, [1]" in text_of(app)
        await pilot.press("j", "l")
        assert "ACME, [1]" not in text_of(app)
        assert "name" in text_of(app)
        await pilot.press("l", "j", "right", "right", "right")
        await until(pilot, lambda: tree.current is not None and tree.current.path == "customer.lines[1]")
        await pilot.press("space", "left")
        assert tree.current is not None
        assert tree.current.path == "customer.lines"
        await pilot.press("h", "h", "h", "h")
        assert tree.current.path == "customer"
        assert tree.count == 3


async def test_what_was_found_stands_alone_and_is_found_again_in_the_tree() -> None:
    tree = VariableTree()
    async with widget_on(tree, (80, 10)) as (_app, pilot):
        listed = nodes(a={"b": {"c": "needle"}}, d=1)
        await shown(pilot, tree, listed)
        tree.show_only(matching(listed, "needle", 9)[0])
        await pilot.press("G", "space", "l", "h")
        assert (tree.count, tree.current and tree.current.path) == (3, "a.b.c")
        tree.show_only(None)
        assert (tree.count, tree.current and tree.current.path) == (4, "a.b.c")
        tree.show_only([])
        assert tree.current is None
        await pilot.press("j", "l", "space", "G")


async def test_a_move_paints_two_lines_of_five_thousand() -> None:
    tree = VariableTree()
    async with widget_on(tree, (80, 10)) as (app, pilot):
        listed = nodes(many=list(range(5_000)))
        await shown(pilot, tree, listed)
        await pilot.press("l")
        assert tree.count == 5_001
        asked: list[Region] = []
        refresh = tree.refresh

        def watched(*regions: Region, **more: Any) -> VariableTree:
            asked.extend(regions)
            return refresh(*regions, **more)

        tree.refresh = watched  # type: ignore[method-assign]
        await pilot.press("j")
        assert asked == [Region(0, 0, 80, 1), Region(0, 1, 80, 1)]
        await pilot.press("G")
        await until(pilot, lambda: "4999" in text_of(app))
        await pilot.press("g", "pagedown")
        await until(pilot, lambda: tree.current is not None and tree.current.path == "many[10]")


async def test_what_a_cluster_sends_is_text() -> None:
    tree = VariableTree()
    async with widget_on(tree, (80, 10)) as (app, pilot):
        await shown(pilot, tree, nodes(**{"[red]n\x1b[2J": "a\nb\u202e[bold]"}))
        assert "[red]n\\x1b[2J" in text_of(app)
        assert "a\\nb\\u202e[bold]" in text_of(app)
