"""The inputs as a form: typed values become variables after the keys have rested."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from c8tui.decisions.questions import Question
from c8tui.tui.decisions.what_if import WhatIf
from tests.tui.apps import Host, text_of, until
from tests.tui.decisions.tables import NASTY, RAW, now

QUESTIONS = [
    Question(("guests",), "number"),
    Question(("season",), "string", ("Fall", "Winter")),
    Question(("any",)),
    Question(("p", "x"), "string"),
]


class Listening(Host):
    def on_what_if_answered(self, event: WhatIf.Answered) -> None:
        self.heard.append(event.variables)


@asynccontextmanager
async def asked(
    questions: list[Question], variables: dict[str, Any] | None = None
) -> AsyncIterator[tuple[WhatIf, Listening, Pilot[Any]]]:
    panel = WhatIf(now)
    app = Listening(panel)
    async with app.run_test(size=(80, 24)) as pilot:
        panel.ask_for(questions, variables or {})
        panel.view.focus()
        await until(pilot, lambda: app.heard)
        yield panel, app, pilot


async def test_typing_is_told_once_after_the_keys_have_rested() -> None:
    async with asked(QUESTIONS) as (_, app, pilot):
        assert app.heard == [{}]
        await pilot.press("1", "2")
        await until(pilot, lambda: len(app.heard) == 2)
        assert app.heard[-1] == {"guests": 12}
        await pilot.press("tab", "2", "tab", *"[1, 2]", "tab", *"y")
        await until(pilot, lambda: "p" in app.heard[-1])
        assert app.heard[-1] == {"guests": 12, "season": "Winter", "any": [1, 2], "p": {"x": "y"}}


async def test_variables_answer_questions_and_others_are_left_out() -> None:
    known = {"guests": 5, "season": "Fall", "any": {"a": "1"}, "p": {"x": "t"}, "other": 1}
    async with asked(QUESTIONS, known) as (panel, app, pilot):
        assert app.heard == [{key: value for key, value in known.items() if key != "other"}]
        panel.answer_with({"guests": 6})
        await until(pilot, lambda: len(app.heard) == 2)
        assert panel.variables == {"guests": 6}


async def test_a_value_that_is_not_allowed_is_kept_out_or_told() -> None:
    async with asked(QUESTIONS, {"season": "Spring", "guests": "many"}) as (panel, _, __):
        assert "season" not in panel.variables or panel.variables["season"] == "Spring"
        assert panel.variables.get("guests") != 0


async def test_hostile_names_and_values_are_texts() -> None:
    async with asked([Question((NASTY,), hint=NASTY), Question((NASTY, NASTY), "string", (NASTY, "x"))]) as (
        panel,
        app,
        pilot,
    ):
        await pilot.press("q", "tab", "1")
        await until(pilot, lambda: len(app.heard) > 1 and panel.variables)
        assert not set(text_of(app)) & RAW
        assert "[red]" in text_of(app)


async def test_nothing_to_ask_for() -> None:
    async with asked([]) as (panel, app, pilot):
        await pilot.press("tab", "x", "enter")
        assert app.heard == [{}]
        assert panel.variables == {}
        assert panel.height_wanted >= 1


async def test_what_stands_above_the_first_input_is_seen_with_it_when_there_is_room() -> None:
    panel = WhatIf(now)
    app = Listening(panel)
    async with app.run_test(size=(40, 2)) as pilot:
        panel.ask_for([Question(("order", f"p{n}"), "number", hint="allowed: [0..5]") for n in range(30)], {})
        panel.view.focus()
        await until(pilot, lambda: panel.view.top == 1)
        await pilot.resize_terminal(40, 12)
        await until(pilot, lambda: text_of(app).splitlines()[0].strip() == "order")
        await pilot.press(*["tab"] * 20)
        await until(pilot, lambda: panel.view.top > 10)
        top = panel.view.top
        await pilot.resize_terminal(40, 14)
        await pilot.pause()
        assert panel.view.top == top
