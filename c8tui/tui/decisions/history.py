"""What a decision was, and did, on the cluster: its versions, what differs between them, which of its rules fired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from c8tui.decisions.coverage import rule_key
from c8tui.decisions.model_difference import model_difference
from c8tui.decisions.sheet import Sheet, with_column
from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.session.coverage import Looked
from c8tui.session.dates import absolute
from c8tui.session.decision_models import COVERED, Opened
from c8tui.session.evaluations import EvaluationsAsked
from c8tui.session.versions import version_word
from c8tui.tui import clock
from c8tui.tui.decisions.actions import DeskActions
from c8tui.tui.decisions.difference import difference_lines
from c8tui.tui.decisions.related import go_to_related, related_to
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.lines import LinesDialog
from c8tui.tui.modes import EVALUATIONS
from c8tui.tui.screens.base import BaseScreen

PERIODS = (
    ("0", f"in the latest {COVERED} evaluations"),
    ("30", f"in the last 30 days, {COVERED} at most"),
    ("1", f"in the last 24 hours, {COVERED} at most"),
)
"""Days and titles; 0 days are all."""

Chosen = Callable[[str | None], None]


class DeskHistory(DeskActions, BaseScreen):
    """A part of the desk screen. `open_version()` shows another version of the decision."""

    definition: DecisionDefinition

    def open_version(self, definition: DecisionDefinition) -> None:
        """Shows another version."""
        raise NotImplementedError

    instance: DecisionInstance | None
    """The evaluation that it was opened from, if any."""

    @property
    def opened(self) -> Opened | None:
        """What is shown."""
        raise NotImplementedError

    def definition_at(self, at: str) -> DecisionDefinition | None:
        """The definition of a decision in the file that is shown; None when none is known, or nothing is shown yet."""
        if self.opened is None:
            return None
        own = at == self.definition.decision_definition_id
        return self.definition if own else self.opened.siblings.get(at)

    def say_unknown(self, at: str) -> None:
        """Says why there is no definition of a decision."""
        reason = "the version is still loading" if self.opened is None else f"the cluster does not name its {at!r}"
        self.say(reason, "warn")

    def action_history(self) -> None:
        """Go to the evaluations of this version."""
        question = EvaluationsAsked().about(self.definition)
        self._leave_for(EVALUATIONS)
        self.c8app.go_and(EVALUATIONS, lambda evaluations: evaluations.ask_for(question))

    def _leave_for(self, mode: str | None) -> None:
        """The desk stands over one mode; where that is the one to go to, it has to leave."""
        if mode == self.app.current_mode:
            self.dismiss(None)

    def action_evaluation_related(self) -> None:
        """Choose what to go to from the evaluation that the desk was opened from."""
        if (item := self.instance) is not None:
            choices = list(related_to(item))
            dialog = ChoiceDialog("Related", choices, choices[0][0])
            self.app.push_screen(dialog, lambda chosen: self._leave_for(go_to_related(self.c8app, item, chosen)))

    # Versions

    def action_versions(self) -> None:
        """Choose another version to show."""
        self.ask(self.session.desk.versions(self.definition), self._choose_version, group="versions", exclusive=True)

    def _choose_version(self, versions: tuple[DecisionDefinition, ...]) -> None:
        def chosen(key: str | None) -> None:
            for version in versions:
                if version.decision_definition_key == key and key != self.definition.decision_definition_key:
                    self.open_version(version)

        self._ask_for_version("Show version", versions, self.definition.decision_definition_key, chosen)

    def action_differences(self) -> None:
        """Choose a version to compare this one with."""
        self.ask(self.session.desk.versions(self.definition), self._choose_other, group="versions", exclusive=True)

    def _choose_other(self, versions: tuple[DecisionDefinition, ...]) -> None:
        others = [one for one in versions if one.version != self.definition.version]
        if not others:
            self.say("there is one version only", "warn")
            return
        before = [one for one in others if one.version < self.definition.version] or others

        def chosen(key: str | None) -> None:
            for version in others:
                if version.decision_definition_key == key:
                    self.ask(self.session.desk.open(version), self._compare, group="versions", exclusive=True)

        if len(others) == 1:
            chosen(others[0].decision_definition_key)
            return
        title = f"Compare {version_word(self.definition.version)} with"
        self._ask_for_version(title, others, before[0].decision_definition_key, chosen)

    def _ask_for_version(self, title: str, versions: Sequence[DecisionDefinition], at: str, chosen: Chosen) -> None:
        choices = [(one.decision_definition_key, version_word(one.version)) for one in versions]
        self.app.push_screen(ChoiceDialog(title, choices, at), chosen)

    def _compare(self, other: Opened) -> None:
        here = self.opened
        if here is None or here.model is None or other.model is None:
            self.say("one of the two cannot be read as DMN", "warn")
            return
        old, new = sorted((here, other), key=lambda one: one.definition.version)
        assert old.model is not None
        assert new.model is not None
        found = model_difference(old.model, new.model)
        id_ = self.definition.decision_definition_id
        own = next(
            (one.logic.summary() for one in found.elements if one.after and one.after.id == id_ and one.logic), ""
        )
        name = self.definition.name or id_
        title = f"{name}: {version_word(old.definition.version)} -> {version_word(new.definition.version)}"
        said = "   ".join(filter(None, (own, f"in the file: {found.summary()}")))
        self.app.push_screen(LinesDialog(title, said, lambda width: difference_lines(found, id_, width)))

    # Rules that fired

    def action_fired(self) -> None:
        """Choose of which evaluations of this version to count how often each rule fired; or hide the counts again."""
        sheet = self.subject.reading.sheet if self.subject is not None else None
        if sheet is None or self.subject is None:
            return
        shown = self.subject.at
        if self.subject.fired.pop(shown, None) is not None:
            self.desk.show(self.subject)
            self.say("the counts are hidden; F counts anew")
            return
        if (definition := self.definition_at(shown)) is None:
            self.say_unknown(shown)
            return

        def chosen(days: str | None) -> None:
            if days is not None:
                self._count(shown, definition, sheet, int(days))

        self.app.push_screen(ChoiceDialog("How often each rule fired", PERIODS, "0"), chosen)

    def _count(self, shown: str, definition: DecisionDefinition, sheet: Sheet, days: int) -> None:
        """Counts in the evaluations of so many days, in the latest of all for 0."""

        def progress(done: int, total: int) -> None:
            if self.is_current:
                self.say(f"counting {done:,} of {total:,} evaluations")

        since = clock.now() - timedelta(days=days) if days else None
        self.ask(
            self.session.desk.coverage(definition, sheet, since=since, progress=progress),
            lambda looked: self._show_fired(shown, looked),
            group="fired",
            exclusive=True,
        )

    def _show_fired(self, shown: str, looked: Looked) -> None:
        subject, coverage = self.subject, looked.coverage
        if subject is None or (sheet := subject.reading.sheet) is None or subject.at != shown:
            return
        if not coverage.looked_at and (looked.stopped or looked.unread):
            # Nothing is known then: "never" beside every rule would be a lie.
            why = looked.stopped or looked.unread[0][1]
            self.say(f"nothing could be counted: {why.detail}", "warn")
            return
        counts = [coverage.count(rule_key(row.id, row.number)) for row in sheet.rows]
        texts = [f"{count:,}" if count else "0  never" for count in counts]
        subject.fired[shown] = with_column(sheet, f"fired of {coverage.looked_at:,}", texts)
        self.desk.show(subject)
        never = [str(row.number) for row, count in zip(sheet.rows, counts, strict=True) if not count]
        self.say("; ".join(_told(looked, never)), "warn" if looked.stopped else "ok")


def _told(looked: Looked, never: list[str]) -> list[str]:
    """What was looked at, and what came of it."""
    coverage = looked.coverage
    if not coverage.looked_at:
        return ["no evaluation of this version in that time, or none you may see"]
    total = f"{looked.total:,}{'+' if looked.capped else ''}"
    said = [f"{coverage.looked_at:,} of {total} evaluations, {absolute(coverage.first)} to {absolute(coverage.last)}"]
    more = ", …" if len(never) > 20 else ""
    said.append(f"never fired: rule {', '.join(never[:20])}{more}" if never else "every rule fired")
    if coverage.failed:
        said.append(f"{coverage.failed:,} failed")
    if coverage.strangers:
        said.append(f"{len(coverage.strangers):,} rules fired that this table does not have")
    if looked.gone or looked.unread:
        said.append(f"{looked.gone + len(looked.unread):,} could not be read")
    if looked.stopped is not None:
        said.append(f"stopped: {looked.stopped.detail}")
    return said
