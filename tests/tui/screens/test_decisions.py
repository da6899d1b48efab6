"""Decisions: versions, details, and DMN that is coloured and safe."""

from __future__ import annotations

from c8tui.session.session import Session
from c8tui.tui.screens.decisions import HIGHLIGHT_LIMIT, coloured_xml
from tests.tui.apps import app_on, list_of, text_of, until


async def test_every_version_is_listed_and_told_of(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions", size=(160, 60)) as (app, pilot):
        listed = [item for _, item in list_of(app).listed.rows.loaded()]  # type: ignore[union-attr]
        assert [(d.decision_definition_id, d.version) for d in listed if d.decision_definition_id == "discount"] == [
            ("discount", 2),
            ("discount", 1),
        ]
        await pilot.press("j")
        await until(pilot, lambda: "Discount  v2" in text_of(app))
        shown = text_of(app)
        for part in ("v2, v1", "discount.dmn", "Latest evaluations", "<decision", listed[1].decision_definition_key):
            assert part in shown


def test_xml_has_colours_and_nothing_that_acts() -> None:
    xml = coloured_xml('<a b="c">\x1b[2J[bold]x[/]</a>')
    assert xml.plain.strip() == '<a b="c">\\x1b[2J[bold]x[/]</a>'
    assert len({str(span.style) for span in xml.spans}) > 1


def test_xml_too_long_for_colours_is_shown_without() -> None:
    xml = coloured_xml("<a>" + "x" * HIGHLIGHT_LIMIT)
    assert xml.spans == []
    assert len(xml.plain) > HIGHLIGHT_LIMIT


async def test_the_command_line_narrows(sandbox_session: Session) -> None:
    async with app_on(sandbox_session) as (app, pilot):
        await pilot.press("colon", *"dec dish", "enter")
        await until(pilot, lambda: app.current_mode == "decisions" and list_of(app).count_words() == "1 of 6")
        assert "Dish" in text_of(app)
