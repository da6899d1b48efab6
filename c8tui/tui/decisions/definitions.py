"""The decisions screen: definitions with their versions, details, and the DMN with colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.content import Content
from textual.highlight import HighlightTheme, highlight

from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.model.versions import version_word
from c8tui.session.dates import absolute
from c8tui.session.decisions import DecisionDetail, DefinitionQuery, LatestVersions
from c8tui.session.evaluations import EvaluationQuery
from c8tui.session.lists import LISTS
from c8tui.session.rows import Rows
from c8tui.text import block, counted
from c8tui.tui.commands.ids import DECISIONS, EVALUATIONS
from c8tui.tui.decisions.columns import DEFINITION_COLUMNS
from c8tui.tui.decisions.opening import open_definition
from c8tui.tui.decisions.related import ways_of_decision
from c8tui.tui.flow import Cancelled, Ui
from c8tui.tui.screens.list import OR_NO_PERMISSION, ListScreen
from c8tui.tui.screens.list_views import ListViews
from c8tui.tui.screens.query import ListQuery
from c8tui.tui.screens.related import Related
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line, content_of

if TYPE_CHECKING:
    from c8tui.session.session import Session

ABOUT_FILTER = (
    "All that is filled in must hold. The cluster matches exactly, letter by letter; / searches what is loaded."
)
HIGHLIGHT_LIMIT = 60_000
"""Characters of XML that are worth colouring: more of it would hold up the keys."""


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

    def show(self, answer: object) -> None:
        super().show(answer)
        if answer is self.listed.rows:
            self.list_query.shown()

    def show_definition(self, definition: DecisionDefinition) -> None:
        """Open one version in the pane."""
        key = definition.decision_definition_key
        question = DefinitionQuery(conditions={"decision_definition_key": key}, every_version=True)
        self.list_query.ask_and_open(question, key)

    def describe(self, item: DecisionDefinition) -> None:
        self._definition_pane.describe(item)


class DefinitionPane:
    """Fetches everything about the definition under the cursor for the pane."""

    def __init__(self, session: Session, screen: ListScreen[DecisionDefinition]) -> None:
        self._session, self._screen = session, screen

    def describe(self, item: DecisionDefinition) -> None:
        """Ask for a definition; an earlier question is dropped."""
        failed = self._screen.load_failed
        self._screen.flow.start(self._fetch(item), failed=failed, group="detail", exclusive=True)

    async def _fetch(self, item: DecisionDefinition) -> None:
        self.show(await self._screen.flow.heard(self._session.decisions.detail(item)))

    def show(self, detail: DecisionDetail) -> None:
        """Show it, unless the cursor has gone on."""
        screen = self._screen
        if screen.pane.is_about(detail.definition.decision_definition_key):
            screen.last_problem = next(iter(detail.troubles.values()), screen.last_problem)
            facts = content_of(detail_lines(detail))
            screen.pane.facts.show_content(Content.assemble(facts, "\n", coloured_xml(detail.xml or "")))


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


def detail_lines(detail: DecisionDetail) -> Iterator[Line]:
    """Everything but the XML."""
    definition, requirements = detail.definition, detail.requirements
    yield Heading(definition.name or definition.decision_definition_id, version_word(definition.version))
    yield Fact("id", definition.decision_definition_id)
    yield Fact("key", definition.decision_definition_key)
    yield Fact("tenant", definition.tenant_id)
    if requirements is None:
        yield Fact("requirements", f"cannot be read: {detail.troubles['requirements'].detail}", "error")
    else:
        graph = requirements.decision_requirements_name or requirements.decision_requirements_id
        yield Fact("requirements", f"{graph} {version_word(requirements.version)}  ({requirements.resource_name})")
    if detail.versions is None:
        yield from _missing("Versions", detail, "versions")
    else:
        yield Heading("Versions", str(len(detail.versions)))
        yield Body(", ".join(version_word(version.version) for version in detail.versions))
    if detail.instances is None:
        yield from _missing("Latest evaluations", detail, "instances")
    else:
        none = "None (or you lack permission to see them)."
        yield Heading("Latest evaluations", str(len(detail.instances)) if detail.instances else none)
        yield from map(_instance_line, detail.instances)
    if detail.xml is None:
        yield from _missing("DMN", detail, "xml")
    else:
        yield Heading("DMN", counted(len(detail.xml), "character"))


def _missing(title: str, detail: DecisionDetail, name: str) -> Iterator[Line]:
    """A part that cannot be read, with the reason in its place."""
    yield Heading(title)
    yield Body(f"! cannot be read: {detail.troubles[name].detail}", "error")


def _instance_line(instance: DecisionInstance) -> Line:
    failed = instance.state == "FAILED"
    result = instance.evaluation_failure if failed else instance.result
    when = absolute(instance.evaluation_date)
    return Body(f"{when}  {instance.state.lower()}  {result or ''}", "error" if failed else "")


class XmlColours(HighlightTheme):
    """Textual's colours of syntax, which are the theme's, without the transparency that takes contrast from them."""

    STYLES = {token: re.sub(r" on \S+| \d+%", "", style) for token, style in HighlightTheme.STYLES.items()}


def coloured_xml(xml: str) -> Content:
    """The XML, safe to show, with syntax colours where it is not too long for them."""
    text = block(xml)
    if len(text) > HIGHLIGHT_LIMIT:
        return Content(text)
    return highlight(text, language="xml", theme=XmlColours)
