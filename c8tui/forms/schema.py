"""What a Camunda Form says, as frozen records: one class for each of the 22 component types.

Every property carries how it is written in the JSON document (see `Kind`) and below which object it stands, so that
reading (`read.py`) and living (`state.py`) need no list of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto
from typing import Any, ClassVar

SCHEMA_VERSION = 19
"""The newest schemaVersion that this library knows; a newer form is opened and told as a problem."""


class FormError(ValueError):
    """The form cannot be opened at all; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the document that is not as it should be and that the form works without."""

    path: str
    """Where, as `components[3].validate.min`."""
    message: str


class Kind(Enum):
    """How a property is written in the document, and so what it becomes in a live form."""

    TEXT = auto()
    TEMPLATE = auto()
    """Text that may hold a template: `=…` or `{{…}}`."""
    FEEL = auto()
    """Text that is a FEEL expression when it starts with `=`."""
    RULE = auto()
    """A flag, or a FEEL unary test: `=…`."""
    FLAG = auto()
    FLAG_OR_FEEL = auto()
    NUMBER = auto()
    """A number, or text that is one."""
    NUMBER_OR_FEEL = auto()
    COUNT = auto()
    """A whole number from 0."""
    VALUE = auto()
    """Any JSON value."""
    MAP = auto()
    LIST = auto()


def _prop(kind: Kind, default: Any = None, *, at: str = "", name: str = "") -> Any:
    """A property that stands in the object `at` of the component, called `name` where the attribute is not."""
    return field(default=default, metadata={"kind": kind, "at": at, "name": name})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Component:
    """What every component has."""

    type: ClassVar[str] = ""
    id: str
    where: str
    """Its place in the document, as `components[3]`."""
    label: str = _prop(Kind.TEMPLATE, "")
    hide: bool | str = _prop(Kind.RULE, False, at="conditional")
    layout_row: str | None = _prop(Kind.TEXT, at="layout", name="row")
    layout_columns: int | None = _prop(Kind.COUNT, at="layout", name="columns")
    """Width of 16; None shares what the others of the row leave."""
    properties: Mapping[str, Any] | None = _prop(Kind.MAP)
    """Custom properties, as the modeller wrote them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Keyed(Component):
    """A component that holds a value of the form under `key`, a dotted path; "" binds it to nothing."""

    key: str = _prop(Kind.TEXT, "")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Field(Keyed):
    """A component that a person fills in."""

    description: str = _prop(Kind.TEMPLATE, "")
    disabled: bool | str = _prop(Kind.RULE, False)
    readonly: bool | str = _prop(Kind.RULE, False)
    default_value: Any = _prop(Kind.VALUE)
    required: bool = _prop(Kind.FLAG, False, at="validate")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextArea(Field):
    type: ClassVar[str] = "textarea"
    min_length: Decimal | str | None = _prop(Kind.NUMBER_OR_FEEL, at="validate")
    max_length: Decimal | str | None = _prop(Kind.NUMBER_OR_FEEL, at="validate")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextField(TextArea):
    type: ClassVar[str] = "textfield"
    pattern: str | None = _prop(Kind.TEXT, at="validate")
    pattern_error_message: str | None = _prop(Kind.TEXT, at="validate")
    validation_type: str | None = _prop(Kind.TEXT, at="validate")
    """`email`, `phone`, or `custom`: the pattern."""
    prefix_adorner: str = _prop(Kind.TEMPLATE, "", at="appearance")
    suffix_adorner: str = _prop(Kind.TEMPLATE, "", at="appearance")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Number(Field):
    type: ClassVar[str] = "number"
    decimal_digits: int | None = _prop(Kind.COUNT)
    increment: Decimal | None = _prop(Kind.NUMBER)
    serialize_to_string: bool = _prop(Kind.FLAG, False)
    min: Decimal | str | None = _prop(Kind.NUMBER_OR_FEEL, at="validate")
    max: Decimal | str | None = _prop(Kind.NUMBER_OR_FEEL, at="validate")
    prefix_adorner: str = _prop(Kind.TEMPLATE, "", at="appearance")
    suffix_adorner: str = _prop(Kind.TEMPLATE, "", at="appearance")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DateTime(Field):
    type: ClassVar[str] = "datetime"
    subtype: str = _prop(Kind.TEXT, "date")
    """`date`, `time` or `datetime`."""
    date_label: str = _prop(Kind.TEMPLATE, "")
    time_label: str = _prop(Kind.TEMPLATE, "")
    use24h: bool = _prop(Kind.FLAG, False)
    time_interval: int = _prop(Kind.COUNT, 15)
    """Minutes between the times that a picker offers; another time may be typed."""
    time_serializing_format: str = _prop(Kind.TEXT, "no_timezone")
    """`utc_offset`, `utc_normalized` or `no_timezone`."""
    disallow_passed_dates: bool = _prop(Kind.FLAG, False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Checkbox(Field):
    type: ClassVar[str] = "checkbox"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice(Field):
    """A field with options; `values_expression` goes before `values_key`, and that before `values`."""

    values: tuple[Any, ...] | None = _prop(Kind.LIST)
    values_key: str | None = _prop(Kind.TEXT)
    values_expression: str | None = _prop(Kind.FEEL)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Radio(Choice):
    type: ClassVar[str] = "radio"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Select(Choice):
    type: ClassVar[str] = "select"
    searchable: bool = _prop(Kind.FLAG, False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ManyChoice(Choice):
    """A field whose value is the list of the options taken."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Checklist(ManyChoice):
    type: ClassVar[str] = "checklist"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taglist(ManyChoice):
    type: ClassVar[str] = "taglist"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expression(Keyed):
    """An invisible field whose value is computed."""

    type: ClassVar[str] = "expression"
    expression: str | None = _prop(Kind.FEEL)
    compute_on: str = _prop(Kind.TEXT, "change")
    """`change` or `presubmit`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FilePicker(Field):
    type: ClassVar[str] = "filepicker"
    accept: str = _prop(Kind.TEMPLATE, "")
    multiple: bool | str = _prop(Kind.FLAG_OR_FEEL, False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Container(Component):
    """A component with components; `path` is put before their keys."""

    path: str = _prop(Kind.TEXT, "")
    show_outline: bool = _prop(Kind.FLAG, False)
    vertical_alignment: str = _prop(Kind.TEXT, "start")
    components: tuple[Component, ...] = ()
    rows: tuple[tuple[Component, ...], ...] = ()
    """The same components, those side by side together."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group(Container):
    type: ClassVar[str] = "group"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DynamicList(Container):
    type: ClassVar[str] = "dynamiclist"
    is_repeating: bool = _prop(Kind.FLAG, True)
    default_repetitions: int = _prop(Kind.COUNT, 1)
    allow_add_remove: bool = _prop(Kind.FLAG, False)
    disable_collapse: bool = _prop(Kind.FLAG, False)
    non_collapsed_items: int = _prop(Kind.COUNT, 5)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table(Component):
    type: ClassVar[str] = "table"
    data_source: str | None = _prop(Kind.FEEL)
    columns: tuple[Any, ...] | None = _prop(Kind.LIST)
    columns_expression: str | None = _prop(Kind.FEEL)
    row_count: int = _prop(Kind.COUNT, 10)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DocumentPreview(Component):
    type: ClassVar[str] = "documentPreview"
    title: str = _prop(Kind.TEMPLATE, "")
    data_source: str | None = _prop(Kind.FEEL)
    max_height: int | None = _prop(Kind.COUNT)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Text(Component):
    type: ClassVar[str] = "text"
    text: str = _prop(Kind.TEMPLATE, "")
    """Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Html(Component):
    type: ClassVar[str] = "html"
    content: str = _prop(Kind.TEMPLATE, "")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Image(Component):
    type: ClassVar[str] = "image"
    source: str = _prop(Kind.TEMPLATE, "")
    alt: str = _prop(Kind.TEMPLATE, "")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IFrame(Component):
    type: ClassVar[str] = "iframe"
    url: str = _prop(Kind.TEMPLATE, "")
    height: int | None = _prop(Kind.COUNT)
    security: Mapping[str, Any] | None = _prop(Kind.MAP)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Button(Component):
    type: ClassVar[str] = "button"
    action: str = _prop(Kind.TEXT, "submit")
    """`submit` or `reset`."""
    disabled: bool | str = _prop(Kind.RULE, False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spacer(Component):
    type: ClassVar[str] = "spacer"
    height: int = _prop(Kind.COUNT, 60)
    """Pixels."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Separator(Component):
    type: ClassVar[str] = "separator"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unknown(Keyed):
    """A component of a type that is not known here: shown, and its variable is sent as it came."""

    type_name: str
    raw: Any
