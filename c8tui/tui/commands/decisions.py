"""The commands of the decision desk; those of a file are the ones that need no cluster."""

from __future__ import annotations

from c8tui.tui.commands.command import Command, Situation, something
from c8tui.tui.modes import DECISIONS, DESK, DMN_FILE, EVALUATIONS


def _loaded(situation: Situation) -> str | None:
    return None if situation.desk.loaded else "nothing is shown yet"


def _shows_table(situation: Situation) -> str | None:
    return None if situation.desk.table else "no table is shown"


def _decision(situation: Situation) -> str | None:
    if situation.screen == DECISIONS:
        return something(situation)
    return None if situation.desk.decision else "only a decision can be evaluated"


def _chain(situation: Situation) -> str | None:
    return None if situation.desk.chain > 1 else "no chain of decisions was evaluated"


def _asks(situation: Situation) -> str | None:
    return None if situation.desk.asks else "the inputs are not open; i opens them"


_DESK = frozenset({DESK, DMN_FILE})
_CLUSTER = frozenset({DESK})
_DECISIONS = frozenset({DECISIONS})
_LISTED = frozenset({DECISIONS, EVALUATIONS})

DESK_COMMANDS: tuple[Command, ...] = (
    Command("what_if", ("i",), "what if", "Fill in the inputs of the decision, and see at once what they come to",
            "Decision", _DESK | _DECISIONS, _decision, bar=True),
    Command("evaluate", ("ctrl+s", "e"), "evaluate",
            "Evaluate the inputs on the cluster, which records it, and compare the preview with it", "Decision",
            _CLUSTER, _asks, writes=True, bar=True),
    Command("values", ("ctrl+o", "v"), "values", "Take the inputs from earlier ones, from a task or a process instance",
            "Decision", _CLUSTER, _decision),
    Command("graph", ("g",), "graph", "The graph of decisions, inputs, knowledge; enter goes to what is chosen there",
            "Decision", _DESK, _loaded, bar=True),
    Command("find", ("slash",), "search", "Mark what contains a text; n and N walk it", "Decision", _DESK, _loaded,
            bar=True),
    Command("rules_for", ("f",), "rules for", "Only the rules that can match a value, as amount = 500", "Decision",
            _DESK, _shows_table, bar=True),
    Command("next_decision", ("greater_than_sign",), "next", "The next decision of the evaluation", "Decision", _DESK,
            _chain),
    Command("previous_decision", ("less_than_sign",), "before", "The decision of the evaluation before", "Decision",
            _DESK, _chain),
    Command("history", ("h",), "history", "List what the version was evaluated to, the newest first", "Decision",
            _CLUSTER | _DECISIONS, _decision, bar=True),
    Command("all_versions", ("a",), "all versions",
            "All versions or the newest of each decision; evaluations of all versions or of one", "Decision", _LISTED,
            bar=True),
    Command("open_graph", ("d",), "graph", "Draw what the decision requires", "Decision", _DECISIONS, something,
            bar=True),
    Command("details", ("t",), "details", "Show everything about the selected row beside the list, or in its place",
            "Decision", _LISTED, something),
    Command("evaluation_related", ("o",), "related",
            "Go to what belongs to the evaluation: the rest of it, its process instance, the tasks there", "Decision",
            _CLUSTER, lambda s: None if s.evaluation is not None else "the desk was not opened from an evaluation"),
    Command("versions", ("V",), "versions", "Show another version of the decision", "Decision", _CLUSTER, _decision),
    Command("differences", ("equals_sign",), "differences", "What differs between two versions, rule by rule",
            "Decision", _CLUSTER, _decision, bar=True),
    Command("fired", ("F",), "fired", "How often each rule fired in the latest evaluations, and which never did",
            "Decision", _CLUSTER, _shows_table),
    Command("batch", ("b",), "batch", "Send a file of inputs, as CSV or JSON lines, through the decision", "Decision",
            _DESK, _decision),
    Command("result", ("R",), "result", "The whole evaluation: the result, and every decision on the way", "Decision",
            _DESK, lambda s: None if s.desk.evaluated else "nothing was evaluated yet"),
    Command("source", ("X",), "XML", "The XML of the model", "Decision", _DESK, _loaded),
    Command("copy_rule", ("y",), "copy rule", "Copy the rule under the cursor", "Decision", _DESK, _shows_table),
    Command("copy_table", ("Y",), "copy", "Copy the table as Markdown or CSV, or the result as JSON", "Decision",
            _DESK, _loaded, bar=True),
)  # fmt: skip
