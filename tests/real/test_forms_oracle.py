"""Every template and expression of the corpus of forms, against feelers and feelin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from c8tui import feel
from c8tui.forms import templates
from c8tui.forms.schema import Kind
from c8tui.forms.slots import slots_of
from tests.forms.corpus import SCHEMAS, case_of, opened_case
from tests.real.feelin import answered, asked, same

pytestmark = pytest.mark.real

FEELERS = Path(__file__).with_name("feelers_drive.mjs")
KNOWN = {"a {{1 +}} b": "feelers throws where a tag cannot be read, and form-js shows the template then, as we do"}
"""What differs, and why."""


def questions() -> Iterator[tuple[bool, str, dict[str, Any]]]:
    """Whether it is a template, its text, and the variables that it reads."""
    for path in SCHEMAS:
        state = opened_case(case_of(path))
        for instance in state.walk():
            context = feel.to_json(dict(instance.scope.context()))
            for slot in slots_of(instance, feel.odd_names(feel.to_feel(context))):
                template = slot.kind is Kind.TEMPLATE
                yield template, slot.source if template else slot.source.lstrip()[1:], context


def rendered(template: str, context: dict[str, Any]) -> str:
    """What we make of a template."""

    def evaluate(expression: str, scope: dict[str, feel.Value]) -> feel.Value:
        try:
            return feel.evaluate(expression, scope).value
        except feel.FeelSyntaxError as mistake:
            raise templates.Unevaluable(mistake.message) from None

    return templates.parse(template).render(feel.to_feel(context), evaluate)


def different(found: list[tuple[str, Any, Any]]) -> list[tuple[str, Any, Any]]:
    return [one for one in found if one[0] not in KNOWN]


def test_templates_read_as_feelers_has_them() -> None:
    mine = [(text, context) for template, text, context in questions() if template]
    theirs = asked(({"source": text, "context": context} for text, context in mine), FEELERS)
    assert len(mine) >= 30
    found = [
        (text, rendered(text, context), other)
        for (text, context), other in zip(mine, theirs, strict=True)
        if rendered(text, context) != str(other.get("value", other))
    ]
    assert different(found) == []


def test_expressions_come_to_what_feelin_says() -> None:
    mine = [(text, context) for template, text, context in questions() if not template]
    theirs = asked({"source": text, "context": context} for text, context in mine)
    assert len(mine) >= 30
    found = []
    for (text, context), other in zip(mine, theirs, strict=True):
        ours = answered(text, context)
        if ("error" in ours) != ("error" in other) or not same(ours.get("value"), other.get("value")):
            found.append((text, ours, other))
    assert different(found) == []
