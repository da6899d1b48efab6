"""The view of a graph: keys go from box to box, the current one is in sight, highlighted and described."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from c8tui.decisions.graph import Graph, graph_of
from c8tui.feel import dmn
from c8tui.feel.dmn_model import Decision, InputData
from c8tui.tui.decisions.graph import GraphView
from tests.decisions.graphs import decisions, element, model
from tests.tui.apps import Host, text_of, until, wheel

DISH = Path(__file__).parents[3] / "c8tui" / "sandbox" / "resources" / "dish.dmn"


class Listening(Host):
    """Keeps what the decision screen says."""

    def on_graph_view_moved(self, message: GraphView.Moved) -> None:
        self.heard.append(message.node_id)

    def on_graph_view_chosen(self, message: GraphView.Chosen) -> None:
        self.heard.append(f"chosen {message.node_id}")


@asynccontextmanager
async def viewed(
    graph: Graph, at: str | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[GraphView, Listening, Pilot[Any]]]:
    view = GraphView()
    app = Listening(view)
    async with app.run_test(size=size) as pilot:
        view.focus()
        view.show(graph, at)
        await pilot.pause()
        yield view, app, pilot


def dish() -> Graph:
    return graph_of(dmn.read(DISH.read_bytes()))


def sprawling() -> Graph:
    """Wider and higher than any terminal: ten chains of ten that all end in one."""
    chains = {f"c{chain}_{link}": f"c{chain}_{link + 1}" for chain in range(10) for link in range(9)}
    ends = {f"c{chain}_9": "end" for chain in range(10)}
    return decisions(**chains, **ends, end="")


def bright(app: App[Any], view: GraphView) -> set[str]:
    """The texts that stand on the ground of the current box."""
    ground = view.get_component_rich_style("graph--current").bgcolor
    strips = app.screen._compositor.render_strips()
    return {
        segment.text.strip(" │┌┐└┘─┴")
        for strip in strips
        for segment in strip
        if segment.style is not None and segment.style.bgcolor == ground
    } - {""}


async def test_keys_walk_along_the_requirements_and_back() -> None:
    async with viewed(dish()) as (view, app, pilot):
        assert view.current == "dish"
        await pilot.press("down", "l", "j", "k", "up", "enter")
        await until(pilot, lambda: "chosen dish" in app.heard)
        assert app.heard == ["season", "guestCount", "dayType", "guestCount", "dish", "chosen dish"]
        await pilot.press("tab", "shift+tab", "shift+tab", "home", "G", "h")
        await until(pilot, lambda: len(app.heard) == 12)
        ids = view._picture.order
        assert app.heard[6:] == [ids[1], ids[0], ids[-1], ids[0], ids[-1], ids[-2]]


async def test_the_current_node_is_highlighted_and_described() -> None:
    async with viewed(dish(), "guestCount") as (view, app, _):
        assert bright(app, view) == {"Guest Count", "table U 2x5", "decision"}
        assert view.spoken.startswith("Guest Count, decision, table UNIQUE, 2 inputs, 5 rules; requires ")
        assert view.spoken.endswith("; required by Dish")
        assert " ".join(text_of(app).split()).endswith(view.spoken)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_the_current_box_is_always_in_sight(size: tuple[int, int]) -> None:
    async with viewed(sprawling(), size=size) as (view, app, pilot):
        for keys in (["G"], ["up"] * 4, ["right"] * 6, ["home"], ["shift+tab"], ["left", "up"]):
            await pilot.press(*keys)
            await pilot.pause()
            assert view.current is not None
            assert any(f"│ {view.current} " in line for line in text_of(app).splitlines()), keys
            assert view.current in bright(app, view)


async def test_another_size_keeps_the_node() -> None:
    async with viewed(sprawling(), "c7_5") as (view, app, pilot):
        for width, height in ((160, 50), (40, 12), (80, 24)):
            await pilot.resize_terminal(width, height)
            await until(pilot, lambda: "│ c7_5 " in text_of(app))
            assert view.current == "c7_5"
        assert app.heard == []


async def test_a_picture_with_room_around_it_stands_in_the_middle() -> None:
    async with viewed(decisions(a=""), size=(41, 10)) as (_, app, _pilot):
        top = text_of(app).splitlines()[0]
        assert top.index("┌") == 41 - len(top)


async def test_another_model_shows_what_is_asked_for_or_what_was_or_the_first() -> None:
    async with viewed(decisions(a="b", b="c", c="")) as (view, _, _pilot):
        view.show(decisions(a="b", b="c", c=""), "b")
        assert view.current == "b"
        view.show(decisions(b="", d="b"), "gone")
        assert view.current == "b"
        view.show(decisions(x="y", y=""))
        assert view.current == "x"


async def test_nothing_is_said_to_be_nothing() -> None:
    async with viewed(graph_of(model())) as (view, app, pilot):
        await pilot.press("j", "tab", "home", "enter")
        await pilot.pause()
        assert view.current is None
        assert app.heard == []
        assert text_of(app).strip() == view.spoken == "There is nothing in this model."


async def test_what_a_file_says_is_text() -> None:
    name = "\x1b[2J[bold]\u202e\n漢字"
    nodes = (element(Decision, "d", ["i"]), InputData("i", name, "", "", name, "\x9bt"))
    async with viewed(graph_of(model(*nodes))) as (view, app, _):
        shown = text_of(app)
        assert not set(shown + view.spoken) & set("\x1b\u202e\x9b")
        assert "\\x1b[2J[bold]" in shown
        assert "\\x9bt" in shown
        assert "漢字" in shown


async def test_the_wheel_scrolls_and_a_key_comes_back_to_the_box() -> None:
    async with viewed(sprawling()) as (view, app, pilot):
        wheel(app, 5)
        await until(pilot, lambda: view.top == 15)
        await pilot.press("down")
        await until(pilot, lambda: view.top < 15)


async def test_a_click_goes_to_a_box_and_two_open_it() -> None:
    async with viewed(dish()) as (view, app, pilot):
        box = view._picture.boxes["season"]
        at = (box.x - view._left + 3, box.y + 1)
        await pilot.click(offset=at)
        await until(pilot, lambda: app.heard == ["season"])
        await pilot.click(offset=at, times=2)
        await until(pilot, lambda: "chosen season" in app.heard)
