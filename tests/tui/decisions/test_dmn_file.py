"""`c8tui dmn`: a DMN file without a cluster, with the keys that a person has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from c8tui.errors import SettingsError
from c8tui.tui.decisions.dmn_file import DmnApp, DmnScreen, open_dmn
from tests.decisions.models import decision_xml, literal_xml, model_xml
from tests.tui.apps import text_of, typed, until

DISH = Path(__file__).parents[3] / "c8tui" / "sandbox" / "resources" / "dish.dmn"
INPUTS = {"temperature": 25, "dayType": "weekday", "terraceOpen": True}


@asynccontextmanager
async def opened(
    file: Path = DISH, wanted: str = "", variables: dict[str, Any] | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[DmnScreen, DmnApp, Pilot[Any]]]:
    app = open_dmn(str(file), wanted, variables or {})
    async with app.run_test(size=size) as pilot:
        screen = app.screen
        assert isinstance(screen, DmnScreen)
        await until(pilot, lambda: screen.view.state is not None and app.focused is not None)
        yield screen, app, pilot


async def test_it_begins_with_the_decision_that_was_named_and_the_variables_given() -> None:
    async with opened(wanted="guestCount", variables=INPUTS) as (screen, app, pilot):
        await until(pilot, lambda: "-> 24" in text_of(app))
        assert text_of(app).splitlines()[0].strip() == "Guest Count   dish.dmn   (q quits)"
        assert screen.view.what_if.variables == {"dayType": "weekday", "terraceOpen": True}


async def test_the_keys_of_a_person() -> None:
    typed_in = {"temperature": 25, "dayType": "weekday", "terraceOpen": False}
    async with opened() as (screen, app, pilot):
        await until(pilot, lambda: text_of(app).splitlines()[-1].strip().startswith("i what if  T graph"))
        assert text_of(app).splitlines()[0].strip() == "Dish   dish.dmn   (q quits)", "no other requires it"
        await pilot.press("i")
        await until(pilot, lambda: app.focused not in (None, screen.view.table))
        await pilot.press("2", "5", "tab", "1", "tab", "2")
        await until(pilot, lambda: '-> "Grilled trout"' in text_of(app))
        assert "Temperature     25" in text_of(app)
        assert "Terrace open    (" in text_of(app), "all inputs are in sight at once"
        await pilot.press("escape", "left_parenthesis")
        await until(pilot, lambda: "[Guest Count]" in text_of(app) and "-> 14" in text_of(app))
        await pilot.press("right_parenthesis", "i")
        await until(pilot, lambda: "[Dish]" in text_of(app) and '-> "Grilled trout"' in text_of(app))
        await until(pilot, lambda: app.focused and screen.view.what_if in app.focused.ancestors)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "preview" not in text_of(app))
        assert app.focused is screen.view.table
        await pilot.press("i")
        await until(pilot, lambda: screen.view.asks and screen.view.what_if.variables == typed_in)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.focused is screen.view.table)
        await pilot.press("escape")
        assert app.is_running
        await pilot.press("q")
    assert app.return_code == 0


async def test_the_help_names_its_keys_and_runs_them() -> None:
    async with opened(size=(80, 50)) as (screen, app, pilot):
        await pilot.press("question_mark")
        await until(pilot, lambda: "Keys: DMN file" in text_of(app))
        await until(pilot, lambda: "Copy the rule under the cursor" in text_of(app))
        await pilot.press(*"graph of", "enter")
        await until(pilot, lambda: screen.view.shows_graph)


async def test_what_is_wrong_with_the_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "[red]m.dmn"
    file.write_text(model_xml(decision_xml("d", literal_xml("1"), requires=["gone", "gone2"])))
    async with opened(file) as (screen, app, pilot):
        await until(pilot, lambda: "this file: " in text_of(app))
        assert "(and 1 more)" in text_of(app) or "gone" in text_of(app)
        assert "[red]m.dmn" in text_of(app)
        await pilot.press("T")
        await until(pilot, lambda: screen.view.shows_graph)
        assert "gone" in text_of(app)


@pytest.mark.parametrize("size", [(20, 5), (160, 50)])
async def test_every_key_at_any_size(size: tuple[int, int]) -> None:
    async with opened(size=size, variables=INPUTS) as (screen, app, pilot):
        await until(pilot, lambda: app.focused not in (None, screen.view.table))
        await pilot.press("escape")
        for key in (
            "T",
            "T",
            "slash",
            "escape",
            "f",
            "escape",
            "y",
            "left_parenthesis",
            "n",
            "N",
            "right_parenthesis",
        ):
            await typed(pilot, key)
        assert not screen.view.shows_graph
        assert app.focused is screen.view.table


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no file"):
        open_dmn(str(tmp_path / "none.dmn"), "", {})
    with pytest.raises(SettingsError, match="there is no 'Lunch'"):
        open_dmn(str(DISH), "Lunch", {})


CASES = Path(__file__).parent.parent.parent / "feel" / "cases"


def answered(app: DmnApp, height: int) -> bool:
    """Whether the inputs and what they come to are drawn for this height."""
    shown = text_of(app)
    return len(shown.splitlines()) == height and '-> "accept"   rule 1' in shown and "of the applicant 20" in shown


async def test_the_answer_is_in_sight_at_any_width() -> None:
    async with opened(CASES / "wide_table.dmn", variables={"v0": 20}) as (_, app, pilot):
        for size in ((80, 24), (60, 20), (120, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await until(pilot, lambda size=size: answered(app, size[1]))  # type: ignore[misc]
            lines = text_of(app).splitlines()
            answer = next(n for n, line in enumerate(lines) if '-> "accept"' in line)
            inputs = next(n for n, line in enumerate(lines) if "Age of the applicant 20" in line)
            assert answer < inputs


async def test_what_is_in_another_language_is_shown_with_it_and_the_preview_says_so() -> None:
    async with opened(CASES / "other_languages.dmn", "cell", {"amount": 4}) as (_, app, pilot):
        await until(pilot, lambda: "failed: rule 1, input 1 is in groovy, evaluated by the" in text_of(app))
        assert "amount in [1, 2] (groovy)" in text_of(app)
    async with opened(CASES / "other_languages.dmn", "column", {"amount": 4}) as (_, app, pilot):
        await until(pilot, lambda: "failed: input 1 is in javascript" in text_of(app))
        assert "in javascript" in next(line for line in text_of(app).splitlines() if "│" in line and "in java" in line)


@pytest.mark.parametrize(("standard", "told"), [(False, "-> 5   rule 2"), (True, "failed: Tier is null, not one of")])
async def test_the_standard_is_read_where_it_is_asked_for(standard: bool, told: str) -> None:
    app = open_dmn(str(CASES / "allowed_values_of_a_column.dmn"), "", {"age": 12}, standard=standard)
    async with app.run_test(size=(100, 24)) as pilot:
        await until(pilot, lambda: told in text_of(app))


async def test_a_file_without_ids_is_shown() -> None:
    async with opened(CASES / "two_decisions_without_id.dmn", "First") as (_, app, pilot):
        await until(pilot, lambda: "this file: <decision> First has no id (and 1 more)" in text_of(app))
        await pilot.press("i")
        await until(pilot, lambda: "-> 1" in text_of(app))
