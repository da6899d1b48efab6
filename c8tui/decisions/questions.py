"""What a decision has to be told: its inputs, with their types and the values that they may have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from c8tui.feel import dmn_model as m
from c8tui.feel import to_json
from c8tui.feel.builtins import BUILTINS
from c8tui.feel.code_tests import INPUT
from c8tui.feel.evaluate import expression, unary_tests
from c8tui.feel.problems import FeelSyntaxError
from c8tui.feel.run import Limits

DEEPEST = 6
"""Types within types that are asked for part by part; what lies deeper is asked for as a whole."""
MOST_PARTS = 500
"""Parts of one input that are asked for; a type with more, as one that has itself as its parts, is asked as a whole."""
MOST_QUESTIONS = 5_000
MOST_CELLS = 2_000
"""Different cells that are searched for names and values."""
MOST_CHARACTERS = 200_000
"""Characters of all expressions that are searched for names; reading more would be felt."""
MOST_HINTS = 6
LONGEST_HINT = 80
"""Characters of a text in the rules that is told as a hint."""
A_CONTEXT = "a context, as in {a: 1}"
SIMPLE = frozenset({"number", "string", "boolean", "date", "time", "dateTime"})
_ALIASES = {
    "dateandtime": "dateTime",
    "datetime": "dateTime",
    "integer": "number",
    "long": "number",
    "double": "number",
}
_PATH = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*+)(?:"|\\?\Z)', re.DOTALL)
"""A text, or one that nobody closed: else every quote in it would be tried as the beginning of one."""
_OF_OPTIONS = Limits(steps=2_000, pattern_s=0.01)
"""For what is only looked at: values that are listed need no more."""
_PLAIN = re.compile(r"[\s\d.,<>=\[\]()-]*")


@dataclass(frozen=True, slots=True)
class Question:
    """A value that is asked for. `path` leads to it within the variables; `type` is one of `SIMPLE`, or `any`."""

    path: tuple[str, ...]
    type: str = "any"
    options: tuple[Any, ...] = ()
    """The values that it may have, as JSON; empty when the model does not list them."""
    many: bool = False
    """Whether it is a list of the options."""
    hint: str = ""
    """What else the model says of its values."""
    title: str = ""
    """What the model calls it, where that is not the name of the variable."""

    @property
    def label(self) -> str:
        return ".".join(self.path)


def questions_of(model: m.Definitions, decision_id: str) -> list[Question]:
    """All that the decision, and those that it requires, are to be told: declared inputs first, then free names.

    Raises `KeyError` for a decision that the model does not have.
    """
    decisions, inputs = _required(model, model.elements[decision_id])
    asked = _AskedColumns(model, decisions)
    found: list[Question] = []
    for entry in inputs:
        name = entry.variable or entry.name
        title = entry.name if entry.name != name else ""
        parts = _of_input(model, (name,), entry.type_ref)
        found += [replace(one, title=title) if one.path == (name,) else one for one in parts]
    known = {question.path[0] for question in found}
    for path in asked.free:
        if path[0] not in known:
            found.append(Question(path))
    every = _without_doubles(found)
    dressed = [asked.dressed(question) for question in every[:MOST_QUESTIONS]]
    if rest := len(every) - len(dressed):
        dressed[-1] = replace(dressed[-1], hint=f"the last that is asked for; the model has {rest:,} more")
    return dressed


def _required(model: m.Definitions, asked: m.Element) -> tuple[list[m.Element], list[m.InputData]]:
    """The decisions and the inputs that the element rests on, itself included."""
    decisions: list[m.Element] = []
    inputs: list[m.InputData] = []
    seen: set[str] = set()
    waiting = [asked]
    while waiting:
        element = waiting.pop(0)
        if element.id in seen:
            continue
        seen.add(element.id)
        if isinstance(element, m.InputData):
            inputs.append(element)
        elif isinstance(element, m.Decision | m.KnowledgeModel):
            decisions.append(element)
        elif isinstance(element, m.Service):
            keys = (*element.input_data, *element.outputs)
            waiting += [model.elements[key] for key in keys if key in model.elements]
        waiting += [model.elements[key] for key in element.requires if key in model.elements]
    return decisions, inputs


def _without_doubles(questions: list[Question]) -> list[Question]:
    return list({question.path: question for question in reversed(questions)}.values())[::-1]


def _of_input(model: m.Definitions, path: tuple[str, ...], type_ref: str) -> list[Question]:
    """The questions of an input; of a structure those of its parts."""
    item = _item(model, type_ref)
    if item is None:
        return [Question(path, _simple(type_ref))]
    found = list(islice(_of_item(model, path, item, 0), MOST_PARTS + 1))
    return found if len(found) <= MOST_PARTS else [Question(path, hint=A_CONTEXT)]


def _of_item(model: m.Definitions, path: tuple[str, ...], item: m.ItemDefinition, depth: int) -> Iterator[Question]:
    options = _options(item.allowed)
    hint = "" if options or not item.allowed else f"allowed: {item.allowed}"
    if item.is_list:
        yield Question(path, "any", options, many=bool(options), hint=hint or "a list, as in [1, 2]")
    elif item.components and depth < DEEPEST:
        for part in item.components:
            yield from _of_item(model, (*path, part.name), part, depth + 1)
    elif item.components:
        yield Question(path, hint=A_CONTEXT)
    elif depth < DEEPEST and (inner := _item(model, item.type_ref)) is not None and inner is not item:
        for one in _of_item(model, path, inner, depth + 1):
            yield replace(one, options=options or one.options, hint=hint or one.hint)
    else:
        yield Question(path, _simple(item.type_ref), options, hint=hint)


def _item(model: m.Definitions, type_ref: str) -> m.ItemDefinition | None:
    return next((item for item in model.types if item.name == type_ref), None) if type_ref else None


def _simple(type_ref: str) -> str:
    """The type, without the prefix that DMN 1.1 gives to those of FEEL; `any` for all that needs FEEL to be written."""
    name = type_ref.rpartition(":")[2].strip()
    name = _ALIASES.get(name.replace(" ", "").casefold(), name)
    return name if name in SIMPLE else "any"


def _options(allowed: str) -> tuple[Any, ...]:
    """The values that unary tests list, if they list nothing but texts, numbers and truth values."""
    if not allowed:
        return ()
    try:
        values = expression(f"[{allowed}]").evaluate({}, limits=_OF_OPTIONS).value
    except FeelSyntaxError:
        return ()
    plain = [to_json(value) for value in values or ()]
    return tuple(plain) if all(isinstance(value, str | int | float) for value in plain) and ".." not in allowed else ()


class _AskedColumns:
    """What the columns and expressions of some decisions speak of: names that nothing gives, types, values."""

    def __init__(self, model: m.Definitions, decisions: list[m.Element]) -> None:
        self._names = model.names
        self._left = MOST_CHARACTERS
        self.free: dict[tuple[str, ...], None] = {}
        """Paths of names that are neither inputs nor anything else of the model, in their order."""
        self._roots: set[str] = set()
        self._columns: dict[tuple[str, ...], m.TableInput] = {}
        self._texts: dict[tuple[str, ...], list[str]] = {}
        for decision in decisions:
            logic = decision.logic if isinstance(decision, m.Decision | m.KnowledgeModel) else None
            own = {entry.name for entry in logic.parameters} if isinstance(logic, m.FunctionBox) else set()
            for part in m.parts_of(logic) if logic is not None else ():
                self._look(part, own)

    def _look(self, part: object, own: set[str]) -> None:
        if isinstance(part, m.LiteralBox):
            self._add_free(part.text, own)
        elif isinstance(part, m.TableBox):
            for column, entry in enumerate(part.inputs):
                path = tuple(entry.expression.split(".")) if _PATH.fullmatch(entry.expression) else ()
                if path:
                    self._columns.setdefault(path, entry)
                    cells = (rule.tests[column] for rule in part.rules[:MOST_CELLS] if column < len(rule.tests))
                    texts = (text for cell in cells for text in _TEXT.findall(cell) if len(text) <= LONGEST_HINT)
                    self._texts.setdefault(path, []).extend(texts)
                if path and path[0] not in self._names | own:
                    self._add(path)
                else:
                    self._add_free(entry.expression, own)
            self._look_at_cells(part, own)

    def _look_at_cells(self, table: m.TableBox, own: set[str]) -> None:
        tests = {cell for rule in table.rules for cell in rule.tests if not _PLAIN.fullmatch(_TEXT.sub("", cell))}
        results = {cell for rule in table.rules for cell in rule.results if not _PLAIN.fullmatch(_TEXT.sub("", cell))}
        for cell in sorted(tests)[:MOST_CELLS]:
            self._add_free(cell, own, test=True)
        for cell in sorted(results)[:MOST_CELLS]:
            self._add_free(cell, own)

    def _add_free(self, text: str, own: set[str], *, test: bool = False) -> None:
        if len(text) > self._left:
            return
        self._left -= len(text)
        try:
            found = unary_tests(text, self._names) if test else expression(text, self._names)
        except FeelSyntaxError:
            return
        for name in sorted(found.free - self._names - BUILTINS.keys() - own - {INPUT, "item", "partial"}):
            self._add((name,))

    def _add(self, path: tuple[str, ...]) -> None:
        """A path goes before its root alone, which an expression may name, too."""
        if len(path) > 1:
            self.free.pop(path[:1], None)
        if len(path) > 1 or path[0] not in self._roots:
            self.free.setdefault(path)
        self._roots.add(path[0])

    def dressed(self, question: Question) -> Question:
        """The question with what a column that asks for it says of its values, where the model says nothing."""
        column = self._columns.get(question.path)
        if column is None:
            return question
        type_ = question.type if question.type != "any" else _simple(column.type_ref)
        options = question.options or _options(column.allowed)
        hint = question.hint or (f"allowed: {column.allowed}" if column.allowed and not options else "")
        if not hint and not options:
            seen = list(dict.fromkeys(self._texts.get(question.path, ())))
            more = ", …" if len(seen) > MOST_HINTS else ""
            hint = f"in the rules: {', '.join(seen[:MOST_HINTS])}{more}" if seen else ""
        return replace(question, type=type_, options=options, hint=hint)


def variables_at(question: Question, variables: Any) -> Iterator[Any]:
    """The value that variables have for a question, if they have one."""
    for name in question.path:
        if not isinstance(variables, dict) or name not in variables:
            return
        variables = variables[name]
    yield variables
