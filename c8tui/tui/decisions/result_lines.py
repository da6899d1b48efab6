"""An evaluation in full, and a rule in full, as lines to read: what the line below the table has no room for."""

from __future__ import annotations

import json
from collections.abc import Iterator

from c8tui.decisions.evaluation import DecisionResult, EvaluationResult
from c8tui.decisions.table_text import row_text
from c8tui.tui.decisions.state import Subject
from c8tui.tui.forms.lines import Line, one_line, wrapped

LONGEST = 100_000
"""Characters of one value that are shown."""
INDENT = "    "


def result_lines(said: EvaluationResult, width: int) -> list[Line]:
    """The result, then every decision on the way with its value, rules and inputs; the asked one last."""
    lines: list[Line] = [(("result", "head"),), *_value(said.value, width)]
    if said.failure:
        lines += [((line, "removed"),) for line in wrapped(f"failed: {said.failure}", width)]
    lines += [((line, "changed"),) for warning in said.warnings for line in wrapped(warning, width)]
    for one in said.decisions:
        lines += [(), *_decision(one, width)]
    return lines


def _decision(one: DecisionResult, width: int) -> Iterator[Line]:
    version = f"   v{one.version}" if one.version else ""
    yield ((one_line(f"{one.name or one.id}{version}", width), "head"),)
    for line in wrapped(f"  failed: {one.failure}", width) if one.failure else ():
        yield ((line, "removed"),)
    yield (("  value", "hint"),)
    yield from _value(one.value, width)
    if one.rules:
        yield (("  rules ", "hint"), (", ".join(str(rule.index) for rule in one.rules[:200]), ""))
    for warning in one.warnings:
        yield from (((f"  {line}", "changed"),) for line in wrapped(warning, width - 2))
    for part in one.inputs:
        yield (("  in ", "hint"), (one_line(part.name or part.id, 40), "label"))
        yield from _value(part.text, width)


def _value(text: str, width: int) -> Iterator[Line]:
    try:
        shown = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        shown = text
    yield from (((f"{INDENT}{line}", ""),) for line in wrapped(shown, width - len(INDENT), LONGEST))


def rule_lines(subject: Subject, row: int, width: int) -> list[Line]:
    """A rule with all of its cells, and what the evaluation says of it."""
    sheet = subject.sheet
    if sheet is None:
        return []
    title, *rest = row_text(sheet, sheet.rows[row]).split("\n")
    lines: list[Line] = [((one_line(title, width), "head"),)]
    lines += [((line, ""),) for text in rest for line in wrapped(text, width, LONGEST)]
    if subject.said is not None:
        told = subject.reading.of_rule(row, subject.said, subject.trial, subject.lit.matched)
        lines += [(), *(((line, "changed"),) for line in wrapped(told, width))] if told else []
    for (at, column), text in subject.lit.outputs.items():
        if at == row:
            lines.append(((one_line(f"{sheet.columns[column].title} came to", width), "hint"),))
            lines += _value(text, width)
    return lines
