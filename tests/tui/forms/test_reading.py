"""Every line of a form comes into sight with keys alone: whatever stands there, and on whatever terminal."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from c8tui.forms.read import read
from c8tui.forms.state import FormState
from c8tui.tui.forms.view import FormView
from tests.forms.opened import NOW, field, opened
from tests.tui.forms.opened import FormHost

FORMS = Path(__file__).parent / "reading"
LOW, NARROW = (60, 3), (40, 20)
SIZES = [NARROW, *(pytest.param(size, marks=pytest.mark.long) for size in [(80, 24), (120, 30)])]
LONG = "\n".join(f"line {n} of a report that goes on past the width of any window there is, end {n}" for n in range(40))
TEXT = "\n\n".join(f"Paragraph {n} of the terms." for n in range(30))
OPTIONS = [f"option {n} that has rather a long label, too long for a narrow window, end {n}" for n in range(6)]
COLUMNS = [{"label": f"Column {n}", "key": f"c{n}"} for n in range(9)]
ROWS = [
    {f"c{n}": f"r{row}c{n} with a text that is wider than its column ends here" for n in range(9)} for row in range(4)
]


def case(name: str) -> FormState:
    data = FORMS / f"{name}.json"
    variables = json.loads(data.read_text()) if data.exists() else {}
    return FormState(read((FORMS / f"{name}.form").read_text()), variables, now=lambda: NOW)


def text(value: str) -> dict[str, Any]:
    return {"type": "text", "text": value}


def state(name: str) -> FormState:
    if (FORMS / f"{name}.form").exists():
        return case(name)
    check, subject = field("checkbox", "ok", label="OK"), field("textfield", "t", label="Subject")
    report = field("textarea", "report", label="Report", readonly=True)
    html = {"type": "html", "content": "".join(f"<p>row {n}</p>" for n in range(60))}
    table = {"type": "table", "label": "T", "dataSource": "=rows", "rowCount": 4, "columns": COLUMNS[:2]}
    made: dict[str, tuple[dict[str, Any], ...]] = {
        "begins with a text": (text(TEXT), check, subject),
        "begins with a text, then options": (text(TEXT), field("radio", "r", values=OPTIONS), check),
        "ends with a text": (subject, text(TEXT)),
        "no stop at all": (text(TEXT), report, {"type": "separator"}, text("The end.")),
        "text, report, text": (subject, text(TEXT), report, check, text(TEXT), field("textarea", "n", label="Note")),
        "html": (html, subject, html),
        "options among texts": (
            field("select", "s", values=OPTIONS),
            text(TEXT),
            field("checklist", "c", values=OPTIONS),
        ),
        "wide value": (field("textfield", "wide", label="Wide", readonly=True), check),
        "table": (text(TEXT), table, text(TEXT), check),
        "dense": tuple(field("textfield", f"f{n}", label=f"Field {n}", description=f"about {n}") for n in range(50)),
        "group": ({"type": "group", "label": "G " * 60 + "end", "components": [{**text(TEXT), "id": "g"}]}, check),
    }
    return opened(*made[name], report=LONG, wide="a wide value " * 400 + "END", rows=ROWS, t="", ok=False)


NAMES = (
    *("text_between_stops", "long_readonly", "begins with a text", "begins with a text, then options"),
    *("ends with a text", "no stop at all", "text, report, text", "html", "options among texts", "wide value", "table"),
    *("dense", "group"),
)


def place(app: FormHost) -> tuple[object, ...]:
    """What a key changes: the lines in sight, the focus, the cursor among options."""
    picker = app.view.look.picker_in_focus
    return app.view.top, app.view.page.at, picker and picker.cursor


async def at_once(move: Callable[[FormView], None], view: FormView) -> None:
    move(view)


async def seen(app: FormHost, press: Callable[[], Awaitable[None]]) -> tuple[set[str], set[str]]:
    """All lines of the form, and those that were in sight while a key was pressed until it moved nothing any more."""
    view, found = app.view, set[str]()
    for _ in range(2_000):
        found.update(line.strip() for line in view.text.splitlines()[view.top : view.top + view.height])
        before = place(app)
        await press()
        if place(app) == before:
            assert view.top + view.height >= view.line_count or view.top == 0
            return told_apart(view.text.splitlines()), found
    pytest.fail("it never came to an end")


def told_apart(lines: list[str]) -> set[str]:
    """Lines without what changes with the focus."""
    changing = ("left right", "type to", "( )", "[ ]", "…", "4 rows", "         -")
    return {line.strip() for line in lines if line.strip(" -") and not any(text in line for text in changing)}


def walk(view: FormView, *, arrow: bool) -> None:
    view.key_is_arrow = arrow
    view.action_walk(1)


MOVES: dict[str, Callable[[FormView], None]] = {
    "down": partial(walk, arrow=True),
    "tab": partial(walk, arrow=False),
    "pagedown": lambda view: view.action_page(1),
}


@pytest.mark.parametrize("size", [*SIZES[:2], pytest.param(LOW, marks=pytest.mark.long)], ids=str)
@pytest.mark.parametrize("name", NAMES)
async def test_every_line_is_seen_on_the_way_down(name: str, size: tuple[int, int]) -> None:
    app = FormHost(state(name))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key, move in MOVES.items():
            app.panel.reset()
            await pilot.pause()
            assert app.view.top == 0

            lines, found = await seen(app, partial(at_once, move, app.view))
            assert lines - found == set(), key


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("down", "up"), [("down", "up"), ("tab", "shift+tab"), ("pagedown", "pageup")])
@pytest.mark.parametrize("name", ["text_between_stops", pytest.param("long_readonly", marks=pytest.mark.long)])
async def test_keys_lead_to_the_end_and_back(name: str, size: tuple[int, int], down: str, up: str) -> None:
    app = FormHost(state(name))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in (down, up):
            lines, found = await seen(app, partial(pilot.press, key))
            assert lines - found == set(), key
        assert app.view.top == 0
