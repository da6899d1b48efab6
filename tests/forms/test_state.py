"""State."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from c8tui.forms import schema as s
from c8tui.forms.asking import Asking
from c8tui.forms.display import edited_text
from c8tui.forms.instance import FieldInstance
from c8tui.forms.slots import Slot, slots_of
from c8tui.forms.state import Changed, FormState
from c8tui.forms.validation import checked
from tests.forms.opened import NOW, changed, field, form_of, opened, told


def test_typed_text_is_read_for_its_field() -> None:
    state = opened(
        field("number"),
        field("datetime", "d", subtype="date"),
        field("datetime", "t", subtype="datetime"),
        field("textfield", "s"),
    )
    state.enter(("x",), "12.5")
    state.enter(("d",), "tomorrow")
    state.enter(("t",), "fri 9")
    state.enter(("s",), "text")
    assert state.data == {"x": 12.5, "d": "2026-11-26", "t": "2026-11-27T09:00", "s": "text"}


def test_what_cannot_be_read_is_an_error_until_it_can() -> None:
    state = opened(field("number", validate={"required": True}), x=5)
    assert changed(state.enter(("x",), "1,5")) == ["F0"]
    assert told(state) == ["x write it without a comma, as 1234.5"]
    assert state.at(("x",)).value is None
    assert state.at(("x",)).typed == "1,5"
    state.enter(("x",), "")
    assert told(state) == ["x is required"]
    state.set(("x",), 3)
    assert told(state) == []
    assert state.at(("x",)).typed is None


def test_values_are_made_fit() -> None:
    state = opened(field("textfield"), field("checkbox", "c"))
    state.set(("x",), 5)
    state.set(state.at(("c",)), "yes")
    assert state.data == {"x": "5", "c": False}


def test_fields_are_found() -> None:
    state = opened(field("textfield"))
    assert state.field("F0") is state.at(("x",))
    with pytest.raises(KeyError):
        state.at(("y",))
    with pytest.raises(KeyError):
        state.field("F9")


def test_another_evaluator_can_be_asked() -> None:
    state = opened(
        field("textfield"), field("expression", "y", expression="=magic(x)"), {"type": "text", "text": "{{y}}"}, x="a"
    )
    (pending,) = state.pending_expressions()
    assert (pending.field.id, pending.name, pending.expression, pending.context) == (
        "F1",
        "expression",
        "magic(x)",
        {"x": "a"},
    )
    assert [t.message for t in state.trouble] == ["magic(x): magic is no function"]
    assert changed(state.supply(pending, [1])) == ["F1", "F2"]
    assert state.data["y"] == [1]
    assert state.pending_expressions() == []
    state.set(("x",), "b")
    assert state.data["y"] is None
    assert state.supply(pending, 2) == set()  # an answer to what is not asked any more
    state.set(("x",), "a")
    assert state.data["y"] == 2


def test_reset() -> None:
    state = opened(field("textfield", defaultValue="d"))
    state.set(("x",), "other")
    state.reset()
    assert state.data == {"x": "d"}


def test_variables_are_not_changed() -> None:
    variables: dict[str, Any] = {"x": {"y": 1}}
    state = opened(field("number", "x.y"), **variables)
    state.set(("x", "y"), 2)
    state.data["x"]["y"] = 3
    assert variables == {"x": {"y": 1}}
    assert state.data == {"x": {"y": 2}}


def test_a_field_without_a_key_has_a_value_of_its_own() -> None:
    state = opened(field("textfield", "", validate={"required": True}))
    state.set(state.field("F0"), "a")
    assert state.errors() == []
    assert state.data == {}


def test_a_form_that_is_read_shows_the_variables_as_they_are() -> None:
    form = form_of(
        field("select", "s", values=["a"]),
        field("textfield", "t", defaultValue="by default"),
        field("datetime", "d"),
        field("expression", "e", expression="=1"),
        field("expression", "f", expression="=2"),
        {"type": "dynamiclist", "path": "xs", "components": [field("number", "n", id="N")]},
    )
    state = FormState(form, {"s": "gone", "d": "soon", "e": "old"}, now=lambda: NOW, as_it_is=True)
    assert [one.value for one in state.walk()] == ["gone", "", "soon", "old", 2, None]
    assert [edited_text(one, NOW) for one in state.walk()][:4] == ["gone", "", "soon", "old"]
    assert state.field("F5").rows == []
    assert all(one.locked for one in state.walk() if isinstance(one.component, s.Field))


# What a change recomputes is all that it can change: random forms, compared with a computation from nothing.


ANYWHERE = ("a", "a = b", "a + b", "count(xs)", "xs.n", "sum(xs.n)", "this.a", "g.h", "not(a)", 'a = "x"', "e1", "e2")
IN_A_ROW = ("this.n", "parent.a", "i[1]", "this", "count(parent.xs)", "this.n = parent.a", "parent.xs[1].n")
LOOPS = ("{{#loop xs}}{{n}}{{parent.a}}{{this.m}}{{/loop}}", "{{#loop xs}}{{#if n = parent.b}}q{{/if}}{{/loop}}")


class Chance:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def expression(self, *, row: bool) -> str:
        return self.random.choice(ANYWHERE + IN_A_ROW if row else ANYWHERE)

    def template(self, *, row: bool) -> str:
        one, other = self.expression(row=row), self.expression(row=row)
        return self.random.choice((f"{{{{{one}}}}}", f"={one}", f"{{{{#if {one}}}}}{{{{{other}}}}}{{{{/if}}}}", *LOOPS))

    def field(self, type_name: str, key: str, *, row: bool = False) -> dict[str, Any]:
        more: dict[str, Any] = {"id": f"F{key}{row}", "label": self.template(row=row)}
        if self.random.random() < 0.3:
            more["conditional"] = {"hide": f"={self.expression(row=row)}"}
        if self.random.random() < 0.3:
            more |= {"readonly": f"={self.expression(row=row)}", "validate": {"min": f"={self.expression(row=row)}"}}
        return field(type_name, key, **more)

    def form(self) -> FormState:
        variables: dict[str, Any] = {"a": "x", "b": 3, "xs": [{"n": 1, "m": "p"}, {"n": 2}]}
        row = [self.field("number", "n", row=True), self.field("textfield", "m", row=True)]
        return opened(
            self.field("textfield", "a"),
            self.field("number", "b"),
            field("expression", "e1", expression=f"={self.random.choice(('a', 'b', 'count(xs)', 'xs.n'))}"),
            field("expression", "e2", expression=f"={self.random.choice(('e1', 'string(e1)', 'b'))}"),
            {"type": "group", "path": "g", "components": [self.field("textfield", "h")]},
            {"type": "dynamiclist", "id": "L", "path": "xs", "allowAddRemove": True, "components": row},
            {"type": "text", "text": self.template(row=False)},
            **(variables if self.random.random() < 0.7 else {}),
        )

    def change(self, state: FormState) -> Changed:
        rows = state.field("L")
        which = self.random.random()
        if which < 0.1:
            return state.add_row(rows)
        if which < 0.2 and rows.rows:
            return state.remove_row(rows, self.random.randrange(len(rows.rows)))
        if which < 0.25 and rows.rows:
            return state.move_row(rows, 0, len(rows.rows) - 1)
        chosen = self.random.choice([one for one in state.walk() if isinstance(one.component, s.Field)])
        return state.set(chosen, self.random.choice((None, 1, 3, 5, "x", "y")))


def held(slot: Slot) -> object:
    """What the form has for a slot."""
    if slot.name == "hide":
        return slot.instance.hidden_itself
    if slot.name == "unseen":
        return slot.instance.unseen_itself
    return slot.instance.value if slot.name == "expression" else slot.instance.live[slot.name]


def look(instance: FieldInstance) -> tuple[object, ...]:
    return instance.value, dict(instance.live), instance.hidden, instance.errors


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_stale_and_all_that_changed_is_told(seed: int) -> None:
    chance = Chance(seed)
    state = chance.form()
    for _ in range(8):
        before = {instance: look(instance) for instance in state.walk()}
        changed = chance.change(state)
        assert not any("does not settle" in one.message for one in state.trouble)
        for instance in state.walk():
            assert instance in changed or look(instance) == before[instance]
            for slot in slots_of(instance, frozenset()):
                if slot.name == "expression" and instance.hidden:
                    continue  # it is not computed
                assert held(slot) == slot.compute(Asking(frozenset(), lambda: NOW)), slot.source


# Validation.


def wrong(cls: Any, value: object, bounds: dict[str, Any] | None = None, **validate: Any) -> tuple[str, ...]:
    return checked(cls(id="f", where="", key="k", **validate), value, bounds or {}, NOW).messages


@pytest.mark.parametrize(
    ("cls", "value"),
    [
        (s.TextField, ""),
        (s.Number, None),
        (s.Select, None),
        (s.Checklist, []),
        (s.FilePicker, None),
        (s.DateTime, None),
    ],
)
def test_required(cls: Any, value: object) -> None:
    assert wrong(cls, value, required=True) == ("is required",)
    assert wrong(cls, value) == ()


def test_a_required_checkbox_must_be_checked() -> None:
    assert wrong(s.Checkbox, False, required=True) == ("must be checked",)
    assert wrong(s.Checkbox, True, required=True) == ()


@pytest.mark.parametrize(
    ("text", "validate", "messages"),
    [
        ("ab", {"min_length": Decimal(3)}, ("must have at least 3 characters",)),
        ("  ab   ", {"min_length": Decimal(3)}, ("must have at least 3 characters",)),
        ("abcd", {"max_length": Decimal(1)}, ("must have at most 1 character, and has 4",)),
        (" abc ", {"max_length": Decimal(3)}, ()),
        ("ab", {"pattern": "^\\d+$"}, ("must match the pattern ^\\d+$",)),
        ("ab", {"pattern": "^\\d+$", "pattern_error_message": "Digits!"}, ("Digits!",)),
        ("x1y", {"pattern": "\\d", "validation_type": "custom"}, ()),
        ("jo.example", {"validation_type": "email"}, ("must be an email address, as jo@example.com",)),
        ("jo+x@mail.example.com", {"validation_type": "email"}, ()),
        ("jo@localhost", {"validation_type": "email"}, ()),
        ("jo@-x", {"validation_type": "email"}, ("must be an email address, as jo@example.com",)),
        ("0171", {"validation_type": "phone"}, ("must be an international phone number, as +491234567890",)),
        ("+491234567890", {"validation_type": "phone"}, ()),
        ("jo@example.com", {"validation_type": "email", "pattern": "^\\d+$"}, ("must match the pattern ^\\d+$",)),
        ("", {"pattern": "^\\d+$", "min_length": Decimal(3)}, ()),
    ],
)
def test_text(text: str, validate: dict[str, Any], messages: tuple[str, ...]) -> None:
    assert wrong(s.TextField, text, **validate) == messages


@pytest.mark.parametrize(
    ("value", "more", "messages"),
    [
        (2, {"min": Decimal(3)}, ("must be at least 3",)),
        (4, {"max": Decimal("3.5")}, ("must be at most 3.5",)),
        (0.3, {"min": Decimal("0.3"), "max": Decimal("0.3")}, ()),
        ("12345678901234567890.1", {"max": Decimal("12345678901234567890")}, ("must be at most 12345678901234567890",)),
        (1.5, {"decimal_digits": 0}, ("must be a whole number",)),
        (1.25, {"decimal_digits": 1}, ("must have at most 1 decimal digit",)),
        ("1.250", {"decimal_digits": 2}, ()),
        (7, {"increment": Decimal(5)}, ("must be a multiple of 5, as 5 or 10",)),
        (-7, {"increment": Decimal("2.5")}, ("must be a multiple of 2.5, as -7.5 or -5.0",)),
        (0.3, {"increment": Decimal("0.1")}, ()),
        ("x", {}, ("must be a number",)),
    ],
)
def test_numbers(value: object, more: dict[str, Any], messages: tuple[str, ...]) -> None:
    assert wrong(s.Number, value, **more) == messages


def test_bounds_that_feel_gives() -> None:
    assert wrong(s.Number, 2, {"min": 3}, min="=a") == ("must be at least 3",)
    assert wrong(s.Number, 2, {"min": None}, min="=a") == ()
    assert wrong(s.TextArea, "abc", {"max_length": "2"}, max_length="=a") == (
        "must have at most 2 characters, and has 3",
    )


def test_dates() -> None:
    assert wrong(s.DateTime, "2026-11-24", disallow_passed_dates=True) == ("must not be in the past",)
    assert wrong(s.DateTime, "2026-11-25", disallow_passed_dates=True) == ()
    assert wrong(s.DateTime, "2026-11-25T00:00+01:00", subtype="datetime", disallow_passed_dates=True) == ()
    assert wrong(s.DateTime, "soon") == ("must be a date",)


def test_a_pattern_that_is_none_does_not_make_the_value_wrong() -> None:
    found = checked(s.TextField(id="f", where="", pattern="("), "x", {}, NOW)
    assert found.messages == ()
    assert "is no regular expression" in found.trouble


def test_what_nobody_can_mend_is_held_against_nobody() -> None:
    passed = field("datetime", disallowPassedDates=True)
    state = opened(passed, x="2020-01-01")
    assert told(state) == []
    state.set(("x",), "2020-01-02")
    assert told(state) == ["x must not be in the past"]
    odd = field("number", readonly=True, validate={"max": 3})
    assert told(opened(odd, x="about ten")) == []
    assert told(opened(odd, x="10")) == ["x must be at most 3"]
    assert told(opened(field("checkbox", readonly=True, validate={"required": True}), x=False)) == ["x must be checked"]
