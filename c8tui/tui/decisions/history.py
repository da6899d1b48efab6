"""What a decision was, and did, on the cluster: its versions, what differs between them, which of its rules fired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from c8tui.decisions.coverage import rule_key
from c8tui.decisions.model_difference import model_difference
from c8tui.decisions.sheet import with_column
from c8tui.model.decisions import DecisionDefinition
from c8tui.model.versions import version_word
from c8tui.session.coverage import Looked
from c8tui.session.dates import absolute
from c8tui.session.decision_models import COVERED, Opened
from c8tui.session.evaluations import EvaluationQuery
from c8tui.text import counted
from c8tui.tui import clock
from c8tui.tui.commands.ids import EVALUATIONS
from c8tui.tui.decisions.difference import difference_lines
from c8tui.tui.decisions.version import ShownVersion
from c8tui.tui.decisions.view import DecisionView
from c8tui.tui.dialogs.lines import LinesDialog
from c8tui.tui.flow import Ui

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.host import Host

PERIODS = (
    ("0", f"in the latest {COVERED} evaluations"),
    ("30", f"in the last 30 days, {COVERED} at most"),
    ("1", f"in the last 24 hours, {COVERED} at most"),
)
"""Days and titles; 0 days are all."""


class DecisionHistory:
    """The commands that lead to other versions of a decision and to its evaluations."""

    def __init__(
        self,
        ui: Ui,
        session: Session,
        host: Host,
        version: ShownVersion,
        view: DecisionView,
        show_version: Callable[[DecisionDefinition], object],
    ) -> None:
        """`show_version` shows another version of the decision."""
        self._ui, self._session, self._version, self._view = ui, session, version, view
        self._host, self._show_version = host, show_version

    @property
    def record(self) -> tuple[DecisionDefinition, str]:
        """The version, for commands that know no screen."""
        definition = self._version.definition
        return definition, definition.decision_definition_key

    def action_history(self) -> None:
        """Go to the evaluations of this version."""
        query = EvaluationQuery().about(self._version.definition)
        self._host.go_and(EVALUATIONS, lambda evaluations: evaluations.list_query.ask(query))

    # Versions

    async def action_versions(self) -> None:
        """Choose another version to show."""
        here = self._version.definition
        versions = await self._versions()
        chosen = await self._choose_version("Show version", versions, here)
        if chosen.decision_definition_key != here.decision_definition_key:
            self._show_version(chosen)

    async def action_differences(self) -> None:
        """Choose a version to compare this one with; where there are two, there is nothing to choose."""
        here = self._version.definition
        others = [one for one in await self._versions() if one.version != here.version]
        if not others:
            self._ui.say("there is one version only", "warn")
            return
        other = others[0]
        if len(others) > 1:
            before = [one for one in others if one.version < here.version] or others
            other = await self._choose_version(f"Compare {version_word(here.version)} with", others, before[0])
        self._compare(await self._ui.newest("versions", self._session.decision_models.open(other)))

    async def _versions(self) -> tuple[DecisionDefinition, ...]:
        """All versions, the newest first."""
        return await self._ui.newest("versions", self._session.decision_models.versions(self._version.definition))

    async def _choose_version(
        self, title: str, versions: Sequence[DecisionDefinition], at: DecisionDefinition
    ) -> DecisionDefinition:
        by_key = {one.decision_definition_key: one for one in versions}
        choices = [(key, version_word(one.version)) for key, one in by_key.items()]
        return by_key[await self._ui.choose(title, choices, at.decision_definition_key)]

    def _compare(self, other: Opened) -> None:
        here, definition = self._version.opened, self._version.definition
        if here is None or here.model is None or other.model is None:
            self._ui.say("one of the two cannot be read as DMN", "warn")
            return
        old, new = sorted((here, other), key=lambda one: one.definition.version)
        assert old.model is not None
        assert new.model is not None
        found = model_difference(old.model, new.model)
        id_ = definition.decision_definition_id
        own = next(
            (one.logic.summary() for one in found.elements if one.after and one.after.id == id_ and one.logic), ""
        )
        name = definition.name or id_
        title = f"{name}: {version_word(old.definition.version)} -> {version_word(new.definition.version)}"
        summary = "   ".join(filter(None, (own, f"in the file: {found.summary()}")))
        self._ui.show(LinesDialog(title, summary, partial(difference_lines, found, id_)))

    # Rules that fired

    async def action_fired(self) -> None:
        """Choose of which evaluations of this version to count how often each rule fired; or hide the counts again."""
        state = self._view.state
        sheet = state.element.sheet if state is not None else None
        if state is None or sheet is None:
            return
        if state.fired.pop(state.at, None) is not None:
            self._view.show(state)
            self._ui.say("the counts are hidden; # counts again")
            return
        definition = self._version.known_at(state.at, self._ui)
        days = int(await self._ui.choose("How often each rule fired", PERIODS))
        since = clock.now() - timedelta(days=days) if days else None
        counting = self._session.decision_models.coverage(definition, sheet, since=since, progress=self._counted)
        self._show_fired(state.at, await self._ui.newest("fired", counting))

    def _counted(self, done: int, total: int) -> None:
        """So many evaluations are counted; nobody is told where something else is in sight."""
        if self._view.screen.is_current:
            self._ui.say(f"counting {done:,} of {counted(total, 'evaluation')}")

    def _show_fired(self, at: str, looked: Looked) -> None:
        """Show the counts beside the rules of a decision, if it is still shown."""
        state, coverage = self._view.state, looked.coverage
        if state is None or (sheet := state.element.sheet) is None or state.at != at:
            return
        if not coverage.looked_at and (looked.stopped or looked.unread):
            # Nothing is known then: "never" beside every rule would be a lie.
            why = looked.stopped or looked.unread[0][1]
            self._ui.say(f"nothing could be counted: {why.detail}", "warn")
            return
        counts = [coverage.count(rule_key(row.id, row.number)) for row in sheet.rows]
        texts = [f"{count:,}" if count else "0  never" for count in counts]
        state.fired[at] = with_column(sheet, f"hits (of {coverage.looked_at:,})", texts)
        self._view.show(state)
        never = [str(row.number) for row, count in zip(sheet.rows, counts, strict=True) if not count]
        self._ui.say("; ".join(_summary(looked, never)), "warn" if looked.stopped else "ok")


def _summary(looked: Looked, never: list[str]) -> list[str]:
    """What was looked at, and what came of it."""
    coverage = looked.coverage
    if not coverage.looked_at:
        return ["no evaluation of this version in that time, or none you may see"]
    total = f"{looked.total:,}{'+' if looked.capped else ''}"
    parts = [f"{coverage.looked_at:,} of {total} evaluations, {absolute(coverage.first)} to {absolute(coverage.last)}"]
    more = ", …" if len(never) > 20 else ""
    parts.append(f"never fired: rule {', '.join(never[:20])}{more}" if never else "every rule fired")
    if coverage.failed:
        parts.append(f"{coverage.failed:,} failed")
    if coverage.strangers:
        parts.append(f"{counted(len(coverage.strangers), 'rule')} fired that this table does not have")
    if looked.gone or looked.unread:
        parts.append(f"{looked.gone + len(looked.unread):,} could not be read")
    if looked.stopped is not None:
        parts.append(f"stopped: {looked.stopped.detail}")
    return parts
