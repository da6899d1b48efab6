"""The evaluations screen: what decisions were evaluated to, the newest first, with inputs and rules in the pane."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from c8tui.model.decisions import DecisionInstance
from c8tui.model.versions import version_word
from c8tui.session.evaluations import EvaluationQuery, definition_of
from c8tui.session.filter_syntax import is_long_key
from c8tui.session.lists import LISTS
from c8tui.session.rows import Rows
from c8tui.tui.commands.ids import EVALUATIONS
from c8tui.tui.decisions.columns import EVALUATION_COLUMNS
from c8tui.tui.decisions.evaluation_pane import EvaluationPane
from c8tui.tui.decisions.opening import open_evaluation
from c8tui.tui.decisions.related import ways_of_evaluation
from c8tui.tui.flow import Cancelled, Ui
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.list_views import ListViews
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related

if TYPE_CHECKING:
    pass

ABOUT_FILTER = "All that is filled in must hold. Texts are matched exactly, letter by letter."


class EvaluationsScreen(ListScreen[DecisionInstance]):
    """Every evaluated decision, or those that are asked for."""

    NAME = EVALUATIONS
    NOUN = "evaluation"
    EMPTY = f"No decisions were evaluated. {OR_NO_PERMISSION}"
    COLUMNS = EVALUATION_COLUMNS.shown

    list_query: ListQuery[EvaluationQuery]
    views: ListViews[EvaluationQuery]
    _evaluation_pane: EvaluationPane

    def begin(self) -> None:
        evaluations = self.session.evaluations
        self._evaluation_pane = EvaluationPane(self.session, self)
        self.list_query = ListQuery(
            self,
            evaluations,
            EvaluationQuery(),
            what="evaluations",
            about=ABOUT_FILTER,
            names=lambda one: (one.decision_definition_id, one.process_instance_key),
        )
        related = Related(self.ui, lambda: self.current, partial(ways_of_evaluation, self.host))
        self.views = ListViews(self, self.list_query, LISTS[EVALUATIONS], EVALUATION_COLUMNS)
        self.parts += [EvaluationActions(self.ui, self), related, *self.views.parts()]
        self.views.begin()
        super().begin()

    def rows(self) -> Rows[DecisionInstance]:
        return self.list_query.rows()

    def caption(self) -> str:
        question = self.list_query.query
        return self.views.caption(_title(question), told=_in_title(question))

    def empty_words(self) -> str:
        return self.list_query.empty_words(self.EMPTY)

    def narrow(self, argument: str) -> None:
        """A view by its id, else those of a process instance, those of a decision by its id, or one by its key."""
        if self.views.shows(argument):
            return
        name = "decision_definition_id"
        if is_long_key(argument):
            name = "process_instance_key"
        elif re.fullmatch(r"\d+-\d+", argument, re.ASCII):
            name = "decision_evaluation_instance_key"
        self.list_query.ask(EvaluationQuery(conditions={name: argument}))

    def describe(self, item: DecisionInstance) -> None:
        self._evaluation_pane.describe(item)


def _title(question: EvaluationQuery) -> str:
    """What is listed: every evaluation, or those of one decision or of one version of it."""
    of = question.of
    name = (of.name or of.decision_definition_id) if of is not None else ""
    if of is not None and question.one_version:
        return f"Evaluations of {name} {version_word(of.version)}"
    return f"Evaluations of all versions of {name}" if question.every_version else "Evaluations"


def _in_title(question: EvaluationQuery) -> frozenset[str]:
    """The conditions that the title names already."""
    if question.every_version:
        return frozenset({"decision_definition_id", "tenant_id"})
    return frozenset({"decision_definition_key"} if question.one_version else ())


class EvaluationActions:
    """The commands on the evaluation under the cursor, and on which versions are listed."""

    def __init__(self, ui: Ui, screen: EvaluationsScreen) -> None:
        self._ui, self._screen = ui, screen

    def _selected(self) -> DecisionInstance:
        """The evaluation under the cursor. Raises Cancelled."""
        if (item := self._screen.current) is None:
            raise Cancelled
        return item

    def action_open(self) -> None:
        """Show the decision with what was evaluated in it."""
        open_evaluation(self._ui, self._selected())

    def action_all_versions(self) -> None:
        """From one version to all of them and back; without either, all versions of the decision that is selected."""
        query, item = self._screen.list_query, self._screen.current
        question = query.query
        if question.one_version:
            query.ask_instead(question.widened())
        elif question.every_version and question.of is not None:
            query.ask_instead(question.about(question.of))
        elif item is None:
            self._ui.say("all versions: nothing is selected", "warn")
        elif question.conditions.get("decision_definition_id") == item.decision_definition_id:
            query.ask(question.about(definition_of(item)))
        else:
            query.ask(replace(question, of=definition_of(item)).widened())
