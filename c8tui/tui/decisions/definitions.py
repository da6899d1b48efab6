"""The decisions screen: definitions with their versions, details, and the DMN with colours."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from c8tui.model.decisions import DecisionDefinition
from c8tui.session.decisions import DefinitionQuery, LatestVersions
from c8tui.session.evaluations import EvaluationQuery
from c8tui.session.lists import LISTS
from c8tui.session.rows import Rows
from c8tui.text import counted
from c8tui.tui.commands.ids import DECISIONS, EVALUATIONS
from c8tui.tui.decisions.columns import DEFINITION_COLUMNS
from c8tui.tui.decisions.definition_pane import DefinitionPane
from c8tui.tui.decisions.opening import open_definition
from c8tui.tui.decisions.related import ways_of_decision
from c8tui.tui.flow import Cancelled, Ui
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.list_views import ListViews
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related

if TYPE_CHECKING:
    pass

ABOUT_FILTER = (
    "All that is filled in must hold. The cluster matches exactly, letter by letter; / searches what is loaded."
)


class DecisionsScreen(ListScreen[DecisionDefinition]):
    """The latest version of each decision, or all versions."""

    NAME = DECISIONS
    NOUN = "decision"
    EMPTY = f"No decisions are deployed. {OR_NO_PERMISSION}"
    COLUMNS = DEFINITION_COLUMNS.shown

    list_query: ListQuery[DefinitionQuery]
    views: ListViews[DefinitionQuery]
    _latest: LatestVersions | None = None
    """What picks the latest versions of what is listed, where the cluster does not."""
    _definition_pane: DefinitionPane

    def begin(self) -> None:
        definitions = self.session.decisions
        self.list_query = ListQuery(
            self, definitions, DefinitionQuery(), what="decision definitions",
            about=ABOUT_FILTER, names=lambda one: (one.decision_definition_id,),
        )  # fmt: skip
        self._definition_pane = DefinitionPane(self.session, self)
        related = Related(self.ui, lambda: self.current, partial(ways_of_decision, self.host))
        self.views = ListViews(self, self.list_query, LISTS[DECISIONS], DEFINITION_COLUMNS)
        self.parts += [DefinitionActions(self.ui, self), related, *self.views.parts()]
        self.views.begin()
        super().begin()

    def rows(self) -> Rows[DecisionDefinition]:
        rows = self.list_query.rows()
        self._latest = self.session.decisions.latest_versions
        return rows

    def caption(self) -> str:
        versions = "all versions" if self.list_query.query.every_version else _latest(self._latest)
        return self.views.caption("Decision definitions", plain=f"Decision definitions, {versions}")

    def empty_words(self) -> str:
        return self.list_query.empty_words(self.EMPTY)

    def narrow(self, argument: str) -> None:
        """A view by its id, else what is loaded by a text."""
        if not self.views.shows(argument):
            self.search.search_for(argument)

    def show_definition(self, definition: DecisionDefinition) -> None:
        """Open one version in the pane."""
        key = definition.decision_definition_key
        question = DefinitionQuery(conditions={"decision_definition_key": key}, every_version=True)
        self.list_query.ask_and_open(question, key)

    def describe(self, item: DecisionDefinition) -> None:
        self._definition_pane.describe(item)


class DefinitionActions:
    """The commands on the definition under the cursor, and on which versions are listed."""

    def __init__(self, ui: Ui, screen: DecisionsScreen) -> None:
        self._ui, self._screen = ui, screen

    def _selected(self) -> DecisionDefinition:
        """The definition under the cursor. Raises Cancelled."""
        if (item := self._screen.current) is None:
            raise Cancelled
        return item

    def action_all_versions(self) -> None:
        """From the latest versions to all versions, and back."""
        query = self._screen.list_query
        query.ask_instead(replace(query.query, every_version=not query.query.every_version))

    def action_history(self) -> None:
        """Go to what the version was evaluated to."""
        query = EvaluationQuery().about(self._selected())
        self._screen.host.go_and(EVALUATIONS, lambda evaluations: evaluations.list_query.ask(query))

    def action_open(self) -> None:
        """Show the decision as a table, or as what it is."""
        open_definition(self._ui, self._selected())

    def action_open_graph(self) -> None:
        """Show what the decision requires."""
        open_definition(self._ui, self._selected(), "graph")

    def action_what_if(self) -> None:
        """Try the decision."""
        open_definition(self._ui, self._selected(), "what_if")


def _latest(latest: LatestVersions | None) -> str:
    """Which versions are listed, where not all are."""
    if latest is None or not latest.versions:
        return "newest versions"
    return f"newest of the {'first ' if latest.cut else ''}{counted(latest.versions, 'version')} loaded"
