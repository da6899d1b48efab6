"""An evaluation in full, and a rule in full, as lines to read: what the line below the table has no room for."""

from __future__ import annotations

from collections.abc import Iterator

from c8tui.decisions.evaluation import DecisionResult, EvaluationResult
from c8tui.decisions.table_text import row_text
from c8tui.exact_json import exact_json, exact_text
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.forms.lines import Line, one_line, wrapped

LONGEST = 100_000
"""Characters of one value that are shown."""
INDENT = "    "


def result_lines(result: EvaluationResult, width: int) -> list[Line]:
    """The result, then every decision on the way with its value, rules and inputs; the asked one last."""
    lines: list[Line] = [(("result", "head"),), *_value(result.value, width)]
    if result.failure:
        lines += [((line, "removed"),) for line in wrapped(f"failed: {result.failure}", width)]
    lines += [((line, "changed"),) for warning in result.warnings for line in wrapped(warning, width)]
    for one in result.decisions:
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
        shown = exact_text(exact_json(text), indent=2)
    except ValueError:
        shown = text
    yield from (((f"{INDENT}{line}", ""),) for line in wrapped(shown, width - len(INDENT), LONGEST))


def rule_lines(state: DecisionState, row: int, width: int) -> list[Line]:
    """A rule with all of its cells, and what the evaluation says of it."""
    sheet = state.sheet
    if sheet is None:
        return []
    title, *rest = row_text(sheet, sheet.rows[row]).split("\n")
    lines: list[Line] = [((one_line(title, width), "head"),)]
    lines += [((line, ""),) for text in rest for line in wrapped(text, width, LONGEST)]
    if state.evaluation is not None:
        remark = state.element.of_rule(row, state.evaluation, state.report, state.highlights.matched)
        lines += [(), *(((line, "changed"),) for line in wrapped(remark, width))] if remark else []
    for (at, column), text in state.highlights.outputs.items():
        if at == row:
            lines.append(((one_line(f"{sheet.columns[column].title} came to", width), "hint"),))
            lines += _value(text, width)
    return lines
