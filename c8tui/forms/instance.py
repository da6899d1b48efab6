"""A component as it lives in a form that is open: once, or once in each row of a dynamic list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from c8tui.forms import schema as s
from c8tui.forms.options import Option
from c8tui.forms.scopes import Scope
from c8tui.forms.values import MISSING, Path


@dataclass(slots=True, eq=False)
class FieldInstance:
    """To be read by whoever shows the form; only the `FormState` changes it."""

    component: s.Component
    id: str
    """The id of the component, and its rows: `Field_1[0][2]`."""
    path: Path
    """Where its value stands in the form data; () where it has none."""
    scope: Scope
    parent: FieldInstance | None = None
    children: list[FieldInstance] = field(default_factory=list)
    """Of a group."""
    rows: list[RowInstance] = field(default_factory=list)
    """Of a dynamic list."""
    value: Any = None
    came: Any = MISSING
    """The variable that it was opened with, as it came."""
    fitted: Any = None
    """The value that it was opened with where it can be edited: the variable made fit for the type, or a default."""
    edited: bool = False
    """Whether somebody gave it a value; what nobody edited, or may edit, goes back as it came."""
    hidden_itself: bool = False
    unseen_itself: bool = False
    """Whether its condition hides it on the raw data, so that expressions see its initial value (see `scopes`)."""
    live: dict[str, Any] = field(default_factory=dict)
    """Properties as they are now, where the document has an expression or a template for them."""
    options: tuple[Option, ...] = ()
    options_known: bool = False
    """Whether an expression came to a list of options."""
    as_it_is: bool = False
    """Whether the form is there to be read only."""
    rows_changed: bool = False
    """Whether somebody added, removed or moved rows."""
    typed: str | None = None
    """The text that was typed last, until a value comes from elsewhere."""
    unread: str = ""
    """Why what was typed is no value; the value is null meanwhile."""
    errors: tuple[str, ...] = ()
    """What is wrong with the value, in words that follow the label."""
    trouble: dict[str, str] = field(default_factory=dict)
    """What is wrong with the form at this field, by property."""

    @property
    def hidden(self) -> bool:
        """Hidden itself or within something that is."""
        return self.hidden_itself or (self.parent is not None and self.parent.hidden)

    @property
    def unseen(self) -> bool:
        """Whether expressions do not see its value."""
        return self.unseen_itself or (self.parent is not None and self.parent.unseen)

    @property
    def visible(self) -> bool:
        """To be shown: not hidden, and of a type that is shown at all."""
        return not isinstance(self.component, s.Expression) and not self.hidden

    @property
    def disabled(self) -> bool:
        return bool(self._now("disabled"))

    @property
    def readonly(self) -> bool:
        return bool(self._now("readonly"))

    @property
    def locked(self) -> bool:
        """Whether nobody may edit it."""
        return self.as_it_is or self.disabled or self.readonly

    @property
    def label(self) -> str:
        """What it is called; a date-time is called as its date is, else as its time."""
        if not isinstance(self.component, s.DateTime):
            return self.text("label")
        names = {"date": ("date_label",), "time": ("time_label",)}
        both = names.get(self.component.subtype, ("date_label", "time_label"))
        return next((text for name in both if (text := self.text(name))), "")

    @property
    def description(self) -> str:
        return self.text("description")

    def text(self, name: str) -> str:
        """A text of the component as it reads now: `label`, `text`, `content`, `alt`, `url`, `prefix_adorner`…"""
        value = self._now(name)
        return "" if value is None else str(value)

    def _now(self, name: str) -> Any:
        found = self.live.get(name)
        return found if name in self.live else getattr(self.component, name, None)

    @property
    def multiple(self) -> bool:
        """Of a filepicker."""
        return self._now("multiple") is True

    def walk(self) -> Iterator[FieldInstance]:
        """Itself and all within it, as they stand."""
        yield self
        for child in self.children:
            yield from child.walk()
        for row in self.rows:
            for child in row.children:
                yield from child.walk()


@dataclass(slots=True, eq=False)
class RowInstance:
    """One row of a dynamic list."""

    scope: Scope
    children: list[FieldInstance]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the form at a field: it is told, and the form works without."""

    field: FieldInstance
    name: str
    """Of the property."""
    message: str
