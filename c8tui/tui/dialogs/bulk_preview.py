"""What would be done to the marked records: how many, which, with which values, and which are left out and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button

from c8tui.session.bulk import Plan
from c8tui.text import block, plural, visible
from c8tui.tui.dialogs.confirm import ConfirmDialog, button_label
from c8tui.tui.widgets.clipped import Clipped

NAMES, REASONS, HOLDERS = 4, 6, 8
"""Names of records, reasons, and people, that are told one by one."""


class BulkPreview(ConfirmDialog):
    """Yes or No, No first; h takes in what others hold, or leaves it out again; `plan` is what to go on with.

    Where what is done is looked at again, o wants that for one before the others follow: `one_first`.
    """

    DEFAULT_CSS = """
    BulkPreview #question { max-height: 40vh; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "held", show=False),
        Binding("h", "held", show=False),
        Binding("ctrl+f", "one_first", show=False),
        Binding("o", "one_first", show=False),
    ]

    def __init__(self, plan: Plan, *, unlisted: str = "", require: str | None = None) -> None:
        """`unlisted` says how many of the marked records the list does not show."""
        super().__init__(_title(plan), "\n".join(_lines(plan, unlisted)), _yes(plan), require=require)
        self.plan, self._unlisted = plan, unlisted
        self.one_first = False

    def keys_text(self) -> str:
        if self._could_be_one_first:
            key, what = "ctrl+f" if self.require else "o", "all at once" if self.one_first else "one first"
            return f"{super().keys_text()}   {key} {what}"
        if not self.plan.held:
            return super().keys_text()
        key = "ctrl+o" if self.require else "h"
        return f"{super().keys_text()}   {key} {'exclude' if self.plan.takes_held else 'include'} held by others"

    def action_held(self) -> None:
        """Take in what others hold, or leave it out again."""
        if not self.plan.held:
            return
        self.plan = self.plan.taking(not self.plan.takes_held)
        self._tell()

    @property
    def _could_be_one_first(self) -> bool:
        return self.plan.resource.grace_s > 0 and len(self.plan.records) > 1

    def action_one_first(self) -> None:
        """One first, or all at once again."""
        if self._could_be_one_first:
            self.one_first = not self.one_first
            self._tell()

    def _tell(self) -> None:
        """Say what would be done now."""
        frame = self.query_one("#frame")
        frame.border_title = Content(visible(_title(self.plan), 66))
        self.query_one("#question", Clipped).update(block(self._question_now(), 2_000))
        yes = f"{self.plan.step.verb.capitalize()} 1" if self.one_first else _yes(self.plan)
        self.query_one("#yes", Button).label = button_label(yes)
        self.query_one("#keys", Clipped).update(self.keys_text())

    def _question_now(self) -> str:
        first = ("One first: its outcome is checked, then you decide about the others.",)
        return "\n".join([*(first if self.one_first else ()), *_lines(self.plan, self._unlisted)])

    def action_yes(self) -> None:
        """Go on, when there is something to go on with."""
        if self.plan.records:
            super().action_yes()
        else:
            self.tell_failure("Others hold all of them: h includes them, n cancels.")


def _title(plan: Plan) -> str:
    return f"{_yes(plan)} {plural(len(plan.records), plan.resource.noun)}?"


def _yes(plan: Plan) -> str:
    return f"{plan.step.verb.capitalize()} {len(plan.records):,}"


def _held(plan: Plan) -> Iterator[str]:
    """Who holds what the step would take from them, or change under their hands."""
    told = _people(plan.holders)
    if plan.held and not plan.takes_held:
        yield f"\nskipped {len(plan.held):,} held by others: {told}"
    elif plan.held or plan.step.kind == "take_over":
        yield f"\ntaken from {told}, who are not notified"
    elif told and plan.step.kind == "change":
        yield f"\nheld by others, who keep them: {told}"


def _people(holders: Sequence[tuple[str, int]]) -> str:
    """`ben 2, elif 2`, the rest as a number."""
    told = ", ".join(f"{name} {number:,}" for name, number in holders[:HOLDERS])
    rest = sum(number for _, number in holders[HOLDERS:])
    return told + (f", others {rest:,}" if rest else "")


def _lines(plan: Plan, unlisted: str) -> Iterator[str]:
    kinds, step = plan.kinds, plan.step
    told = ", ".join(f'"{name}" {number:,}' for name, number in kinds[:NAMES])
    rest = sum(number for _, number in kinds[NAMES:])
    yield told + (f", and {rest:,} of other names" if rest else "")
    if values := step.values(plan.records):
        same = step.kind == "complete" and bool(getattr(step, "variables", None))
        yield f"same variables for all: {values}" if same else values
    if unlisted:
        yield f"\n{unlisted} (M in the list takes their marks off)"
    yield from _held(plan)
    if plan.left_out:
        yield f"\nskipped {len(plan.left_out):,}:"
        reasons = plan.reasons
        yield from (f"  {number:,} {why}" for why, number in reasons[:REASONS])
        if rest := sum(number for _, number in reasons[REASONS:]):
            yield f"  {rest:,} for other reasons"
