"""Slots: the properties of an instance that have to be computed, each with what it reads."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from c8tui import feel
from c8tui.forms import schema as s
from c8tui.forms import templates
from c8tui.forms.asking import Asking, Question
from c8tui.forms.instance import FieldInstance
from c8tui.forms.properties import is_feel, properties_of
from c8tui.forms.reads import places
from c8tui.forms.schema import Kind
from c8tui.forms.templates import Unevaluable
from c8tui.forms.values import Path

UNSEEN = "unseen"
"""The slot of `conditional.hide` that decides whether expressions see the value of the field."""
_FEEL = {Kind.FEEL, Kind.RULE, Kind.FLAG_OR_FEEL, Kind.NUMBER_OR_FEEL}


@dataclass(slots=True, eq=False)
class Slot:
    """One computed property of one instance."""

    instance: FieldInstance
    name: str
    kind: Kind
    source: str
    reads: frozenset[Path]
    raw: bool = False
    """Whether it is computed on the raw data, and not on what is seen (see `scopes`)."""
    rank: int = 0
    """Its turn when several are due; expression fields come before what reads them."""
    circular: bool = False
    questions: list[Question] = field(default_factory=list)
    """What of it only another evaluator can answer."""

    def compute(self, asking: Asking) -> Any:
        """The JSON value, or the text, that it has now; null where it cannot be evaluated, which is then told."""
        asking.questions, asking.trouble = [], []
        try:
            return self._value(asking)
        except Unevaluable:
            return None
        finally:
            self.questions = asking.questions
            self.tell("; ".join(dict.fromkeys(asking.trouble)))

    def tell(self, message: str) -> None:
        """Tells what is wrong with this property, or with "" that nothing is."""
        if message:
            self.instance.trouble[self.name] = message
        elif not self.circular:
            self.instance.trouble.pop(self.name, None)

    def _value(self, asking: Asking) -> Any:
        scope = self.instance.scope
        context = scope.raw_context() if self.raw else scope.context()
        if self.kind is Kind.TEMPLATE:
            # What a variable says is never markup of an html component.
            escape = html.escape if self.name == "content" else str
            return templates.parse(self.source).render(context, asking.value, escape)
        expression = self.source.lstrip()[1:]
        if self.kind is Kind.RULE:
            return asking.rule(expression, context)
        return feel.to_json(asking.value(expression, context))


def slots_of(instance: FieldInstance, names: frozenset[str]) -> Iterator[Slot]:
    """The slots of an instance; none for what the document says once and for all."""
    component = instance.component
    for prop in properties_of(type(component)):
        source = getattr(component, prop.attribute)
        if is_feel(source) if prop.kind in _FEEL else prop.kind is Kind.TEMPLATE and templates.is_template(source):
            slot = _slot(instance, prop.attribute, prop.kind, source, names)
            yield slot
            if prop.attribute == "hide":
                yield Slot(instance, UNSEEN, prop.kind, source, slot.reads, raw=True)
    if isinstance(component, s.Table):
        for index, column in enumerate(component.columns or ()):
            label = column.get("label") if isinstance(column, dict) else None
            if templates.is_template(label):
                yield _slot(instance, f"columns[{index}].label", Kind.TEMPLATE, str(label), names)


def _slot(instance: FieldInstance, name: str, kind: Kind, source: str, names: frozenset[str]) -> Slot:
    return Slot(instance, name, kind, source, places(source, instance.scope, names))
