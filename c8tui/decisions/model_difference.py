"""What differs between two versions of a whole DMN file: elements, what they require, their logic, and types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from c8tui.decisions.box_lines import box_lines
from c8tui.decisions.difference import Change, SheetDifference, difference
from c8tui.decisions.kinds import ELEMENT_NAMES, box_kind_of, name_of_kind
from c8tui.decisions.plain_text import plain_text
from c8tui.decisions.sheet import sheet_of
from c8tui.feel import dmn_model as m
from c8tui.text import counted

MOST_LINES = 1_000
"""Lines between the first and the last that differ which are compared; of more all count as replaced."""
What = Literal["added", "removed", "changed", "same"]

_TYPE = "type"
REFERENCES = ("requires", "source", "output decision", "encapsulated decision", "input decision", "input data")
"""Changes that name another element, on the one side that has it."""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line that is in both (a blank `sign`), in the old text only (`-`), or in the new one only (`+`)."""

    sign: Literal[" ", "-", "+"]
    text: str


@dataclass(frozen=True, slots=True)
class LinesDifference:
    """All lines of either text, in order."""

    lines: tuple[DiffLine, ...]
    limits: tuple[str, ...] = ()
    """What was not compared, in sentences."""

    @property
    def same(self) -> bool:
        return all(line.sign == " " for line in self.lines)

    def summary(self) -> str:
        """In one line, as `2 lines added, 1 removed`."""
        signs = Counter[str](line.sign for line in self.lines)
        parts = [f"{signs[sign]:,} {word}" for sign, word in (("+", "added"), ("-", "removed")) if signs[sign]]
        if not parts:
            return "no difference"
        first = signs["+"] or signs["-"]
        parts[0] = parts[0].replace(f"{first:,}", counted(first, "line"), 1)
        return ", ".join([*parts, *self.limits])


@dataclass(frozen=True, slots=True)
class ElementDifference:
    """A decision, input, knowledge model, knowledge source or service of either file."""

    what: What
    before: m.Element | None
    after: m.Element | None
    changes: tuple[Change, ...] = ()
    """Of name, type, logic (its kind), requires (a name on one side only) and so on."""
    logic: SheetDifference | LinesDifference | None = None
    """None where neither has any, or there is only one."""


@dataclass(frozen=True, slots=True)
class ModelDifference:
    """Elements in the order of the new file, those that were removed last; types by name."""

    elements: tuple[ElementDifference, ...]
    types: tuple[tuple[What, str], ...] = ()

    @property
    def same(self) -> bool:
        return not self.types and all(element.what == "same" for element in self.elements)

    def summary(self) -> str:
        """In one line: `1 decision added, 2 decisions changed, 1 type removed`."""
        found: Counter[tuple[str, str]] = Counter()
        for element in self.elements:
            found[word_of(element.after or element.before), element.what] += 1
        found.update((_TYPE, what) for what, _ in self.types)
        words = [*ELEMENT_NAMES.values(), _TYPE]
        parts = [
            f"{counted(found[word, what], word)} {what}"
            for word in words
            for what in ("added", "removed", "changed")
            if found[word, what]
        ]
        return ", ".join(parts) or "no difference"


def word_of(element: m.Element | None) -> str:
    """What an element of the graph is called."""
    return name_of_kind(element) if element is not None else "element"


def model_difference(before: m.Definitions, after: m.Definitions) -> ModelDifference:
    """What differs; elements are the same by id, else by kind and name."""
    partner = _partners(before, after)
    renamed = {there: here for here, there in partner.items()}
    elements = []
    for key, element in after.elements.items():
        if key in partner:
            old = before.elements[partner[key]]
            changes = [*_changes(old, element), *_requirements(old, element, before, after, renamed)]
            logic = logic_difference(_logic(old), _logic(element))
            what: What = "changed" if changes or (logic and not logic.same) else "same"
            elements.append(ElementDifference(what, old, element, tuple(changes), logic))
        else:
            elements.append(ElementDifference("added", None, element))
    gone = (element for key, element in before.elements.items() if key not in renamed)
    elements += [ElementDifference("removed", element, None) for element in gone]
    return ModelDifference(tuple(elements), tuple(_types(before, after)))


def logic_difference(before: m.Box | None, after: m.Box | None) -> SheetDifference | LinesDifference | None:
    """Two tables rule by rule, anything else by its lines; None where there is no logic at all."""
    if before is None and after is None:
        return None
    if isinstance(before, m.TableBox) and isinstance(after, m.TableBox):
        return difference(sheet_of(before), sheet_of(after))
    return lines_difference(box_lines(before), box_lines(after))


def lines_difference(before: Sequence[str], after: Sequence[str]) -> LinesDifference:
    """What differs between two texts, line by line."""
    shortest = min(len(before), len(after))
    head = next((n for n in range(shortest) if before[n] != after[n]), shortest)
    rest = shortest - head
    tail = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    limits: tuple[str, ...] = ()
    if max(len(old), len(new)) > MOST_LINES:
        limits = (f"more than {MOST_LINES:,} lines not compared one by one",)
        middle = [*(DiffLine("-", text) for text in old), *(DiffLine("+", text) for text in new)]
    else:
        middle = list(_compared(old, new))
    same = (
        [DiffLine(" ", text) for text in before[:head]],
        [DiffLine(" ", text) for text in before[len(before) - tail :]],
    )
    return LinesDifference((*same[0], *middle, *same[1]), limits)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[DiffLine]:
    for tag, first, last, begin, end in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield from (DiffLine(" ", text) for text in old[first:last])
        else:
            yield from (DiffLine("-", text) for text in old[first:last])
            yield from (DiffLine("+", text) for text in new[begin:end])


def _partners(before: m.Definitions, after: m.Definitions) -> dict[str, str]:
    """The key of the old element by that of the new one."""
    partner = {
        key: key
        for key, element in after.elements.items()
        if key in before.elements and type(element) is type(before.elements[key])
    }
    left = {(type(element), element.name): key for key, element in before.elements.items() if key not in partner}
    for key, element in after.elements.items():
        if key not in partner and (there := left.pop((type(element), element.name), None)) is not None:
            partner[key] = there
    return partner


def _logic(element: m.Element) -> m.Box | None:
    return element.logic if isinstance(element, m.Decision | m.KnowledgeModel) else None


def _changes(old: m.Element, new: m.Element) -> Iterator[Change]:
    told = [
        ("name", old.name, new.name),
        ("label", old.label, new.label),
        (
            "variable",
            old.variable if old.variable != old.name else "",
            new.variable if new.variable != new.name else "",
        ),
        ("type", old.type_ref, new.type_ref),
        ("description", plain_text(old.description), plain_text(new.description)),
    ]
    if isinstance(old, m.Decision) and isinstance(new, m.Decision):
        told += [
            ("question", old.question, new.question),
            ("allowed answers", old.allowed_answers, new.allowed_answers),
            ("logic", box_kind_of(old.logic).name, box_kind_of(new.logic).name),
        ]
    yield from (Change(*each) for each in told if each[1] != each[2])


def _requirements(
    old: m.Element, new: m.Element, before: m.Definitions, after: m.Definitions, renamed: dict[str, str]
) -> Iterator[Change]:
    for what, was, now in _references(old, new):
        same = {renamed.get(key, key) for key in was}
        yield from (
            Change(what, _name(before, key), "") for key in dict.fromkeys(was) if renamed.get(key, key) not in now
        )
        yield from (Change(what, "", _name(after, key)) for key in dict.fromkeys(now) if key not in same)


def _references(old: m.Element, new: m.Element) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    both = [(old.requires, new.requires), (old.sources, new.sources)]
    if isinstance(old, m.Service) and isinstance(new, m.Service):
        both += [
            (old.outputs, new.outputs),
            (old.encapsulated, new.encapsulated),
            (old.input_decisions, new.input_decisions),
            (old.input_data, new.input_data),
        ]
    yield from ((what, *each) for what, each in zip(REFERENCES, both, strict=False))


def _name(model: m.Definitions, key: str) -> str:
    """The name of an element, or what stands for it in a file that does not have it."""
    return (model.elements[key].name or key) if key in model.elements else key


def _types(before: m.Definitions, after: m.Definitions) -> Iterator[tuple[What, str]]:
    old, new = ({item.name: item for item in model.types} for model in (before, after))
    for name, item in new.items():
        if name not in old:
            yield "added", name
        elif old[name] != item:
            yield "changed", name
    yield from (("removed", name) for name in old if name not in new)
