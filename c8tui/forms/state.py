"""A form that is open: its values, what is to be seen of it, what is wrong, and what it would send."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from c8tui import feel
from c8tui.forms import numbers
from c8tui.forms import schema as s
from c8tui.forms.asking import Asking, Question
from c8tui.forms.display import edited_text
from c8tui.forms.form import Form
from c8tui.forms.initial import fit
from c8tui.forms.instance import FieldInstance, Trouble
from c8tui.forms.live import Live
from c8tui.forms.moments import write_moment
from c8tui.forms.moments_typed import NotAMoment, read_typed
from c8tui.forms.repetition import MOST_ROWS, NotAllowed, checked_list, replace_rows
from c8tui.forms.scopes import FormData, Scope
from c8tui.forms.submit import Lost, collected, lost_members
from c8tui.forms.tree import Planting, walk
from c8tui.forms.values import Path, copy, merged

Changed = set[FieldInstance]
"""The instances that look different now: value, visibility, options, texts, errors or trouble."""


class Submission(NamedTuple):
    """What a form sends."""

    variables: dict[str, Any]
    """Objects are merged into the variables as they came, as Tasklist does before it completes; lists replace them."""
    errors: list[tuple[FieldInstance, str]]
    """What is wrong with the values, in visual order."""
    lost: tuple[Lost, ...]
    """Members of rows that the variables have and that are gone after it, since the form does not send them."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A FEEL expression at a field that only another evaluator, as the cluster's, can evaluate."""

    field: FieldInstance
    name: str
    """Of the property."""
    question: Question

    @property
    def expression(self) -> str:
        """FEEL without a leading `=`."""
        return self.question.expression

    @property
    def context(self) -> dict[str, Any]:
        """The variables to evaluate it with, as JSON values."""
        found: dict[str, Any] = json.loads(self.question.context)
        return found


class FormState:
    """A live form over variables. Every change answers with the instances that look different after it."""

    def __init__(
        self, form: Form, variables: Mapping[str, Any], *, now: Callable[[], datetime], as_it_is: bool = False
    ) -> None:
        """`variables` are JSON values and are not changed; `now` gives aware datetimes in the zone of the person.

        With `as_it_is` it is there to be read: no field has a default, and no value is made fit for its field.
        Raises `FormError` for data that is nested too deep, and for more fields than a form can have.
        """
        self.form = form
        self._variables = copy(dict(variables))
        self._now = now
        self._as_it_is = as_it_is
        self._open()

    def _open(self) -> None:
        self._data = FormData(self._variables)
        self._planting = Planting(self._data, self._now(), as_it_is=self._as_it_is)
        self.instances: list[FieldInstance] = self._planting.plant(self.form.components, Scope(self._data), (), None)
        """Those at the top of the form, in the order of the document."""
        self._planting.source = self._data.values
        names = feel.odd_names(self._data.seen)
        self._asking = Asking(names, self._now)
        self._live = Live(self._data, self._asking, names, self._now)
        self._live.take_in(self.walk())
        self._data.begin(self._live.names())
        self._live.settle()
        for instance in self.walk():
            self._live.check(instance)
        self._live.changed.clear()

    def walk(self) -> Iterator[FieldInstance]:
        """All instances in visual order, a container before what is in it; hidden ones too."""
        return walk(self.instances)

    def field(self, instance_id: str) -> FieldInstance:
        """The instance of this id, as `Field_1` or, in rows, `Field_1[0]`. Raises KeyError."""
        for instance in self.walk():
            if instance.id == instance_id:
                return instance
        raise KeyError(instance_id)

    def at(self, path: Path) -> FieldInstance:
        """The first instance bound to this place of the form data. Raises KeyError."""
        found = self._live.at(path)
        if not found:
            raise KeyError(path)
        return found[0]

    @property
    def data(self) -> dict[str, Any]:
        """All form data as JSON: the variables, and over them the values of all fields."""
        return copy(self._data.values)  # type: ignore[no-any-return]

    def set(self, where: FieldInstance | Path, value: Any) -> Changed:
        """Gives a field a JSON value, made fit for its type. Raises KeyError where no field is bound to the path."""
        instance = where if isinstance(where, FieldInstance) else self.at(where)
        component = instance.component
        return self._keep(instance, fit(component, value, self._now()) if isinstance(component, s.Field) else value)

    def enter(self, where: FieldInstance | Path, text: str) -> Changed:
        """Gives a text, number or datetime field what was typed; what cannot be read becomes an error of the field."""
        instance = where if isinstance(where, FieldInstance) else self.at(where)
        component = instance.component
        if instance.typed is None and text == edited_text(instance, self._now()):
            return self._settled()
        value: Any = text
        try:
            if isinstance(component, s.Number):
                value = numbers.read_number(text, component)
            elif isinstance(component, s.DateTime):
                moment = read_typed(text, component, self._now())
                value = write_moment(moment, component, self._now()) if moment else None
            unread = ""
        except (numbers.NotANumber, NotAMoment) as why:
            value, unread = None, str(why)
        return self._keep(instance, value, typed=text, unread=unread)

    def _keep(self, instance: FieldInstance, value: Any, *, typed: str | None = None, unread: str = "") -> Changed:
        instance.typed, instance.unread, instance.edited = typed, unread, True
        self._live.keep(instance, value)
        self._live.check(instance)
        return self._settled()

    def _settled(self) -> Changed:
        self._live.settle()
        changed, self._live.changed = self._live.changed, set()
        return changed

    def add_row(self, rows: FieldInstance, at: int | None = None) -> Changed:
        """Adds an empty row to a dynamic list, at the end or before the index. Raises `NotAllowed`."""
        checked_list(rows)
        if len(rows.rows) >= MOST_ROWS:
            raise NotAllowed(f"a list has at most {MOST_ROWS:,} rows")
        order: list[int | None] = list(range(len(rows.rows)))
        order.insert(len(order) if at is None else at, None)
        return self._lay(rows, order)

    def remove_row(self, rows: FieldInstance, index: int) -> Changed:
        """Removes a row of a dynamic list. Raises `NotAllowed`, and IndexError where there is no such row."""
        checked_list(rows)
        order: list[int | None] = list(range(len(rows.rows)))
        del order[index]
        return self._lay(rows, order)

    def move_row(self, rows: FieldInstance, index: int, to: int) -> Changed:
        """Moves a row of a dynamic list to another index. Raises `NotAllowed`, and IndexError for no such row."""
        checked_list(rows)
        order: list[int | None] = list(range(len(rows.rows)))
        order.insert(to, order.pop(index))
        return self._lay(rows, order)

    def _lay(self, rows: FieldInstance, order: list[int | None]) -> Changed:
        replace_rows(rows, order, self._data, self._planting, self._live)
        self._live.settle()
        for row in rows.rows:
            for instance in walk(row.children):
                self._live.check(instance)
        return self._settled()

    def errors(self) -> list[tuple[FieldInstance, str]]:
        """What is wrong with the values, in visual order."""
        return [(instance, message) for instance in self.walk() for message in instance.errors]

    @property
    def trouble(self) -> list[Trouble]:
        """What is wrong with the form itself, in visual order; it works without."""
        return [
            Trouble(instance, name, message) for instance in self.walk() for name, message in instance.trouble.items()
        ]

    def pending_expressions(self) -> list[Pending]:
        """What only another evaluator can evaluate; `supply` takes its answers."""
        return [
            Pending(slot.instance, slot.name, question) for slot in self._live.slots() for question in slot.questions
        ]

    def supply(self, pending: Pending, value: Any) -> Changed:
        """Takes the answer, a JSON value, to a pending expression; it holds for the context it was asked with."""
        self._asking.answer(pending.question, value)
        for slot in self._live.slots():
            if pending.question in slot.questions:
                self._live.apply(slot)
        return self._settled()

    def submit(self) -> Submission:
        """What the form sends, and what speaks against it; `presubmit` expressions are computed first."""
        self._live.presubmit()
        found, errors = collected(self.instances, self._data), self.errors()
        lost = tuple(lost_members(self.instances, self._data, found))
        self._live.settle()
        variables = {name: merged(self._variables.get(name), value) for name, value in found.items()}
        return Submission(variables, errors, lost)

    def reset(self) -> None:
        """All as it was when the form was opened; the instances are new ones."""
        self._open()
