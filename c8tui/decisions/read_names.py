"""Which names the decisions of a model read, and which of them nothing in the model gives."""

from __future__ import annotations

import re

from c8tui.decisions.free_variables import Inside, expressions_in, free_variables
from c8tui.feel import dmn_model as m
from c8tui.feel import syntax as s
from c8tui.feel.lexer import RESERVED
from c8tui.feel.parser import parse, parse_tests
from c8tui.feel.problems import FeelSyntaxError

MOST_CELLS = 2_000
"""Different cells that are searched for names and values."""
MOST_CHARACTERS = 200_000
"""Characters of all expressions that are searched for names; reading more would be felt."""
LONGEST_HINT = 80
"""Characters of a text in the rules that is told as a hint."""
LONGEST_PATH = 500
"""Characters of a column's expression that may ask for nothing but a variable."""
_PATH = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*+)(?:"|\\?\Z)', re.DOTALL)
"""A text, or one that nobody closed: else every quote in it would be tried as the beginning of one."""
_PLAIN = re.compile(r"[\s\d.,<>=\[\]()-]*")


class ReadNames:
    """What the columns and expressions of some elements read."""

    def __init__(self, model: m.Definitions, elements: list[m.Element]) -> None:
        self._model = model
        self._left = MOST_CHARACTERS
        self.free: dict[tuple[str, ...], None] = {}
        """Paths of names that nothing which is required where they stand gives, in their order."""
        self._roots: set[str] = set()
        self._read: set[str] = set()
        """All names that are read, whatever gives them."""
        self._whole: set[str] = set()
        """Those of them that are not only read by their parts."""
        self._complete = True
        """Whether every expression was looked at."""
        self.columns: dict[tuple[str, ...], m.TableInput] = {}
        """The first column that asks for a path."""
        self.texts: dict[tuple[str, ...], list[str]] = {}
        """Texts in the cells of such columns."""
        for element in elements:
            known = _known_in(model, element)
            logic = element.logic if isinstance(element, m.Decision | m.KnowledgeModel) else None
            for inside in expressions_in(logic):
                self._look(inside, known | inside.bound)

    def reads(self, entry: m.InputData) -> bool:
        """Whether some expression speaks of the input, as far as they were looked at."""
        return not self._complete or entry.variable in self._read

    def parts_of(self, name: str) -> list[tuple[str, ...]]:
        """The paths by which columns ask for parts of a variable; none where it is read as a whole, too."""
        return [] if name in self._whole else [path for path in self.columns if path[0] == name]

    def _look(self, inside: Inside, known: frozenset[str]) -> None:
        if isinstance(inside.box, m.LiteralBox):
            if not inside.box.language:
                self._add_free(inside.box.text, known, filtered=inside.filtered)
            return
        table = inside.box
        for column, entry in enumerate(table.inputs):
            path = _path_of(entry, self._model.names)
            if path:
                self.columns.setdefault(path, entry)
                cells = (rule.tests[column] for rule in table.rules[:MOST_CELLS] if column < len(rule.tests))
                texts = (text for cell in cells for text in _TEXT.findall(cell) if len(text) <= LONGEST_HINT)
                self.texts.setdefault(path, []).extend(texts)
                self._add(path, known)
            elif not entry.language:
                self._add_free(entry.expression, known)
        self._look_at_cells(table, known)

    def _look_at_cells(self, table: m.TableBox, known: frozenset[str]) -> None:
        tests: dict[str, None] = {}
        results: dict[str, None] = {}
        for rule in table.rules:
            for cells, language_of, found in (
                (rule.tests, rule.language_of_test, tests),
                (rule.results, rule.language_of_result, results),
            ):
                for column, cell in enumerate(cells):
                    if not language_of(column) and not _PLAIN.fullmatch(_TEXT.sub("", cell)):
                        found[cell] = None
        self._complete = self._complete and max(len(tests), len(results)) <= MOST_CELLS
        for cell in list(tests)[:MOST_CELLS]:
            self._add_free(cell, known, test=True)
        for cell in list(results)[:MOST_CELLS]:
            self._add_free(cell, known)

    def _add_free(self, text: str, known: frozenset[str], *, test: bool = False, filtered: bool = False) -> None:
        if len(text) > self._left:
            self._complete = False
            return
        self._left -= len(text)
        try:
            tree = parse_tests(text, self._model.names) if test else parse(text, self._model.names)
        except (FeelSyntaxError, RecursionError):
            return
        for free in free_variables(tree):
            if not ((free.filtered or filtered) and free.name in self._model.names):
                self._add((free.name,), known)

    def _add(self, path: tuple[str, ...], known: frozenset[str]) -> None:
        """A path goes before its root alone, which an expression may name, too."""
        self._read.add(path[0])
        if len(path) == 1:
            self._whole.add(path[0])
        if path[0] in known:
            return
        if len(path) > 1:
            self.free.pop(path[:1], None)
        if len(path) > 1 or path[0] not in self._roots:
            self.free.setdefault(path)
        self._roots.add(path[0])


def _known_in(model: m.Definitions, element: m.Element) -> frozenset[str]:
    """The names that expressions of an element find given: what it requires, by any of its names, and imports.

    A table that is required is known by the names of its outputs, too, which Camunda 7 binds.
    """
    names = {entry.name for entry in model.imports}
    for key in element.requires:
        required = model.elements.get(key)
        if isinstance(required, m.InputData):
            names.add(required.variable)
        elif required is not None:
            names |= {required.id, required.name, required.variable}
            logic = required.logic if isinstance(required, m.Decision) else None
            names |= {output.name for output in logic.outputs} if isinstance(logic, m.TableBox) else set()
    return frozenset(names - {""})


def _path_of(column: m.TableInput, names: frozenset[str]) -> tuple[str, ...]:
    """The path that a column asks for, where it asks for a variable or a part of one; else nothing.

    What is written so in JUEL, JavaScript or Groovy is a variable there, too.
    """
    text = column.expression
    if column.language:
        bare = text.strip().removeprefix("${").removeprefix("#{").removesuffix("}").strip()
        return tuple(bare.split(".")) if _PATH.fullmatch(bare) else ()
    if _PATH.fullmatch(text) and text not in names:
        return () if text in RESERVED else tuple(text.split("."))
    if len(text) > LONGEST_PATH:
        return ()
    try:
        node = parse(text, names)
    except (FeelSyntaxError, RecursionError):
        return ()
    parts: list[str] = []
    while isinstance(node, s.Path):
        parts.append(node.name)
        node = node.operand
    return (node.name, *reversed(parts)) if isinstance(node, s.Name) else ()
