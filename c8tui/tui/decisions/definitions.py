"""The decisions screen: definitions with their versions, details, and the DMN with colours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from textual.content import Content
from textual.highlight import highlight

from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.session.dates import absolute
from c8tui.session.decisions import DecisionDetail, DefinitionsAsked
from c8tui.session.evaluations import EvaluationsAsked
from c8tui.session.query import Askable
from c8tui.session.rows import Rows
from c8tui.session.versions import version_word
from c8tui.text import block
from c8tui.tui.commands.tables import Situation
from c8tui.tui.decisions.opening import DeskDoors
from c8tui.tui.modes import DECISIONS, EVALUATIONS
from c8tui.tui.screens.command_actions import bindings_for
from c8tui.tui.screens.query import QuestionScreen
from c8tui.tui.widgets.columns import Cell, Column
from c8tui.tui.widgets.facts import Body, Fact, Facts, Heading, Line, content_of

HIGHLIGHT_LIMIT = 60_000
"""Characters of XML that are worth colouring: more of it would hold up the keys."""


def _requirements(definition: DecisionDefinition) -> Cell:
    name = definition.decision_requirements_name or definition.decision_requirements_id
    version = definition.decision_requirements_version
    return name if version is None else f"{name} {version_word(version)}", "dim"


class DecisionsScreen(QuestionScreen[DecisionDefinition, DefinitionsAsked], DeskDoors):
    """The newest version of each decision, or all versions."""

    NAME = DECISIONS
    BINDINGS = bindings_for(DECISIONS)
    PLAIN = DefinitionsAsked()
    WHAT = "decision definitions"
    ABOUT_FILTER = (
        "All that is filled in must hold. The cluster matches exactly, letter by letter; / searches what is loaded."
    )
    EMPTY = "no decision is deployed here, or you may not see any: a missing permission looks the same"
    COLUMNS = (
        Column("Decision", 18, lambda d: (d.name or d.decision_definition_id, ""), grow=3),
        Column("Version", 7, lambda d: (str(d.version), ""), right=True),
        Column("Id", 14, lambda d: (d.decision_definition_id, "dim"), grow=2),
        Column("Requirements", 14, _requirements, grow=2, show_from=70),
        Column("Tenant", 10, lambda d: (d.tenant_id, "dim"), show_from=90),
    )  # fmt: skip

    @property
    def askable(self) -> Askable:
        return self.session.decisions.askable

    def now(self) -> datetime:
        return self.session.decisions.now()

    def rows(self) -> Rows[DecisionDefinition]:
        return self.session.decisions.rows(self.question)

    def caption(self) -> str:
        return f"Decision definitions   {self._version_words()}   {self.question_words()}"

    def _version_words(self) -> str:
        newest = self.session.decisions.newest
        if self.question.every_version:
            return "all versions"
        if newest is None or not newest.versions:
            return "newest versions"
        return f"newest of the {'first ' if newest.cut else ''}{newest.versions:,} versions loaded"

    def situation(self) -> Situation:
        return self.about(definition=self.current)

    def narrow(self, argument: str) -> None:
        self.search_for(argument)

    def show_definition(self, definition: DecisionDefinition) -> None:
        """Open one version in the pane."""
        key = definition.decision_definition_key
        self.ask_and_open(DefinitionsAsked(conditions={"decision_definition_key": key}, every_version=True), key)

    # Commands

    def action_all_versions(self) -> None:
        """From the newest versions to all versions, and back."""
        self.ask_instead(replace(self.question, every_version=not self.question.every_version))

    def action_history(self) -> None:
        """Go to what the version was evaluated to."""
        if (item := self.current) is not None:
            question = EvaluationsAsked().about(item)
            self.c8app.go_and(EVALUATIONS, lambda evaluations: evaluations.ask_for(question))

    def action_open(self) -> None:
        """See the decision as a table, or as what it is."""
        if (item := self.current) is not None:
            self.open_desk(item)

    def action_open_graph(self) -> None:
        """See what the decision requires."""
        if (item := self.current) is not None:
            self.open_graph(item)

    def action_what_if(self) -> None:
        """Try the decision."""
        if (item := self.current) is not None:
            self.open_what_if(item)

    # The pane

    def describe(self, item: DecisionDefinition) -> None:
        self.ask(self.session.decisions.detail(item), self._show_detail, failed=self.load_failed, group="detail",
                 exclusive=True)  # fmt: skip

    def _show_detail(self, detail: DecisionDetail) -> None:
        if self.is_described(detail.definition.decision_definition_key):
            self.last_problem = next(iter(detail.troubles.values()), self.last_problem)
            facts = content_of(detail_lines(detail))
            self.query_one("#pane", Facts).show_content(Content.assemble(facts, "\n", coloured_xml(detail.xml or "")))


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
        none = "none, or none you may see"
        yield Heading("Latest evaluations", str(len(detail.instances)) if detail.instances else none)
        yield from map(_instance_line, detail.instances)
    if detail.xml is None:
        yield from _missing("DMN", detail, "xml")
    else:
        yield Heading("DMN", f"{len(detail.xml):,} characters")


def _missing(title: str, detail: DecisionDetail, name: str) -> Iterator[Line]:
    """A part that cannot be read, with the reason in its place."""
    yield Heading(title)
    yield Body(f"! cannot be read: {detail.troubles[name].detail}", "error")


def _instance_line(instance: DecisionInstance) -> Line:
    failed = instance.state == "FAILED"
    told = instance.evaluation_failure if failed else instance.result
    when = absolute(instance.evaluation_date)
    return Body(f"{when}  {instance.state.lower()}  {told or ''}", "error" if failed else "")


def coloured_xml(xml: str) -> Content:
    """The XML, safe to show, with syntax colours where it is not too long for them."""
    text = block(xml)
    if len(text) > HIGHLIGHT_LIMIT:
        return Content(text)
    return highlight(text, language="xml")
