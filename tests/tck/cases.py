"""Reads test cases of the kit, evaluates what they ask for, and compares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse

from c8tui.feel import Dialect, dmn, operators
from c8tui.feel.dmn_model import Definitions, DmnError
from c8tui.feel.numbers import read as read_number
from c8tui.feel.temporal_text import read_any, read_date, read_date_time, read_duration, read_time
from c8tui.feel.values import Value, text_of

INVOKED = frozenset({"decisionService", "bkm"})
"""Types of test cases that invoke something by name; all others ask for decisions."""
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True)
class Result:
    """One expected result; `where` is folder, case and node."""

    where: str
    passed: bool
    expected: str
    got: str


@dataclass(frozen=True)
class Untyped:
    """An expected value whose type the kit does not say: it is read as the type of what comes out."""

    text: str

    def agrees(self, got: Value) -> bool:
        if isinstance(got, str):
            return got == self.text
        text = self.text.strip()
        if isinstance(got, bool):
            return text == ("true" if got else "false")
        read = read_number(text) if isinstance(got, Decimal) else read_any(text)
        return same(read, got) if read is not None else got is None and not text

    def __str__(self) -> str:
        return self.text


def levels(folder: Path) -> dict[str, list[Path]]:
    """The test folders by compliance level, or where no folder is called that, by the folder that they stand in.

    A folder is one test when it holds test cases.
    """
    folder = folder.resolve()
    found: dict[str, list[Path]] = {}
    for file in sorted(folder.rglob("*.xml")):
        test = file.parent
        named = (part for part in reversed(test.parts) if part.startswith("compliance-level-"))
        inside = test.relative_to(folder).parts
        level = next(named, inside[0] if len(inside) > 1 else folder.name)
        if test not in found.setdefault(level, []):
            found[level].append(test)
    return found


def run_folder(folder: Path) -> Iterator[Result]:
    """All results of the test cases in one folder."""
    models = _models(folder)
    for file in sorted(folder.glob("*.xml")):
        root = parse(file).getroot()
        if _local(root) != "testCases":
            continue
        name = _text(root, "modelName")
        for case in _children(root, "testCase"):
            yield from _run_case(f"{folder.name} {case.get('id')}", case, models.get(name))


def _models(folder: Path) -> dict[str, Definitions | str]:
    """By file name; what cannot be read by why. Read again until imports of imports are known."""
    read: dict[str, Definitions | str] = {}
    known: dict[str, Definitions] = {}
    files = sorted(folder.rglob("*.dmn"))
    for _ in files:
        for file in files:
            try:
                model = dmn.read(file.read_bytes(), known)
            except DmnError as error:
                read[file.name] = str(error)
                continue
            read[file.name] = known[model.namespace] = model
    return read


def _run_case(where: str, case: Element, model: Definitions | str | None) -> Iterator[Result]:
    inputs = {node.get("name", ""): _value(node) for node in _children(case, "inputNode")}
    invoked = case.get("invocableName") if case.get("type") in INVOKED else None
    for node in _children(case, "resultNode"):
        name = node.get("name", "")
        expected = next(iter(_children(node, "expected")), None)
        wanted = _value(expected, Untyped) if expected is not None else None
        got = _evaluated(model, invoked or name, inputs)
        if invoked and isinstance(got, dict) and name in got:
            got = got[name]
        passed = same(wanted, got)
        yield Result(f"{where} {name}", passed, text_of(wanted, inside=True), text_of(got, inside=True))


def _evaluated(model: Definitions | str | None, name: str, inputs: dict[str, Value]) -> Value:
    if not isinstance(model, Definitions):
        return f"no model: {model}"
    try:
        evaluation = dmn.evaluate(model, name, inputs, dialect=Dialect.STANDARD)
    except KeyError:
        return f"no element {name}"
    return evaluation.value


def same(wanted: Value, got: Value) -> bool:
    """Whether a result is the expected one; numbers may differ in the last digits that a double has."""
    if isinstance(wanted, Untyped):
        return wanted.agrees(got)
    if isinstance(wanted, Decimal) and isinstance(got, Decimal):
        return abs(wanted - got) <= max(abs(wanted), Decimal(1)) * Decimal("1e-8")
    if isinstance(wanted, list) and isinstance(got, list):
        return len(wanted) == len(got) and all(map(same, wanted, got))
    if isinstance(wanted, dict) and isinstance(got, dict):
        return wanted.keys() == got.keys() and all(same(value, got[key]) for key, value in wanted.items())
    return type(wanted) is type(got) and (wanted == got or operators.equal(wanted, got) is True)


def _guessed(text: str) -> Value:
    """An input without a type: some cases leave it out."""
    found = read_any(text.strip())
    return text if found is None else found


def _value(node: Element, untyped: Callable[[str], Value] = _guessed) -> Value:
    """The value that a node of the kit says: a list, a context of components, or one value."""
    lists = _children(node, "list")
    if lists:
        return [_value(item, untyped) for item in _children(lists[0], "item")]
    components = _children(node, "component")
    if components:
        return {component.get("name", ""): _value(component, untyped) for component in components}
    values = _children(node, "value")
    return _simple(values[0], untyped) if values else None


def _simple(node: Element, untyped: Callable[[str], Value]) -> Value:
    if node.get(f"{XSI}nil") == "true":
        return None
    text, kind = node.text or "", (node.get(f"{XSI}type") or "").rpartition(":")[2]
    match kind:
        case "boolean":
            return text.strip() == "true"
        case "decimal" | "double" | "integer" | "int" | "long" | "float":
            return Decimal(text.strip())
        case "date":
            return read_date(text.strip())
        case "dateTime":
            return read_date_time(text.strip())
        case "time":
            return read_time(text.strip())
        case "duration":
            return read_duration(text.strip())
        case "string":
            return text
    return untyped(text)


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _children(node: Element, name: str) -> list[Element]:
    return [child for child in node if _local(child) == name]


def _text(node: Element, name: str) -> str:
    return next(((child.text or "").strip() for child in _children(node, name)), "")
