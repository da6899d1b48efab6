"""Lays a form out: rows side by side where there is room, groups and lists within each other, stops for the keys."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from c8tui.forms import schema as s
from c8tui.forms.form import rows_of, widths
from c8tui.forms.instance import FieldInstance, RowInstance
from c8tui.tui.forms.drawing import Look, draw_field, name_of
from c8tui.tui.forms.lines import Drawn, Line, Spot, beside, wrapped
from c8tui.tui.forms.passive import TableLook, draw_passive

SIDE_BY_SIDE = 96
"""Cells that a form needs before fields stand beside each other."""
LINKS = (s.Image, s.IFrame, s.DocumentPreview, s.Table, s.Button)


class Stop(Struct, frozen=True):
    """A place for the focus: a field, a row of a dynamic list, or behind its last row (`row` is then -1)."""

    instance: FieldInstance
    row: int | None = None


class Placed(Struct, frozen=True):
    """A stop in the lines of the page, and where its editor stands, if it has one."""

    y: int
    height: int
    spot: Spot | None = None
    eye: int = 0
    """The line that has to be seen."""


class Page:
    """Draws a form for a width; what was drawn of an instance is kept until it changes."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.tables: dict[FieldInstance, TableLook] = {}
        self.folded: set[RowInstance] = set()
        """Rows of dynamic lists of which only the head is shown."""
        self.at: Stop | None = None
        self.lines: list[Line] = []
        self.stops: dict[Stop, Placed] = {}
        self._kept: dict[FieldInstance, tuple[int, Drawn]] = {}

    @property
    def placed(self) -> Placed | None:
        """Where the focus stands."""
        return self.stops.get(self.at) if self.at is not None else None

    @property
    def first(self) -> Stop | None:
        """The first stop, if there is any."""
        return next(iter(self.stops), None)

    def focus(self, stop: Stop | None) -> None:
        """Gives the focus to a stop; the one it leaves tells its mistakes from now on."""
        before, look = self.at, self.look
        if before is not None:
            look.touched.add(before.instance)
            self.forget(before.instance)
        self.at = stop
        look.focused = stop.instance if stop is not None and stop.row is None else None
        if stop is not None:
            self.forget(stop.instance)
            if isinstance(stop.instance.component, s.Choice) and stop != before:
                look.picker(stop.instance).home()

    def unfold(self, instance: FieldInstance) -> None:
        """Opens the rows that it stands in."""
        for row in list(self.folded):
            if any(inner is instance for child in row.children for inner in child.walk()):
                self.folded.discard(row)

    def forget(self, *instances: FieldInstance) -> None:
        """Draws these anew next time."""
        for instance in instances:
            self._kept.pop(instance, None)

    def forget_all(self) -> None:
        self._kept.clear()

    def lay(self, instances: list[FieldInstance], width: int) -> None:
        """Lays everything out again."""
        self.lines, self.stops = [], {}
        self._components(instances, width, 0)

    def _components(self, instances: list[FieldInstance], width: int, indent: int) -> None:
        by_component = {instance.component: instance for instance in instances if instance.visible}
        shown = tuple(by_component)
        for row in rows_of(shown):
            members = [by_component[component] for component in row]
            if len(members) == 1 or width < SIDE_BY_SIDE or any(isinstance(c, s.Container) for c in row):
                for member in members:
                    self._one(member, width, indent)
            else:
                self._side_by_side(members, row, width, indent)

    def _side_by_side(
        self, members: list[FieldInstance], row: tuple[s.Component, ...], width: int, indent: int
    ) -> None:
        gap = 2
        room = width - gap * (len(members) - 1)
        cells = [max(8, room * share // 16) for share in widths(row)]
        drawn = [self._drawn(member, size) for member, size in zip(members, cells, strict=True)]
        x = indent
        for member, part, size in zip(members, drawn, cells, strict=True):
            self._stop(Stop(member), part, x)
            x += size + gap
        self._put(beside(zip(drawn, cells, strict=True), gap), indent)

    def _one(self, instance: FieldInstance, width: int, indent: int) -> None:
        component = instance.component
        if isinstance(component, s.Group):
            self._title(instance, width, indent)
            inside = indent + 2 if instance.label else indent
            self._components(instance.children, width - (inside - indent), inside)
        elif isinstance(component, s.DynamicList):
            self._list(instance, component, width, indent)
        else:
            drawn = self._drawn(instance, width)
            self._stop(Stop(instance), drawn, indent)
            self._put(drawn, indent)

    def _title(self, instance: FieldInstance, width: int, indent: int) -> None:
        if instance.label:
            self._put(Drawn([((text, "title"),) for text in wrapped(instance.label, width)]), indent)

    def _list(self, instance: FieldInstance, component: s.DynamicList, width: int, indent: int) -> None:
        self._title(instance, width, indent)
        editable = component.allow_add_remove and not self.look.read_only
        for index, row in enumerate(instance.rows):
            stop = Stop(instance, index)
            focused = self.at == stop
            keys = "   + add  delete remove  < > move  enter fold" if focused and editable else ""
            head = f"Item {index + 1} of {len(instance.rows)}{' …' if row in self.folded else ''}{keys}"
            line = Drawn([((text, "cursor" if focused else "hint"),) for text in wrapped(head, width)])
            if editable or not component.disable_collapse:
                self._stop(stop, line, indent)
            self._put(line, indent)
            if row not in self.folded:
                self._components(row.children, width - 2, indent + 2)
        if editable:
            stop = Stop(instance, -1)
            text = "+ add item" if instance.rows else "+ add item (the list is empty)"
            line = Drawn([((text, "cursor" if self.at == stop else "link"),)])
            self._stop(stop, line, indent)
            self._put(line, indent)
        elif not instance.rows:
            self._put(Drawn([(("the list is empty", "hint"),)]), indent)

    def _drawn(self, instance: FieldInstance, width: int) -> Drawn:
        kept = self._kept.get(instance)
        if kept is not None and kept[0] == width:
            return kept[1]
        focused = self.at is not None and self.at.instance is instance
        if isinstance(instance.component, s.Field):
            drawn = draw_field(instance, width, self.look)
        else:
            table = self.tables.setdefault(instance, TableLook()) if isinstance(instance.component, s.Table) else None
            drawn = draw_passive(instance, width, table or TableLook(), focused=focused)
        self._kept[instance] = width, drawn
        return drawn

    def _stop(self, stop: Stop, drawn: Drawn, indent: int) -> None:
        if stop.row is None and not can_stop(stop.instance, read_only=self.look.read_only):
            return
        y = len(self.lines)
        spot = drawn.spot.moved(indent, y) if drawn.spot is not None else None
        self.stops[stop] = Placed(y, len(drawn.lines), spot, y + drawn.eye)

    def _put(self, drawn: Drawn, indent: int) -> None:
        margin = ((" " * indent, ""),) if indent else ()
        self.lines.extend([(*margin, *line) for line in drawn.lines] if margin else drawn.lines)


def can_stop(instance: FieldInstance, *, read_only: bool = False) -> bool:
    """Whether keys do something there: fields that may be edited, links, tables, buttons."""
    component = instance.component
    if isinstance(component, s.Field):
        return not (read_only or instance.locked)
    if isinstance(component, s.Button):
        return not (read_only or instance.disabled)
    return isinstance(component, LINKS)


def label_width(instances: Iterator[FieldInstance]) -> int:
    """Cells for the column of labels: as wide as most labels need."""
    longest = sorted(len(name_of(instance)) for instance in instances if isinstance(instance.component, s.Field))
    return min(26, max(8, longest[len(longest) * 9 // 10] + 2)) if longest else 8
