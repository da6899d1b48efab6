"""Decisions: versions, details, and DMN that is coloured and safe."""

from __future__ import annotations

import pytest

from c8tui.errors import Forbidden
from c8tui.model.decisions import DecisionDefinition, DecisionInstance, DecisionRequirements
from c8tui.session.decisions import DecisionDetail, DefinitionQuery
from c8tui.session.session import Session
from c8tui.tui.decisions.definition_pane import HIGHLIGHT_LIMIT, coloured_xml, detail_lines
from c8tui.tui.decisions.definitions import DecisionsScreen
from c8tui.tui.widgets.facts import Body, Fact, Facts
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, enter, list_of, loaded, text_of, until


async def test_every_version_is_listed_and_told_of(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions", size=(160, 60)) as (app, pilot):
        await pilot.press("A")
        await until(pilot, lambda: "all versions   id (a to z)" in text_of(app) and loaded(app))
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
        await until(pilot, lambda: app.current_mode == "decisions" and list_of(app).count_words() == "1 of 5")
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
        screen._definition_pane.show(late)
        assert pane.text == before
        await pilot.press("j")
        await until(pilot, lambda: other.decision_definition_key in pane.text)


def test_an_evaluation_that_failed_says_why() -> None:
    definition = DecisionDefinition(name="Dish", decision_definition_id="dish", version=3, decision_definition_key="1")
    failed = DecisionInstance(
        decision_evaluation_instance_key="1",
        state="FAILED",
        evaluation_failure="no rule",
        evaluation_date="2001-02-03T04:05:06Z",
    )
    good = DecisionInstance(
        decision_evaluation_instance_key="1", state="EVALUATED", result='"Stew"', evaluation_date="2001-02-03T04:05:06Z"
    )
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
        await until(pilot, lambda: "! cannot be read: " in text_of(app))
        assert "Versions" in text_of(app)
        assert isinstance(list_of(app).last_problem, Forbidden)


@pytest.mark.parametrize("dialect", ["8.8", "8.9", "8.10"])
async def test_only_the_newest_versions_unless_all_are_wanted(open_session: OpenSession, dialect: str) -> None:
    sandbox = Sandbox(dialect=dialect)
    async with app_on(await open_session(sandbox), "decisions") as (app, pilot):
        words = "newest of the 6 versions loaded" if dialect == "8.8" else "newest versions"
        await until(pilot, lambda: f"Decision definitions, {words}   id (a to z)" in text_of(app))
        assert list_of(app).count_words() == "5"
        asked = sandbox.bodies("/decision-definitions/search")[-1]["filter"]
        assert asked == ({} if dialect == "8.8" else {"isLatestVersion": True})
        await pilot.press("A")
        await until(pilot, lambda: "all versions   id" in text_of(app) and list_of(app).count_words() == "6")
        assert sandbox.bodies("/decision-definitions/search")[-1]["filter"] == {}
        await pilot.press("A")
        await until(pilot, lambda: words in text_of(app) and list_of(app).count_words() == "5")


async def test_requirements_have_their_version_where_it_is_known(open_session: OpenSession) -> None:
    for dialect, words in (("8.8", "  sales-rules  "), ("8.9", "Sales rules v2")):
        async with app_on(await open_session(Sandbox(dialect=dialect)), "decisions") as (app, _):
            row = next(line for line in text_of(app).splitlines() if "Discount" in line)
            assert words in f"{row} "


async def test_the_history_of_a_version(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        await pilot.press("j")
        discount = list_of(app).current
        assert discount is not None
        await pilot.press("H")
        await until(pilot, lambda: "Evaluations of Discount v2" in text_of(app) and loaded(app))
        sent = sandbox.bodies("/decision-instances/search")[-1]["filter"]
        assert sent == {"decisionDefinitionKey": discount.decision_definition_key}
        await pilot.press("minus")
        await until(pilot, lambda: app.current_mode == "decisions")
        assert list_of(app).current == discount


async def test_a_decision_is_opened_by_its_keys(sandbox_session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, str]] = []

    def noted(_: object, definition: DecisionDefinition, begin: str = "") -> None:
        opened.append((begin, definition.decision_definition_id))

    monkeypatch.setattr("c8tui.tui.decisions.definitions.open_definition", noted)
    async with app_on(sandbox_session, "decisions") as (_, pilot):
        await pilot.press("enter", "T", "i")
        assert opened == [(begin, "compensation") for begin in ("", "graph", "what_if")]


async def test_one_version_is_opened_though_it_is_not_the_newest(sandbox_session: Session) -> None:
    rows = sandbox_session.decisions.rows(DefinitionQuery(conditions={"version": "1"}, every_version=True))
    await rows.load(0, 0)
    old = next(one for _, one in rows.loaded() if one.decision_definition_id == "discount")
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        screen = list_of(app)
        assert isinstance(screen, DecisionsScreen)
        screen.show_definition(old)
        await until(pilot, lambda: "<definitions" in text_of(app))
        assert "Discount  v1" in text_of(app)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: list_of(app).count_words() == "5")


async def test_enter_opens_the_decision_from_the_pane_too(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions", size=(80, 24)) as (app, pilot):
        await pilot.press("z")
        await until(pilot, lambda: "enter open" in text_of(app).splitlines()[-1] and isinstance(app.focused, Facts))
        await pilot.press("enter")
        await until(pilot, lambda: len(app.screen_stack) == 2)
