"""The rows of a dynamic list: added, removed and moved, with what was typed in them."""

from __future__ import annotations

from c8tui.forms import schema as s
from c8tui.forms.instance import FieldInstance, RowInstance
from c8tui.forms.live import Live
from c8tui.forms.scopes import FormData
from c8tui.forms.tree import Planting
from c8tui.forms.values import MISSING

MOST_ROWS = 10_000


class NotAllowed(ValueError):
    """The form does not let its rows be changed so; the text says why."""


def replace_rows(
    instance: FieldInstance, order: list[int | None], data: FormData, planting: Planting, live: Live
) -> None:
    """Lays the rows of a dynamic list anew: each the row that stood at this index, or None for a new one."""
    old_rows = instance.rows
    # One by one: another field may be bound to the same place, and have put something else there.
    old_values = [data.value((*instance.path, index)) for index in range(len(old_rows))]
    for row in old_rows:
        for child in row.children:
            live.forget(child.walk())
    rows = [{} if index is None or old_values[index] is MISSING else old_values[index] for index in order]
    data.put(instance.path, rows, seen=not instance.unseen)
    instance.rows_changed = True
    planting.made = 0
    instance.rows = [planting.row(instance, index) for index in range(len(order))]
    for row, index in zip(instance.rows, order, strict=True):
        if index is not None:
            _keep_typed(old_rows[index], row)
    live.take_in(one for row in instance.rows for child in row.children for one in child.walk())
    live.see_again(str(instance.path[0]))
    live.changed.add(instance)
    live.touch(instance.path)


def _keep_typed(old: RowInstance, new: RowInstance) -> None:
    """What was typed goes with its row, read or not."""
    before = [one for child in old.children for one in child.walk()]
    after = [one for child in new.children for one in child.walk()]
    for was, is_now in zip(before, after, strict=False):
        if was.component is is_now.component:
            is_now.typed, is_now.unread = was.typed, was.unread
            is_now.edited, is_now.rows_changed = was.edited, was.rows_changed


def checked_list(instance: FieldInstance) -> s.DynamicList:
    """The component of a dynamic list whose rows a person may add and remove. Raises `NotAllowed`."""
    component = instance.component
    if not isinstance(component, s.DynamicList):
        raise NotAllowed(f"{instance.id} is no dynamic list")
    if not component.allow_add_remove:
        raise NotAllowed("the form does not let rows be added, removed or moved here")
    return component
