"""Decisions: versions, details, and DMN that is coloured and safe."""

from __future__ import annotations

from c8tui.errors import Forbidden
from c8tui.model.decisions import DecisionDefinition, DecisionInstance, DecisionRequirements
from c8tui.session.decisions import DecisionDetail
from c8tui.session.session import Session
from c8tui.tui.screens.decisions import HIGHLIGHT_LIMIT, DecisionsScreen, coloured_xml, detail_lines
from c8tui.tui.widgets.facts import Body, Fact, Facts
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, enter, list_of, text_of, until


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
        await enter(pilot, "colon", "dec dish")
        await until(pilot, lambda: app.current_mode == "decisions" and list_of(app).count_words() == "1 of 6")
        assert "Dish" in text_of(app)


async def test_what_comes_late_about_another_version_is_not_shown(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions", size=(160, 60)) as (app, pilot):
        screen = list_of(app)
        assert isinstance(screen, DecisionsScreen)
        await until(pilot, lambda: "<definitions" in text_of(app))
        other = screen.listed.item(1)
        assert other is not None
        late = await sandbox_session.decisions.detail(other)
        pane = screen.query_one("#pane", Facts)
        before = pane.text
        screen._show_detail(late)
        assert pane.text == before
        await pilot.press("j")
        await until(pilot, lambda: other.decision_definition_key in pane.text)


def test_an_evaluation_that_failed_says_why() -> None:
    definition = DecisionDefinition(name="Dish", decision_definition_id="dish", version=3, decision_definition_key="1")
    failed = DecisionInstance(state="FAILED", evaluation_failure="no rule", evaluation_date="2001-02-03T04:05:06Z")
    good = DecisionInstance(state="EVALUATED", result='"Stew"', evaluation_date="2001-02-03T04:05:06Z")
    requirements = DecisionRequirements(decision_requirements_name="Menu", version=2, resource_name="menu.dmn")
    detail = DecisionDetail(definition, (definition,), requirements, "<a/>", (failed, good))
    lines = list(detail_lines(detail))
    told = [line for line in lines if isinstance(line, Body) and "2001" in line.text]
    assert [(line.text.split("  ", 1)[1], line.kind) for line in told] == [
        ("failed  no rule", "error"),
        ('evaluated  "Stew"', ""),
    ]
    assert Fact("requirements", "Menu v2  (menu.dmn)") in lines


async def test_a_definition_that_cannot_be_read_marks_the_screen(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions", size=(160, 60)) as (app, pilot):
        await until(pilot, lambda: "<definitions" in text_of(app))
        await sandbox.faults("403@*xml")
        await pilot.press("j")
        await until(pilot, lambda: "stale" in text_of(app).splitlines()[0])
        assert isinstance(list_of(app).last_problem, Forbidden)
