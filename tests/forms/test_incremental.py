"""What a change recomputes is all that it can change: random forms, compared with a computation from nothing."""

from __future__ import annotations

import random
from typing import Any

import pytest

from c8tui.forms import schema as s
from c8tui.forms.asking import Asking
from c8tui.forms.instance import FieldInstance
from c8tui.forms.slots import Slot, slots_of
from c8tui.forms.state import Changed, FormState
from tests.forms.opened import NOW, field, opened

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
