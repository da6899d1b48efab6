"""Forms made up by chance, with variables and a script of what a person does in them."""

from __future__ import annotations

import random
from typing import Any

from c8tui.forms import schema as s
from c8tui.forms.instance import FieldInstance
from c8tui.forms.state import FormState

Step = dict[str, Any]
OPTIONS = [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}, {"label": "One", "value": 1}]
CONDITIONS = (
    'top = "a"',
    "count > 2",
    "not(flag)",
    "flag",
    "top = null",
    'top = ""',
    "count = null",
    "g.inner != null",
)
IN_ROWS = ("this.a = null", 'this.a = "x"', "this.n > 1", "i[1] = 1", "parent.flag", "flag")
COMPUTED = ("count * 2", "string(top)", "if flag then top else count", "g.inner", "[top, count]")
FORMATS = {"date": ("2026-12-24", "2027-02-28"), "time": ("09:15", "17:30")}
ZONED = {
    "no_timezone": ("2026-12-24T09:15", "2027-01-05T17:30"),
    "utc_offset": ("2026-12-24T09:15+01:00", "2027-01-05T17:30+01:00"),
    "utc_normalized": ("2026-12-24T08:15Z", "2027-01-05T16:30Z"),
}


class Made:
    """One form of a seed: the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._count = 0
        self.data: dict[str, Any] = {}
        components = [
            self._field("textfield", "top", self.data, self._in_form),
            self._field("number", "count", self.data, self._in_form),
            self._field("checkbox", "flag", self.data, self._in_form),
            *(self._any(self.data, f"f{n}", self._in_form) for n in range(self._chance.randrange(1, 6))),
            self._group(self.data),
            self._list(self.data, "rows", nested=True),
            self._named({"type": "text", "text": "{{top}}"}),
        ]
        self._chance.shuffle(components)
        self.schema = {"type": "default", "id": "made", "schemaVersion": 19, "components": components}

    def _named(self, component: dict[str, Any]) -> dict[str, Any]:
        self._count += 1
        return {"id": f"F{self._count}", **component}

    def _odds(self, share: float) -> bool:
        return self._chance.random() < share

    def _in_form(self) -> str:
        return "=" + self._chance.choice(CONDITIONS)

    def _in_row(self) -> str:
        return "=" + self._chance.choice(IN_ROWS)

    def _any(self, data: dict[str, Any], key: str, condition: Any) -> dict[str, Any]:
        kinds = ["textfield", "textarea", "number", "checkbox", "datetime", "radio", "select", "checklist", "taglist"]
        return self._field(self._chance.choice([*kinds, "expression", "datetime"]), key, data, condition)

    def _field(self, kind: str, key: str, data: dict[str, Any], condition: Any) -> dict[str, Any]:
        component = self._named({"type": kind, "key": key})
        if self._odds(0.3):
            component["conditional"] = {"hide": condition()}
        if kind == "expression":
            compute_on = self._chance.choice(("change", "change", "presubmit"))
            return component | {"expression": f"={self._chance.choice(COMPUTED)}", "computeOn": compute_on}
        if self._odds(0.15):
            component["disabled"] = True
        if self._odds(0.2):
            component["readonly"] = self._chance.choice((True, condition()))
        self._more(component, kind)
        values = self._values(component)
        if self._odds(0.6):
            odd = [None, 7, "odd", [], ["a", "odd"], {"o": 1}, True, "a\tb\r\nc", 1.5]
            odd = [one for one in odd if isinstance(one, list)] if kind in ("checklist", "taglist") else odd
            fit = not component.get("readonly") and self._odds(0.3)
            data[key] = self._chance.choice(odd if fit else values)
        if self._odds(0.3):
            component["defaultValue"] = self._chance.choice(values)
        return component

    def _more(self, component: dict[str, Any], kind: str) -> None:
        validate: dict[str, Any] = {"required": True} if self._odds(0.3) else {}
        if kind == "datetime":
            component["subtype"] = self._chance.choice(("date", "time", "datetime"))
            if component["subtype"] == "datetime" and self._odds(0.7):
                component["timeSerializingFormat"] = self._chance.choice(tuple(ZONED))
        elif kind in ("radio", "select", "checklist", "taglist"):
            source = self._chance.choice(("values", "values", "valuesKey", "valuesExpression"))
            self.data.setdefault("options", OPTIONS)
            given: dict[str, Any] = {"values": OPTIONS, "valuesKey": "options", "valuesExpression": "=options"}
            component[source] = given[source]
        elif kind == "number" and self._odds(0.4):
            validate |= self._chance.choice(({"min": 2}, {"max": 3}, {"min": "=count"}))
            component |= self._chance.choice(({"serializeToString": True}, {"increment": 0.5}, {"decimalDigits": 0}))
        elif kind in ("textfield", "textarea") and self._odds(0.4):
            validate |= self._chance.choice(({"minLength": 2}, {"maxLength": 3}, {"minLength": "=count"}))
        if kind == "textfield" and self._odds(0.3):
            kinds = ({"pattern": "^a"}, {"validationType": "email"}, {"validationType": "phone"})
            validate |= self._chance.choice(kinds)
        if validate:
            component["validate"] = validate

    def _values(self, component: dict[str, Any]) -> list[Any]:
        """Values that a person may give, in the form that form-js keeps them in."""
        kind = component["type"]
        if kind == "datetime":
            subtype = component["subtype"]
            zoned = ZONED[component.get("timeSerializingFormat", "no_timezone")]
            return [*FORMATS.get(subtype, zoned), None]
        texts = ["a", "abcd", "", "kim@example", "+49151234567"]
        fit: dict[str, list[Any]] = {
            "number": ["1", "2.5", "4"] if component.get("serializeToString") else [1, 2.5, 4, None],
            "checkbox": [True, False],
            "checklist": [["a"], ["a", 1], []],
            "taglist": [["b"], [1, "a"], []],
            "radio": ["a", "b", 1],
            "select": ["a", "b", 1, None],
        }
        return fit.get(kind, texts)

    def _group(self, data: dict[str, Any]) -> dict[str, Any]:
        path = self._chance.choice(("g", "g", "g.deep"))
        inside: dict[str, Any] = {}
        components = [self._field("textfield", "inner", inside, self._in_form)]
        components += [self._any(inside, f"in{n}.part", self._in_form) for n in range(self._chance.randrange(3))]
        if self._odds(0.6):
            kept = _nested({**inside, "rest": [1, {"x": 2}], "more": {"y": 3}})
            data["g"] = {"deep": kept, "side": 1} if path == "g.deep" else kept
        group = self._named({"type": "group", "path": path, "components": components})
        return group | ({"conditional": {"hide": self._in_form()}} if self._odds(0.2) else {})

    def _list(self, data: dict[str, Any], path: str, *, nested: bool) -> dict[str, Any]:
        count = self._chance.randrange(4)
        rows: list[dict[str, Any]] = [{} for _ in range(count)]
        sample: dict[str, Any] = {}
        components = [
            self._field("textfield", "a", sample, self._in_row),
            self._field(self._chance.choice(("number", "select")), "n", sample, self._in_row),
            *(self._any(sample, f"r{n}", self._in_row) for n in range(self._chance.randrange(2))),
        ]
        components = [one for one in components if one["type"] != "expression"]
        if nested and self._odds(0.5):
            components.append(self._list(sample, "inner", nested=False))
        if self._odds(0.2):
            components = [self._named({"type": "text", "text": "{{this.a}}"})]
        for row in rows:
            row |= {name: value for name, value in sample.items() if self._odds(0.8)} | {"extra": 1}
        if self._odds(0.7):
            data[path] = rows if self._odds(0.9) else self._chance.choice((None, "odd", [1, {"a": "x"}]))
        made = {"type": "dynamiclist", "path": path, "components": components, "allowAddRemove": True}
        made |= {"defaultRepetitions": self._chance.randrange(3)} if self._odds(0.5) else {}
        made |= {"isRepeating": True, "conditional": {"hide": self._in_form()}} if self._odds(0.2) else {}
        return self._named({"isRepeating": True, **made})

    def act(self, state: FormState) -> Step | None:
        """Something that a person may do in the form as it is now, done; None where there is nothing to do."""
        seen = [one for one in state.walk() if one.visible]
        lists = [one for one in seen if isinstance(one.component, s.DynamicList)]
        if lists and self._odds(0.4):
            return self._rows(state, self._chance.choice(lists))
        fields = [one for one in seen if isinstance(one.component, s.Field) and one.path and not one.locked]
        if not fields:
            return None
        chosen = self._chance.choice(fields)
        value = self._chance.choice(self._values(self._component(chosen)))
        state.set(chosen, value)
        return {"do": "set", "path": list(chosen.path), "value": value}

    def _rows(self, state: FormState, chosen: FieldInstance) -> Step:
        count, path = len(chosen.rows), list(chosen.path)
        which = self._chance.choice(("add", "add", "move", "remove") if count else ("add",))
        # In form-js 2.0 the number of a row that was removed puts the row back after a while.
        if which == "remove" and any(isinstance(one.component, s.Number) for one in chosen.walk()):
            which = "move"
        if which == "add":
            state.add_row(chosen)
            return {"do": "add", "path": path}
        index, to = self._chance.randrange(count), self._chance.randrange(count)
        if which == "remove":
            state.remove_row(chosen, index)
            return {"do": "remove", "path": path, "index": index}
        state.move_row(chosen, index, to)
        return {"do": "move", "path": path, "index": index, "to": to}

    def _component(self, instance: FieldInstance) -> dict[str, Any]:
        component: Any = self.schema
        for step in instance.component.where.replace("]", "").split("."):
            name, _, index = step.partition("[")
            component = component[name][int(index)]
        assert isinstance(component, dict)
        return component


def _nested(flat: dict[str, Any]) -> dict[str, Any]:
    """Objects made of dotted names."""
    found: dict[str, Any] = {}
    for name, value in flat.items():
        *above, last = name.split(".")
        here = found
        for step in above:
            here = here.setdefault(step, {})
        here[last] = value
    return found
