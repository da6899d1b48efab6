"""The decisions screen: definitions with their versions, details, and the DMN with colours."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.highlight import highlight

from c8tui.model.base import moment
from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.session.dates import absolute
from c8tui.session.decisions import DecisionDetail
from c8tui.session.rows import Rows
from c8tui.text import block
from c8tui.tui.command_actions import bindings_for
from c8tui.tui.commands import Situation
from c8tui.tui.list_screen import ListScreen
from c8tui.tui.modes import DECISIONS
from c8tui.tui.widgets.columns import Column
from c8tui.tui.widgets.facts import Body, Fact, Facts, Heading, Line, content_of

HIGHLIGHT_LIMIT = 60_000
"""Characters of XML that are worth colouring: more of it would hold up the keys."""


class DecisionsScreen(ListScreen[DecisionDefinition]):
    """All versions of all decisions, the newest of each first."""

    NAME = DECISIONS
    BINDINGS = bindings_for(DECISIONS)
    EMPTY = "no decision is deployed here, or you may not see any: a missing permission looks the same"
    COLUMNS = (
        Column("Decision", 18, lambda d: (d.name or d.decision_definition_id, ""), grow=3),
        Column("Version", 7, lambda d: (str(d.version), ""), right=True),
        Column("Id", 14, lambda d: (d.decision_definition_id, "dim"), grow=2),
        Column("Requirements", 14, lambda d: (d.decision_requirements_name or d.decision_requirements_id, "dim"),
               grow=2, show_from=70),
        Column("Tenant", 10, lambda d: (d.tenant_id, "dim"), show_from=90),
    )  # fmt: skip

    def rows(self) -> Rows[DecisionDefinition]:
        return self.session.decisions.rows()

    def caption(self) -> str:
        return "Decision definitions   by id, newest version first"

    def situation(self) -> Situation:
        return self.about(definition=self.current)

    def narrow(self, argument: str) -> None:
        self.search_for(argument)

    def action_open(self) -> None:
        from c8tui.tui.screens.desk import DeskScreen

        if self.current is not None:
            self.app.push_screen(DeskScreen(self.current))

    def describe(self, item: DecisionDefinition) -> None:
        self.ask(self.session.decisions.detail(item), self._show_detail, failed=self.load_failed, group="detail",
                 exclusive=True)  # fmt: skip

    def _show_detail(self, detail: DecisionDetail) -> None:
        if self.is_described(detail.definition.decision_definition_key):
            facts = content_of(detail_lines(detail))
            self.query_one("#pane", Facts).show_content(Content.assemble(facts, "\n", coloured_xml(detail.xml)))


def detail_lines(detail: DecisionDetail) -> Iterator[Line]:
    """Everything but the XML."""
    definition, requirements = detail.definition, detail.requirements
    yield Heading(definition.name or definition.decision_definition_id, f"v{definition.version}")
    yield Fact("id", definition.decision_definition_id)
    yield Fact("key", definition.decision_definition_key)
    yield Fact("tenant", definition.tenant_id)
    graph = requirements.decision_requirements_name or requirements.decision_requirements_id
    yield Fact("requirements", f"{graph} v{requirements.version}  ({requirements.resource_name})")
    yield Heading("Versions", str(len(detail.versions)))
    yield Body(", ".join(f"v{version.version}" for version in detail.versions))
    yield Heading("Latest evaluations", str(len(detail.instances)) if detail.instances else "none, or none you may see")
    yield from map(_instance_line, detail.instances)
    yield Heading("DMN", f"{len(detail.xml):,} characters")


def _instance_line(instance: DecisionInstance) -> Line:
    failed = instance.state == "FAILED"
    told = instance.evaluation_failure if failed else instance.result
    when = absolute(moment(instance.evaluation_date))
    return Body(f"{when}  {instance.state.lower()}  {told or ''}", "error" if failed else "")


def coloured_xml(xml: str) -> Content:
    """The XML, safe to show, with syntax colours where it is not too long for them."""
    text = block(xml)
    if len(text) > HIGHLIGHT_LIMIT:
        return Content(text)
    return highlight(text, language="xml")
