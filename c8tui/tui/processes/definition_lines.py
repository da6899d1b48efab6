"""Everything about one version of a process, in the lines of a pane."""

from __future__ import annotations

from collections.abc import Iterator

from c8tui.model.processes import ProcessDefinition
from c8tui.model.versions import version_word
from c8tui.session.process_definitions import InstanceCounts
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line


def definition_lines(one: ProcessDefinition, counts: InstanceCounts | None, trouble: str) -> Iterator[Line]:
    """Everything about one version."""
    yield Heading(one.name or one.process_definition_id, version_word(one.version))
    if counts is not None:
        yield Fact("active", f"{counts.active:,}")
        yield Fact("with incidents", f"{counts.incidents:,}", "error" if counts.incidents else "")
    elif trouble:
        yield Body(f"! its instances cannot be counted: {trouble}", "error")
    yield Fact("id", one.process_definition_id)
    yield Fact("version tag", one.version_tag or "-")
    yield Fact("file", one.resource_name or "-")
    yield Fact("start form", "yes" if one.has_start_form else "no")
    if one.state:
        yield Fact("state", one.state.lower())
    yield Heading("Keys")
    yield Fact("definition", one.process_definition_key, "dim")
    yield Fact("tenant", one.tenant_id, "dim")
