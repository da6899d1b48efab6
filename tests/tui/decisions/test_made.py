"""The decisions of a process instance: the list, and one of them in full."""

from __future__ import annotations

from c8tui.model.decisions import DecisionInstance, EvaluatedInput, EvaluatedOutput, MatchedRule
from c8tui.session.session import Session
from c8tui.tui.decisions.made import DecisionsMadeDialog, decision_lines
from c8tui.tui.widgets.facts import content_of
from tests.sandboxes import a_task
from tests.tui.apps import dialog_on, text_of, until


async def test_a_decision_is_listed_and_opened(sandbox_session: Session) -> None:
    task = await a_task(sandbox_session, element_id="approve-discount")
    opened: list[DecisionInstance] = []
    dialog = DecisionsMadeDialog("Decisions", sandbox_session.evaluations, task.process_instance_key, opened.append)
    async with dialog_on(dialog, (120, 30)) as (app, pilot):
        await until(pilot, lambda: "1, the latest first" in text_of(app))
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard.endswith("-1"))
        await pilot.press("enter")
        await until(pilot, lambda: opened)
        assert opened[0].decision_evaluation_instance_key == app.clipboard
        assert "the latest first" in text_of(app), "the list stays for when one comes back"
        await pilot.press("escape")
    assert app.results == [None]


async def test_none_are_said_to_be_none(sandbox_session: Session) -> None:
    opened: list[DecisionInstance] = []
    async with dialog_on(DecisionsMadeDialog("Decisions", sandbox_session.evaluations, "12345", opened.append)) as (
        app,
        pilot,
    ):
        await until(pilot, lambda: "None (or you lack permission to see them)." in text_of(app))
        await pilot.press("y", "enter")
    assert opened == []


def test_everything_of_one_is_told() -> None:
    one = DecisionInstance(
        decision_definition_name="Dish", decision_definition_version=4, result='"Stew"', state="EVALUATED",
        evaluation_failure="no rule", decision_definition_type="DECISION_TABLE", process_instance_key="77",
        business_id="order-7", tenant_id="blue", decision_evaluation_instance_key="7-1",
        evaluated_inputs=(EvaluatedInput(input_name="season", input_value='"Fall"'),),
        matched_rules=(
            MatchedRule(rule_index=2, evaluated_outputs=(EvaluatedOutput(output_id="o", output_value="1"),)),
        ),
    )  # fmt: skip
    text = content_of(decision_lines(one)).plain
    for shown in (
        "Dish  v4",
        '"Stew"',
        "no rule",
        "7-1",
        'season  "Fall"',
        "Rule 2 matched",
        "o  1",
        "decision table",
        "instance     77",
        "business id  order-7",
        "tenant       blue",
    ):
        assert shown in text, shown
    assert "no rule matched" in content_of(decision_lines(DecisionInstance(decision_evaluation_instance_key="1"))).plain
