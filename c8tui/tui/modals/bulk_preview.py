"""What would be done to the marked tasks: how many, which, with which values, and which are left out and why."""

from __future__ import annotations

from collections.abc import Iterator

from c8tui.session.bulk import Plan
from c8tui.tui.modals.confirm import ConfirmDialog

NAMES, REASONS = 4, 6
"""Names of tasks, and reasons, that are told one by one."""


class BulkPreview(ConfirmDialog):
    """Yes or No, No first. The result is True to go on."""

    DEFAULT_CSS = """
    BulkPreview #question { max-height: 60vh; }
    """

    def __init__(self, plan: Plan, *, undo_s: float, require: str | None = None) -> None:
        number, step = len(plan.tasks), plan.step
        verb = step.verb.capitalize()
        super().__init__(
            f"{verb} {number:,} {'task' if number == 1 else 'tasks'}?",
            "\n".join(_lines(plan, undo_s)),
            f"{verb} {number:,}",
            require=require,
        )


def _lines(plan: Plan, undo_s: float) -> Iterator[str]:
    kinds, step = plan.kinds, plan.step
    told = ", ".join(f'"{name}" {number:,}' for name, number in kinds[:NAMES])
    rest = sum(number for _, number in kinds[NAMES:])
    yield told + (f", and {rest:,} of other names" if rest else "")
    if values := step.values():
        yield values if step.kind != "complete" or not step.variables else f"the same variables for all: {values}"
    if plan.left_out:
        yield f"\nleft out {len(plan.left_out):,}:"
        reasons = plan.reasons
        yield from (f"  {number:,} {why}" for why, number in reasons[:REASONS])
        if rest := sum(number for _, number in reasons[REASONS:]):
            yield f"  {rest:,} for other reasons"
    if undo_s:
        yield f"\nIt is sent after {undo_s:g} s; u takes it back until then."
