"""The commands on decisions: on the lists of definitions and evaluations, and on a decision itself."""

from __future__ import annotations

from c8tui.tui.commands.command import Command, Context, on_a_row
from c8tui.tui.commands.common import COPY, LAST_RUN, LIST, PANES, RELATED, UNDO


class DecisionContext(Context, frozen=True, kw_only=True):
    """What the screen of a decision shows."""

    loaded: bool = False
    table: bool = False
    """Whether a table is in sight."""
    decision: bool = False
    """Whether it is a decision, which can be evaluated."""
    chain: int = 0
    """How many decisions were evaluated."""
    asks: bool = False
    """Whether the inputs of what-if are in sight."""
    evaluated: bool = False


def _loaded(context: DecisionContext) -> str | None:
    return None if context.loaded else "nothing is shown yet"


def _shows_table(context: DecisionContext) -> str | None:
    return None if context.table else "no table is shown"


def _decision(context: DecisionContext) -> str | None:
    return None if context.decision else "only a decision can be evaluated"


def _chain(context: DecisionContext) -> str | None:
    return None if context.chain > 1 else "no chain of decisions was evaluated"


WHAT_IF = "Fill in the inputs of the decision, and see at once what they come to"
TRY = "try test simulate run"
HISTORY = "List what the version was evaluated to, the newest first"
ALL_VERSIONS: Command[Context] = Command(
    "all_versions", ("A",), "all versions",
    "All versions or the newest of each decision; evaluations of all versions or of one", "Decision", bar=True,
)  # fmt: skip
DETAILS: Command[Context] = Command(
    "details", ("z",), "details", "Show everything about the selected row beside the list, or in its place",
    "Decision", on_a_row,
)  # fmt: skip

DEFINITION_COMMANDS: tuple[Command[Context], ...] = (
    UNDO,
    LAST_RUN,
    *LIST,
    COPY,
    RELATED,
    Command("what_if", ("i",), "what if", WHAT_IF, "Decision", on_a_row, bar=True, also=TRY),
    Command("history", ("H",), "history", HISTORY, "Decision", on_a_row, bar=True),
    ALL_VERSIONS,
    Command("open_graph", ("T",), "graph", "Draw what the decision requires", "Decision", on_a_row, bar=True),
    DETAILS,
    *PANES,
)

EVALUATION_COMMANDS: tuple[Command[Context], ...] = (
    UNDO,
    LAST_RUN,
    *LIST,
    COPY,
    RELATED,
    ALL_VERSIONS,
    DETAILS,
    *PANES,
)

_GRAPH: Command[DecisionContext] = Command(
    "graph", ("T",), "graph", "The graph of decisions, inputs, knowledge; enter goes to what is chosen there",
    "Decision", _loaded, bar=True,
)  # fmt: skip
_WHAT_IF: Command[DecisionContext] = Command(
    "what_if", ("i",), "what if", WHAT_IF, "Decision", _decision, bar=True, also=TRY
)
_READING: tuple[Command[DecisionContext], ...] = (
    _GRAPH,
    Command("find", ("slash",), "search", "Mark what contains a text; n and N walk it", "Decision", _loaded, bar=True),
    Command("rules_for", ("f",), "filter rules", "Only the rules that can match a value, as amount = 500", "Decision",
            _shows_table, bar=True),
    Command("next_decision", ("right_parenthesis",), "next decision", "The next decision of the evaluation",
            "Decision", _chain),
    Command("previous_decision", ("left_parenthesis",), "previous decision",
            "The previous decision of the evaluation", "Decision", _chain),
)  # fmt: skip
_BATCH: Command[DecisionContext] = Command(
    "batch", ("I",), "evaluate file", "Evaluate the decision with each row of a file: CSV or JSON lines", "Decision",
    _decision, also="batch bulk import",
)  # fmt: skip
_WHOLE: tuple[Command[DecisionContext], ...] = (
    Command("result", ("W",), "result", "The whole evaluation: the result, and every decision on the way", "Decision",
            lambda c: None if c.evaluated else "nothing was evaluated yet"),
    Command("source", ("O",), "XML", "The XML of the model", "Decision", _loaded),
    Command("copy_rule", ("y",), "copy rule", "Copy the rule under the cursor", "Decision", _shows_table),
    Command("copy_table", ("Y",), "copy", "Copy the table as Markdown or CSV, or the result as JSON", "Decision",
            _loaded, bar=True),
)  # fmt: skip

DECISION_COMMANDS: tuple[Command[DecisionContext], ...] = (
    UNDO,
    _WHAT_IF,
    Command("evaluate", ("ctrl+s",), "evaluate",
            "Evaluate the inputs on the cluster, which records it, and compare the preview with it", "Decision",
            lambda c: None if c.asks else "the inputs are not open; i opens them", writes=True, bar=True,
            also="run execute test send"),
    Command("values", ("ctrl+o",), "values",
            "Take the inputs from earlier ones, from a task or a process instance", "Decision", _decision, opens=True),
    *_READING,
    Command("history", ("H",), "history", HISTORY, "Decision", _decision, bar=True),
    Command("evaluation_related", ("o",), "related",
            "Go to what belongs to the decision, or to the evaluation that it was opened from", "Decision",
            _loaded, opens=True),
    Command("versions", ("A",), "versions", "Show another version of the decision", "Decision", _decision,
            opens=True),
    Command("differences", ("equals_sign",), "differences", "What differs between two versions, rule by rule",
            "Decision", _decision, bar=True, opens=True, also="diff compare changes"),
    Command("fired", ("number_sign",), "hit counts",
            "How often each rule matched in the latest evaluations, and which never did", "Decision", _shows_table,
            also="coverage usage statistics"),
    _BATCH,
    *_WHOLE,
)  # fmt: skip

DMN_FILE_COMMANDS: tuple[Command[DecisionContext], ...] = (_WHAT_IF, *_READING, _BATCH, *_WHOLE)
