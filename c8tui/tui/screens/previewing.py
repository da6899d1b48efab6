"""What a step would do to the marked records of any list: read again, shown, and agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from c8tui.session.bulk import plan
from c8tui.session.resources import Operation, RunResource
from c8tui.session.runs import reasons_in_words
from c8tui.text import counted
from c8tui.tui.flow import Cancelled, Ui
from c8tui.tui.screens.marks import Marks

if TYPE_CHECKING:
    from c8tui.tui.dialogs.bulk_preview import BulkPreview


async def agreed(ui: Ui, marks: Marks[Any], resource: RunResource[Any], step: Operation, kind: str) -> BulkPreview:
    """The preview, once somebody has said yes to it: its `plan` is what to do.

    `kind` is what a protected profile asks its name for. Raises Cancelled where nothing can be done, which is said, and
    where nobody wants it.
    """
    from c8tui.tui.dialogs.bulk_preview import BulkPreview

    records = marks.targets()
    ui.say(f"Reading {counted(len(records), resource.noun)} again")
    found = await ui.newest("plan", plan(resource, step, records))
    ui.hush()
    marks.now_are((*found.records, *(record for record, _ in found.left_out), *found.held))
    if not found.records and not found.held:
        reasons = reasons_in_words([why for _, why in found.left_out])
        what = counted(len(found.left_out), f"marked {resource.noun}")
        ui.say(f"{step.verb}: none of the {what}: {reasons}", "warn")
        raise Cancelled
    preview = BulkPreview(found, unlisted=marks.unlisted_words, require=ui.name_for(kind))
    await ui.open(preview)
    ui.named(kind)
    return preview
