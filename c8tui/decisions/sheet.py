"""A decision table as it is read: columns, numbered rules, and what its hit policy means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from c8tui.decisions.plain_text import plain_text
from c8tui.feel.dmn_model import TableBox

Kind = Literal["input", "output", "note"]
ANY = "-"
"""What stands in an empty cell of an input, as in one that says `-`."""

DESCRIPTION = "description"
"""The title of the column of what rules say of themselves, where any does."""

_MEANINGS = {
    "UNIQUE": ("U", "exactly one rule may match"),
    "ANY": ("A", "several rules may match if their outputs are equal"),
    "FIRST": ("F", "first match wins"),
    "PRIORITY": ("P", "the match with the highest output priority wins"),
    "RULE ORDER": ("R", "all matches, in rule order"),
    "OUTPUT ORDER": ("O", "all matches, by output priority"),
    "COLLECT": ("C", "all matches, in any order"),
}
_AGGREGATIONS = {
    "SUM": ("C+", "sum of all matches"),
    "MIN": ("C<", "smallest of all matches"),
    "MAX": ("C>", "largest of all matches"),
    "COUNT": ("C#", "number of matches"),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """A hit policy: its letter as DMN prints it, its name, and what it means."""

    letter: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called, and what the model says of its values. Everything raw."""

    kind: Kind
    id: str
    title: str
    """The label, else the expression of an input, the name of an output."""
    expression: str = ""
    """What an input asks for; the name of an output."""
    type_ref: str = ""
    allowed: str = ""
    default: str = ""
    language: str = ""
    """Of the expression; empty for FEEL."""


@dataclass(frozen=True, slots=True)
class Row:
    """A rule; `number` counts from 1, `cells` are one for every column of the sheet."""

    number: int
    id: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A table: inputs, then outputs, then annotations."""

    policy: Policy
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @cached_property
    def inputs(self) -> int:
        """How many columns are inputs; they come first."""
        return sum(column.kind == "input" for column in self.columns)

    @cached_property
    def outputs(self) -> int:
        """How many columns are outputs; they follow the inputs."""
        return sum(column.kind == "output" for column in self.columns)


def with_column(sheet: Sheet, title: str, cells: Sequence[str]) -> Sheet:
    """The sheet with one more column at its end, one cell for every rule."""
    rows = tuple(replace(row, cells=(*row.cells, cell)) for row, cell in zip(sheet.rows, cells, strict=True))
    return replace(sheet, columns=(*sheet.columns, Column("note", "", title)), rows=rows)


def policy_of(hit_policy: str, aggregation: str) -> Policy:
    """What a hit policy is called and means; one that DMN does not know keeps its own name."""
    name = hit_policy or "UNIQUE"
    if name == "COLLECT" and aggregation:
        letter, meaning = _AGGREGATIONS.get(aggregation, ("C", "an aggregation that is not known"))
        return Policy(letter, f"COLLECT {aggregation}", meaning)
    letter, meaning = _MEANINGS.get(name, ("?", "a hit policy that is not known"))
    return Policy(letter, name, meaning)


def in_language(text: str, language: str) -> str:
    """An expression as it is shown: followed by its language where that is not FEEL."""
    return f"{text} ({language})" if language else text


def sheet_of(table: TableBox) -> Sheet:
    """The sheet of a table of a model; what is not in FEEL is followed by its language."""
    columns = []
    for entry in table.inputs:
        allowed = in_language(entry.allowed, entry.allowed_language)
        title = entry.label or entry.expression
        columns.append(
            Column("input", entry.id, title, entry.expression, entry.type_ref, allowed, language=entry.language)
        )
    for out in table.outputs:
        default = in_language(out.default, out.default_language)
        title = out.label or out.name or "output"
        columns.append(Column("output", out.id, title, out.name, out.type_ref, out.allowed, default))
    notes = max([len(table.annotations), *(len(rule.annotations) for rule in table.rules)])
    names = [*table.annotations, *[""] * notes][:notes]
    columns += [Column("note", "", name or "annotation") for name in names]
    described = any(rule.description for rule in table.rules)
    if described:  # where Camunda's Modeler keeps annotations
        columns.append(Column("note", "", DESCRIPTION))
    rows = []
    for number, rule in enumerate(table.rules, 1):
        tests = _filled(_in_languages(rule.tests, rule.test_languages), len(table.inputs), ANY)
        results = _filled(_in_languages(rule.results, rule.result_languages), len(table.outputs), ANY)
        cells = (*tests, *results, *_filled(tuple(map(plain_text, rule.annotations)), notes, ""))
        rows.append(Row(number, rule.id, (*cells, plain_text(rule.description)) if described else cells))
    return Sheet(policy_of(table.hit_policy, table.aggregation), tuple(columns), tuple(rows))


def _in_languages(texts: tuple[str, ...], languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(in_language, texts, languages)) if languages else texts


def _filled(texts: tuple[str, ...], count: int, empty: str) -> list[str]:
    """So many cells; those that the file leaves out or empty say `empty`."""
    return [text or empty for text in (*texts, *[""] * count)][:count]
