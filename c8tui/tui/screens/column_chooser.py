"""Choosing the columns of a list and their order: names with commas, checked before they are taken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from c8tui.tui.fields import Field, Values, WrongValue
from c8tui.tui.screens.columns import ColumnSet, read_names

if TYPE_CHECKING:
    from c8tui.session.variables import VariableCells
    from c8tui.tui.flow import Ui

T = TypeVar("T")
ALSO_VARIABLES = "; or process variables, as amount or customer.name"


async def choose_columns(
    ui: Ui,
    cells: VariableCells,
    columns: ColumnSet[Any],
    now: Sequence[str],
    take: Callable[[tuple[str, ...]], Awaitable[T]],
) -> T:
    """What `take` makes of the names that are chosen, () for the standard ones; `now` are those that are shown.

    Where `take` refuses, the dialog stays and says so. Raises Cancelled.
    """
    hint = ", ".join(columns.known) + (ALSO_VARIABLES if columns.variables else "")
    field = Field("columns", "Columns, with commas", ", ".join(now or columns.standard), hint)

    async def choose(values: Values) -> T:
        names, quoted = read_names(values["columns"])
        known = {*columns.known, *now, *quoted} if columns.variables else {*columns.known}
        await _check([name for name in names if name not in known], cells, columns)
        return await take(() if names == columns.standard else names)

    return await ui.made("Columns", [field], choose)


async def _check(names: Sequence[str], cells: VariableCells, columns: ColumnSet[Any]) -> None:
    """Whether these are variables, since they are no columns. Raises WrongValue.

    Where the cluster does not say, a name that is near to that of a column is refused all the same.
    """
    if not names:
        return
    existing = await cells.existing(names) if columns.variables else set()
    nearest = columns.nearest
    if unknown := [name for name in names if (nearest(name) if existing is None else name not in existing)]:
        name, near = unknown[0], nearest(unknown[0])
        mean = f"; the nearest column is {near}" if near else f"; the columns are {', '.join(columns.known)}"
        what, all_the_same = "column", ""
        if columns.variables:
            what, all_the_same = "column or variable", f' "{name}" in quotes is a variable all the same.'
        raise WrongValue("columns", f'No {what} is called "{name}"{mean}.{all_the_same}')
