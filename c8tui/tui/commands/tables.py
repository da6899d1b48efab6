"""Every command once: its id, keys, title, help, where it applies and why it may be disabled.

Bindings, key bar, palette, help screen and key sheet are all read from here. This module imports no Textual, so that
`c8tui keys` needs none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from c8tui.session import rules
from c8tui.tui.commands.command import EVERYWHERE as EVERYWHERE
from c8tui.tui.commands.command import Command as Command
from c8tui.tui.commands.command import Situation as Situation
from c8tui.tui.commands.command import something
from c8tui.tui.commands.decisions import DESK_COMMANDS
from c8tui.tui.modes import DECISIONS, DESK, DMN_FILE, EVALUATIONS, INBOX, JOBS, STREAM, TOPOLOGY

LISTS = frozenset({INBOX, DECISIONS, EVALUATIONS, JOBS})

ALWAYS = EVERYWHERE | {STREAM, DESK}
SCREEN_TITLES = {
    INBOX: "Inbox", STREAM: "Stream", DECISIONS: "Decisions", DESK: "Decision", DMN_FILE: "DMN file",
    EVALUATIONS: "Evaluations", TOPOLOGY: "Topology", JOBS: "Jobs",
}  # fmt: skip


def _task(situation: Situation) -> str | None:
    return rules.why_not_settled(situation.task)


def _job(situation: Situation) -> str | None:
    return rules.why_not_work(situation.job)


def _undo(situation: Situation) -> str | None:
    return None if situation.undo else "nothing waits to be sent, and what was sent cannot be taken back"


def _again(situation: Situation) -> str | None:
    """A deed is done again to the task that is selected."""
    if situation.deed is None:
        return "nothing has been done yet"
    if situation.task is None:
        return "no task is selected"
    if situation.screen == STREAM and situation.deed.step.kind != "complete":
        return "the last action was no answer"
    return situation.deed.step_for(situation.user or "").why_not(situation.task)


_IN = frozenset({INBOX})
_TASK = frozenset({INBOX, STREAM})
_STREAM = frozenset({STREAM})
_MODES = LISTS | {TOPOLOGY}
_TELLING = _MODES | {STREAM, DESK}
"""Where it is told what becomes of steps, so that they can be taken back there."""
_JOBS = frozenset({JOBS})
_ASKED = frozenset({INBOX, DECISIONS, EVALUATIONS})

READ_FORM = Command(
    "read_form", ("x",), "read form", "Read the form of a task that is over, with its variables as they are now",
    "Task", _TASK, lambda s: rules.why_not_read_form(s.task), bar=True,
)  # fmt: skip
"""In place of completing."""

COMMANDS: tuple[Command, ...] = (
    Command("claim", ("c",), "claim", "Assign the task to yourself, unless somebody holds it", "Task", _IN,
            lambda s: rules.why_not_claim(s.task, s.user), writes=True, many=True, bar=True),
    Command("unclaim", ("C",), "unclaim", "Give the task back", "Task", _IN,
            lambda s: rules.why_not_unclaim(s.task, s.user), writes=True, many=True),
    Command("take_over", ("t",), "take over", "Assign to yourself what somebody else holds, after a confirmation",
            "Task", _IN, lambda s: rules.why_not_take_over(s.task, s.user), writes=True, many=True, bar=True),
    Command("complete", ("x",), "complete",
            "Fill in the form of the task, or its variables, and complete it; read the form when it is over", "Task",
            _TASK, lambda s: rules.why_not_complete(s.task, s.user), writes=True, many=True, bar=True,
            instead=READ_FORM),
    Command("complete_as_is", ("X",), "as it is", "Complete the task with its variables as they are", "Task", _STREAM,
            lambda s: rules.why_not_complete(s.task, s.user), writes=True, bar=True),
    Command("repeat", ("full_stop",), "same again",
            "Do the last action again with its values, after showing what differs", "Task", _TASK, _again,
            writes=True, bar=True),
    Command("undo", ("u",), "undo", "Take back what has not been sent yet", "Task", _TELLING, _undo),
    Command("runs", ("R",), "last bulk", "Show the last step on several tasks: its progress, what became of each",
            "Mark", _MODES, lambda s: None if s.bulk else "no step on several tasks was done yet"),
    Command("skip", ("n",), "skip", "Go to the next task; this one goes back if it was claimed here", "Stream", _STREAM,
            bar=True),
    Command("previous", ("b",), "before", "Go back to the task before", "Stream", _STREAM, bar=True),
    Command("variables", ("e",), "variables", "Show all variables in full, as a tree", "Task", _TASK, something,
            bar=True),
    Command("assign", ("a",), "assign", "Assign the task to anybody", "Task", _IN, _task, writes=True, many=True,
            bar=True),
    Command("priority", ("p",), "priority", "Change the priority (0 to 100)", "Task", _IN, _task, writes=True,
            many=True, bar=True),
    Command("due", ("d",), "due", "Change the due date", "Task", _IN, _task, writes=True, many=True, bar=True),
    Command("follow_up", ("D",), "follow-up", "Change the follow-up date", "Task", _IN, _task, writes=True, many=True),
    Command("candidates", ("K",), "candidates", "Change the candidate groups and users", "Task", _IN, _task,
            writes=True, many=True),
    Command("mark", ("space",), "mark", "Mark the row, or take its mark off, and go to the next", "Mark", _IN,
            something, bar=True),
    Command("mark_range", ("V",), "range", "Begin a range here; the second time, mark it", "Mark", _IN, something),
    Command("mark_others", ("asterisk",), "invert", "Mark what is not marked of what is loaded, and unmark the rest",
            "Mark", _IN),
    Command("mark_matching", ("m",), "mark by text", "Mark what contains a text, or the whole view", "Mark", _IN),
    Command("unmark", ("M",), "unmark", "Take every mark off", "Mark", _IN,
            lambda s: None if s.marked else "nothing is marked"),
    Command("activate", ("a",), "activate", "Lock jobs of a type for yourself, waiting for them if there are none",
            "Job", _JOBS, writes=True, bar=True),
    Command("complete_job", ("x",), "complete", "Complete the job with variables", "Job", _JOBS, _job, writes=True,
            bar=True),
    Command("fail_job", ("f",), "fail", "Fail the job with a message and the retries that are left", "Job", _JOBS,
            _job, writes=True, bar=True),
    Command("throw_error", ("e",), "error", "Throw a BPMN error from the job", "Job", _JOBS, _job, writes=True,
            bar=True),
    Command("retries", ("t",), "retries", "Change how often the job may still be tried", "Job", _JOBS, _job,
            writes=True, bar=True),
    Command("views", ("v",), "views", "Choose what the inbox shows: all open, mine, overdue, one of your own",
            "List", _IN, bar=True),
    Command("filter", ("f",), "filter", "Change what the list asks for; in the inbox, keep it as a view of your own",
            "List", _ASKED),
    Command("delete_view", (), "delete view", "Take the view that is shown out of the view file", "List", _IN),
    Command("sort", ("s",), "sort", "Choose how the cluster sorts", "List", _ASKED),
    Command("sort_loaded", ("greater_than_sign",), "sort loaded", "Sort what is loaded by any column", "List", _IN),
    Command("columns", ("w",), "columns", "Choose the columns, also of process variables", "List", _IN),
    Command("view_back", ("left_square_bracket",), "view before", "Go back to the view before", "List", _IN),
    Command("view_forward", ("right_square_bracket",), "view behind", "Go forward again", "List", _IN),
    Command("stream", ("S",), "stream", "One task after the other: opens, claims, shows, completes, goes on", "List",
            _IN, bar=True),
    Command("search", ("slash",), "search", "Narrow the list to what contains a text", "List", LISTS, bar=True),
    Command("open", ("enter",), "open", "Show everything about the selected row", "List", LISTS, something, bar=True),
    Command("copy", ("y",), "copy key", "Copy the key of the selected row to the clipboard", "List", LISTS,
            something),
    Command("copy_more", ("Y",), "copy", "Choose what of the task to copy: name, keys, the whole of it", "List", _TASK,
            something),
    Command("export", ("E",), "export", "Write what the view shows to a file, as CSV or JSON lines", "List", _IN),
    Command("related", ("o",), "related",
            "Go to what belongs to it: tasks, jobs, evaluations of its process instance", "List",
            frozenset({INBOX, EVALUATIONS}), something),
    *DESK_COMMANDS,
    Command("refresh", ("r",), "refresh", "Ask the cluster again now", "Screen", ALWAYS, bar=True),
    Command("goto_inbox", ("1",), "inbox", "Go to the inbox", "Go to"),
    Command("goto_decisions", ("2",), "decisions", "Go to the decision definitions", "Go to"),
    Command("goto_evaluations", (), "evaluations", "Go to what decisions were evaluated to", "Go to"),
    Command("goto_topology", ("3",), "topology", "Go to the cluster's topology", "Go to"),
    Command("goto_jobs", ("4",), "jobs", "Go to the jobs", "Go to"),
    Command("last", ("minus",), "last screen", "Go back to the screen before", "Go to"),
    Command("back", ("escape",), "back", "Back out one step: search, pane, filter; it never quits", "Screen",
            ALWAYS | {DMN_FILE}),
    Command("problem", ("exclamation_mark",), "problem", "Show the last failure in full, to read or copy", "Screen",
            ALWAYS, why=lambda s: None if s.problem else "nothing has failed"),
    Command("start", (), "start", "Start a process instance, from its form where it has one", "Screen", writes=True,
            takes=True),
    Command("introduce", (), "who am I", "Say which user and groups you are to this cluster", "Screen", _IN),
    Command("line", ("colon",), "command", "Type a command: in mine, dec dish, top, start complaint", "Screen"),
    Command("palette", ("ctrl+p",), "palette", "Find a command by its name", "Screen", ALWAYS),
    Command("help", ("question_mark",), "keys", "Every key of this screen", "Screen", ALWAYS | {DMN_FILE}, bar=True),
    Command("quit", ("q",), "quit", "Leave c8tui", "Screen", ALWAYS | {DMN_FILE}),
)  # fmt: skip

MOVES: tuple[tuple[str, str], ...] = (
    ("j / k, arrows", "down and up"),
    ("g / G, home, end", "first and last row"),
    ("ctrl+d / ctrl+u, page keys", "half a page, a page"),
    ("tab", "to the pane beside the list, and back; all keys above scroll it then"),
    ("ctrl+down / ctrl+up", "a line of the pane, wherever the cursor is"),
)
"""Keys that move inside a list; the widgets own them."""

FORM: tuple[tuple[str, str], ...] = (
    (
        "tab / shift+tab, arrows",
        "the next field and the one before, past what stands between; arrows move within a long list of options first",
    ),
    ("page keys", "a screenful; in a text of several lines its own"),
    ("ctrl+down / ctrl+up", "a line, wherever the cursor is"),
    ("ctrl+home / ctrl+end", "the beginning and the end; home and end too where nothing is typed"),
    ("enter", "the next field; it never sends"),
    ("1 to 9, space", "take an option, or give it back; a select is searched by typing"),
    ("+ delete < > enter", "on the head of a row: add, remove, move up and down, fold"),
    ("left right s n p", "on a table: the column, sort by it, the next page and the one before"),
    ("y", "on an image, a page or documents: copy the address"),
    ("ctrl+s", "send; what is wrong is told and gone to"),
    ("ctrl+g", "the next mistake"),
    ("ctrl+e", "the variables as JSON instead"),
    ("ctrl+r", "start over"),
    ("esc", "leave; what is filled in stays as a draft"),
)
"""Keys in a form; its widgets own them."""

_NAMES = {
    "slash": "/", "full_stop": ".", "asterisk": "*", "minus": "-", "question_mark": "?", "exclamation_mark": "!",
    "colon": ":", "escape": "esc", "greater_than_sign": ">", "less_than_sign": "<", "equals_sign": "=",
    "left_square_bracket": "[", "right_square_bracket": "]",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as it is printed: `question_mark` -> `?`."""
    return _NAMES.get(key, key)


def commands_of(screen: str) -> Iterator[Command]:
    """The commands of one screen, in the order in which they are shown."""
    return (command for command in COMMANDS if screen in command.screens)


def key_sheet() -> str:
    """The key sheet as Markdown: the keys that hold everywhere, then those of each screen."""
    parts = ["# Keys of c8tui", _table("Moving in a list", MOVES)]
    common = [command for command in COMMANDS if command.screens >= EVERYWHERE]
    parts.append(_table("Everywhere", map(_row, common)))
    for screen, title in SCREEN_TITLES.items():
        own = [command for command in commands_of(screen) if not command.screens >= EVERYWHERE]
        if own:
            parts.append(_table(title, map(_row, own)))
    parts.append(_table("In a form", FORM))
    return "\n".join(parts)


def _row(command: Command) -> tuple[str, str]:
    keys = " ".join(map(key_name, command.keys)) or "palette"
    return keys, f"**{command.title}**: {command.help}"


def _table(title: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| `{keys}` | {text} |" for keys, text in rows]
    return "\n".join([f"\n## {title}\n", "| key | what it does |", "| --- | --- |", *lines])
