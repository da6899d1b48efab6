"""The evaluations screen: what decisions were evaluated to, the newest first, with inputs and rules in the pane."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from c8tui.model.decisions import DecisionInstance
from c8tui.session.dates import ago
from c8tui.session.evaluations import EvaluationsAsked, definition_of
from c8tui.session.query import Askable
from c8tui.session.rows import Rows
from c8tui.session.versions import version_word
from c8tui.tui import clock
from c8tui.tui.commands.tables import Situation
from c8tui.tui.decisions.made import decision_lines
from c8tui.tui.decisions.opening import DeskDoors
from c8tui.tui.decisions.related import go_to_related, related_to
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.jobs.screen import is_key
from c8tui.tui.modes import EVALUATIONS
from c8tui.tui.screens.command_actions import bindings_for
from c8tui.tui.screens.query import QuestionScreen
from c8tui.tui.widgets.columns import Cell, Column
from c8tui.tui.widgets.facts import Facts


def _state(instance: DecisionInstance) -> Cell:
    return instance.state.lower(), "error" if instance.state == "FAILED" else ""


def _result(instance: DecisionInstance) -> Cell:
    """What came of it: the result as JSON, or why there is none."""
    if instance.state == "FAILED":
        return instance.evaluation_failure or "no reason is given", "error"
    return (instance.result, "") if instance.result else ("-", "dim")


def _ago(instance: DecisionInstance) -> Cell:
    return ago(instance.evaluation_date, clock.now()), "dim"


class EvaluationsScreen(QuestionScreen[DecisionInstance, EvaluationsAsked], DeskDoors):
    """Every evaluated decision, or those that are asked for."""

    NAME = EVALUATIONS
    BINDINGS = bindings_for(EVALUATIONS)
    PLAIN = EvaluationsAsked()
    WHAT = "evaluations"
    ABOUT_FILTER = "All that is filled in must hold. Texts are matched exactly, letter by letter."
    EMPTY = "no decision was evaluated here, or you may not see any: a missing permission looks the same"
    COLUMNS = (
        Column("Decision", 14, lambda d: (d.decision_definition_name or d.decision_definition_id, ""), grow=2),
        Column("Version", 7, lambda d: (str(d.decision_definition_version), ""), right=True),
        Column("State", 9, _state),
        Column("Result", 12, _result, grow=3),
        Column("Evaluated", 9, _ago, right=True),
        Column("Process instance", 16, lambda d: (d.process_instance_key or "-", "dim"), show_from=79),
        Column("Tenant", 10, lambda d: (d.tenant_id, "dim"), show_from=100),
    )

    @property
    def askable(self) -> Askable:
        return self.session.evaluations.askable

    def now(self) -> datetime:
        return self.session.evaluations.now()

    def rows(self) -> Rows[DecisionInstance]:
        return self.session.evaluations.rows(self.question)

    def caption(self) -> str:
        return f"{self._subject()}   {self.question_words(self._said_by_subject())}"

    def _subject(self) -> str:
        of = self.question.of
        name = (of.name or of.decision_definition_id) if of is not None else ""
        if of is not None and self.question.one_version:
            return f"Evaluations of {name} {version_word(of.version)}"
        return f"Evaluations of all versions of {name}" if self.question.every_version else "Evaluations"

    def _said_by_subject(self) -> frozenset[str]:
        """The conditions that the subject has told already."""
        if self.question.every_version:
            return frozenset({"decision_definition_id", "tenant_id"})
        return frozenset({"decision_definition_key"} if self.question.one_version else ())

    def situation(self) -> Situation:
        return self.about(evaluation=self.current)

    def narrow(self, argument: str) -> None:
        """Those of a process instance, those of a decision by its id, or one by its key."""
        name = "decision_definition_id"
        if is_key(argument):
            name = "process_instance_key"
        elif re.fullmatch(r"\d+-\d+", argument, re.ASCII):
            name = "decision_evaluation_instance_key"
        self.ask_for(EvaluationsAsked(conditions={name: argument}))

    def describe(self, item: DecisionInstance) -> None:
        reading = self.session.evaluations.instance(item.decision_evaluation_instance_key)
        self.ask(reading, self._show_whole, failed=self.load_failed, group="detail", exclusive=True)

    def _show_whole(self, instance: DecisionInstance) -> None:
        if self.is_described(instance.decision_evaluation_instance_key):
            self.query_one("#pane", Facts).show(decision_lines(instance))

    # Commands

    def action_open(self) -> None:
        """See the decision with what was evaluated in it."""
        if (item := self.current) is not None:
            self.open_evaluation(item)

    def action_all_versions(self) -> None:
        """From one version to all of them and back; without either, all versions of the decision that is selected."""
        question, item = self.question, self.current
        if question.one_version:
            self.ask_instead(question.widened())
        elif question.every_version and question.of is not None:
            self.ask_instead(question.about(question.of))
        elif item is None:
            self.say("all versions: nothing is selected", "warn")
        elif question.conditions.get("decision_definition_id") == item.decision_definition_id:
            self.ask_for(question.about(definition_of(item)))
        else:
            self.ask_for(replace(question, of=definition_of(item)).widened())

    def action_related(self) -> None:
        """Choose what to go to from an evaluation."""
        if (item := self.current) is not None:
            choices = list(related_to(item))

            def chosen(choice: str | None) -> None:
                go_to_related(self.c8app, item, choice)

            self.app.push_screen(ChoiceDialog("Related", choices, choices[0][0]), chosen)
