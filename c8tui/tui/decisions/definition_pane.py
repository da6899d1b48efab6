"""The pane of one version of a decision: everything about it, and its DMN with colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content
from textual.highlight import HighlightTheme, highlight

from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.model.versions import version_word
from c8tui.session.dates import absolute
from c8tui.session.decisions import DecisionDetail
from c8tui.text import block, counted
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line, content_of

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.screens.list import ListScreen

HIGHLIGHT_LIMIT = 60_000
"""Characters of XML that are worth colouring: more of it would hold up the keys."""


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
