"""What a decision has to be told: its inputs, with their types and the values that they may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from c8tui.decisions.read_names import ReadNames
from c8tui.feel import dmn_model as m
from c8tui.feel import to_json
from c8tui.feel.evaluate import expression
from c8tui.feel.problems import FeelSyntaxError
from c8tui.feel.run import Limits

DEEPEST = 6
"""Types within types that are asked for part by part; what lies deeper is asked for as a whole."""
MOST_PARTS = 500
"""Parts of one input that are asked for; a type with more, as one that has itself as its parts, is asked as a whole."""
MOST_QUESTIONS = 5_000
MOST_HINTS = 6
A_CONTEXT = "a context, as in {a: 1}"
SIMPLE = frozenset({"number", "string", "boolean", "date", "time", "dateTime"})
_ALIASES = {
    "dateandtime": "dateTime",
    "datetime": "dateTime",
    "integer": "number",
    "long": "number",
    "double": "number",
}
_OF_OPTIONS = Limits(steps=2_000, pattern_s=0.01)
"""For what is only looked at: values that are listed need no more."""


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
    """All that the decision, and those that it requires, are to be told.

    First the declared inputs that some expression reads, then names that nothing gives, at last the declared inputs
    that no expression reads: Modeler lets people draw inputs that only tell of where a value comes from.
    Raises `KeyError` for a decision that the model does not have.
    """
    elements, inputs = _required(model, model.elements[decision_id])
    read = ReadNames(model, elements)
    paths = {".".join(path) for path in read.free if len(path) > 1}
    inputs = [entry for entry in inputs if entry.variable not in paths]  # such are called by the path to them
    declared = [(entry, _of_declared(model, entry, read)) for entry in inputs]
    found = [question for entry, questions in declared if read.reads(entry) for question in questions]
    known = {entry.variable or entry.name for entry in inputs}
    unlinked = {
        entry.variable: entry for entry in model.elements.values() if isinstance(entry, m.InputData) and entry.type_ref
    }
    for path in read.free:
        if path[0] in unlinked and path[0] not in known:
            found += _of_declared(model, unlinked[path[0]], read)
        elif path[0] not in known:
            found.append(Question(path))
    found += [question for entry, questions in declared if not read.reads(entry) for question in questions]
    every = _without_doubles(found)
    dressed = [_dressed(read, question) for question in every[:MOST_QUESTIONS]]
    if rest := len(every) - len(dressed):
        dressed[-1] = replace(dressed[-1], hint=f"the last that is asked for; the model has {rest:,} more")
    return dressed


def _of_declared(model: m.Definitions, entry: m.InputData, read: ReadNames) -> list[Question]:
    """The questions of an input; of one without a type those of its parts that columns ask for."""
    name = entry.variable or entry.name
    title = entry.name if entry.name != name else ""
    if not entry.type_ref and (paths := read.parts_of(name)):
        return [Question(path) for path in paths]
    parts = _of_input(model, (name,), entry.type_ref)
    return [replace(one, title=title) if one.path == (name,) else one for one in parts]


def _dressed(read: ReadNames, question: Question) -> Question:
    """The question with what a column that asks for it says of its values, where the model says nothing."""
    column = read.columns.get(question.path)
    if column is None:
        return question
    title = column.label if column.label and column.label != question.path[-1] else question.title
    type_ = question.type if question.type != "any" else _simple(column.type_ref)
    options = question.options or _options(column.allowed)
    hint = question.hint or (f"allowed: {column.allowed}" if column.allowed and not options else "")
    if not hint and not options:
        seen = list(dict.fromkeys(read.texts.get(question.path, ())))
        more = ", …" if len(seen) > MOST_HINTS else ""
        hint = f"in the rules: {', '.join(seen[:MOST_HINTS])}{more}" if seen else ""
    return replace(question, type=type_, options=options, hint=hint, title=title)


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


def variables_at(question: Question, variables: Any) -> Iterator[Any]:
    """The value that variables have for a question, if they have one."""
    for name in question.path:
        if not isinstance(variables, dict) or name not in variables:
            return
        variables = variables[name]
    yield variables
