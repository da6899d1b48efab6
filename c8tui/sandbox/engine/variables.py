"""Variables by scope, and FEEL over what a scope sees: its own variables and those of the scopes around it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from c8tui import feel
from c8tui.sandbox import wire
from c8tui.sandbox.bpmn.model import IoMapping, Value
from c8tui.sandbox.engine.work import Execution, Incident, Work
from c8tui.sandbox.store import Row

Twist = Callable[[str, Row], Row]
"""How the story of the sandbox tells a row."""
Change = tuple[int, str, str]
"""A variable that changed: the key of its scope, its name, and `create` or `update`."""
_ASSERT = "assert: "
"""How the warning of an assertion that does not hold begins."""
_MOST_WARNINGS = 40


@lru_cache(maxsize=512)
def _value(text: str) -> feel.Value:
    """JSON as a value of FEEL, which nothing changes; a long list is read once and not with every command."""
    return feel.to_feel(json.loads(text))


class Variables:
    """The variables of all scopes, read once in a transaction."""

    def __init__(self, work: Work, twist: Twist) -> None:
        self._work = work
        self._twist = twist
        self._scopes: dict[int, dict[str, Row]] = {}
        self._values: dict[int, dict[str, feel.Value]] = {}
        self.changed: dict[int, list[Change]] = {}
        """What changed in this transaction, by process instance."""
        work.at_end.append(self._forget)

    def _forget(self) -> None:
        self._scopes.clear()
        self._values.clear()
        self.changed.clear()

    def new_scope(self, key: int) -> None:
        """A scope that has just come up, and has no variables."""
        self._scopes[key] = {}
        self._values[key] = {}

    def _rows(self, scope: int) -> dict[str, Row]:
        if scope not in self._scopes:
            rows = self._work.store.find("variable", scope_key=scope)
            self._scopes[scope] = {row["name"]: row for row in rows}
        return self._scopes[scope]

    def _feel(self, scope: int) -> dict[str, feel.Value]:
        """The variables of a scope as values of FEEL."""
        if scope not in self._values:
            values = {name: _value(row["value"]) for name, row in self._rows(scope).items()}
            self._values[scope] = values
        return self._values[scope]

    def scopes(self, execution: Execution) -> Iterator[Execution]:
        """The scopes that an execution sees, its own first, its process instance last."""
        yield execution
        while not execution.is_process:
            execution = self._work.parent(execution)
            yield execution

    def local(self, scope: int) -> dict[str, Any]:
        """The variables of one scope as JSON values."""
        return {name: json.loads(row["value"]) for name, row in self._rows(scope).items()}

    def visible(self, execution: Execution, names: Iterable[str] | None = None) -> dict[str, Any]:
        """What an execution sees as JSON values, inner scopes before outer ones: all, or the variables named."""
        seen: dict[str, Row] = {}
        for scope in reversed(list(self.scopes(execution))):
            seen |= self._rows(scope.key)
        wanted = seen if names is None else [name for name in names if name in seen]
        return {name: json.loads(seen[name]["value"]) for name in wanted}

    def set_local(self, execution: Execution, variables: Mapping[str, Any]) -> None:
        """Sets variables in the scope of an execution."""
        if not variables:
            return
        rows, values = self._rows(execution.key), self._feel(execution.key)
        for name, value in variables.items():
            text = wire.compact(value)
            there = rows.get(name)
            row = self._new(execution, name, text) if there is None else there | {"value": text}
            if there is None or there["value"] != text:
                rows[name] = row
                values[name] = _value(row["value"])
                self._work.store.put("variable", row, self._work.at)
                change = (execution.key, name, "create" if there is None else "update")
                self.changed.setdefault(execution.instance, []).append(change)

    def _new(self, execution: Execution, name: str, text: str) -> Row:
        instance = self._work.store.get("process_instance", execution.instance) or {}
        row: Row = {
            "key": self._work.store.new_key(),
            "name": name,
            "tenant_id": instance["tenant_id"],
            "scope_key": execution.key,
            "process_instance_key": execution.instance,
            "root_process_instance_key": instance["root_process_instance_key"],
            "value": text,
        }
        return self._twist("variable", row)

    def propagate(self, execution: Execution, variables: Mapping[str, Any]) -> None:
        """Sets each variable in the innermost scope that has it, else in the process instance."""
        scopes = list(self.scopes(execution))
        for name, value in variables.items():
            owner = next((scope for scope in scopes if name in self._rows(scope.key)), scopes[-1])
            self.set_local(owner, {name: value})

    # FEEL

    def evaluate(self, execution: Execution, value: Value, more: Mapping[str, Any] | None = None) -> feel.Outcome:
        """What a value comes to where an execution stands; a static one is its text."""
        if value.expression is None:
            return feel.Outcome(value.text)
        context: dict[str, feel.Value] = {}
        for scope in reversed(list(self.scopes(execution))):
            context |= self._feel(scope.key)
        if more:
            context |= {name: feel.to_feel(one) for name, one in more.items()}
        now = datetime.fromtimestamp(self._work.at / 1000, UTC)
        return value.expression.evaluate(context, now=now)

    def json(self, execution: Execution, value: Value) -> Any:
        """The same as a JSON value."""
        return feel.to_json(self.evaluate(execution, value).value)

    def text(self, execution: Execution, value: Value, what: str) -> str:
        """A value that must be a text; EXTRACT_VALUE_ERROR for others, as for those below."""
        outcome = self.evaluate(execution, value)
        if not isinstance(outcome.value, str):
            raise _misfit(value, outcome, what, "a text")
        return outcome.value

    def key_text(self, execution: Execution, value: Value, what: str) -> str:
        """A correlation key: a text or a number."""
        outcome = self.evaluate(execution, value)
        found = feel.to_json(outcome.value)
        if isinstance(found, bool) or not isinstance(found, str | int | float):
            raise _misfit(value, outcome, what, "a text or a number")
        return str(found)

    def whole(self, execution: Execution, value: Value, what: str) -> int:
        """A value that must be a whole number."""
        outcome = self.evaluate(execution, value)
        found = feel.to_json(outcome.value)
        if isinstance(found, str) and value.expression is None and found.strip().lstrip("-").isdigit():
            return int(found)
        if isinstance(found, bool) or not isinstance(found, int):
            raise _misfit(value, outcome, what, "a whole number")
        return found

    def truth(self, execution: Execution, value: Value, what: str, more: Mapping[str, Any] | None = None) -> bool:
        """A value that must be true or false."""
        outcome = self.evaluate(execution, value, more)
        if not isinstance(outcome.value, bool):
            raise _misfit(value, outcome, what, "true or false")
        return outcome.value

    def list_(self, execution: Execution, value: Value, what: str) -> list[Any]:
        """A value that must be a list."""
        outcome = self.evaluate(execution, value)
        if not isinstance(outcome.value, list):
            raise _misfit(value, outcome, what, "a list")
        return list(feel.to_json(outcome.value))

    def texts(self, execution: Execution, value: Value, what: str) -> list[str]:
        """A list of texts; a static one is separated by commas."""
        if value.expression is None:
            return [part.strip() for part in value.text.split(",") if part.strip()]
        outcome = self.evaluate(execution, value)
        found = feel.to_json(outcome.value)
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise _misfit(value, outcome, what, "a list of texts")
        return found

    def mapped(self, execution: Execution, mappings: tuple[IoMapping, ...], which: str) -> dict[str, Any]:
        """The variables that mappings make; later ones see what earlier ones made.

        `which` is `input` or `output`; a nested target of an output goes into the context that is there.
        """
        made: dict[str, Any] = {}
        for mapping in mappings:
            outcome = self.evaluate(execution, mapping.source, made)
            failed = [one.message for one in outcome.warnings if one.message.startswith(_ASSERT)]
            if failed:
                sentence = f"The {which} mapping of '{mapping.target}' failed: {failed[0].removeprefix(_ASSERT)}"
                raise Incident("IO_MAPPING_ERROR", "\n".join((sentence, mapping.source.text, *_whys(outcome))))
            outer, _, inner = mapping.target.partition(".")
            if inner and outer not in made and which == "output":
                made[outer] = self.visible(execution, [outer]).get(outer)
            _place(made, mapping.target.split("."), feel.to_json(outcome.value))
        return made


def _place(made: dict[str, Any], path: list[str], value: Any) -> None:
    """Puts a value at a dotted path, making what is missing on the way."""
    for name in path[:-1]:
        if not isinstance(made.get(name), dict):
            made[name] = {}
        made = made[name]
    made[path[-1]] = value


def _misfit(value: Value, outcome: feel.Outcome, what: str, wanted: str) -> Incident:
    found = wire.compact(feel.to_json(outcome.value))
    sentence = f"The value of {what} must be {wanted}, but '{value.text}' gives {found[:200]}."
    return Incident("EXTRACT_VALUE_ERROR", "\n".join((sentence, *_whys(outcome))))


def _whys(outcome: feel.Outcome) -> list[str]:
    return [str(warning) for warning in outcome.warnings[:_MOST_WARNINGS]]
