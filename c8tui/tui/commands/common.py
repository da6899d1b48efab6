"""The commands that several screens share, and the keys that widgets own.

Key bar, palette, help screen and key sheet are all read from tables of commands. This package imports no Textual, so
that `c8tui keys` needs none.
"""

from __future__ import annotations

from c8tui.tui.commands.command import Command, Context, on_a_row

UNDO: Command[Context] = Command(
    "undo", ("u",), "undo", "Undo what has not been sent yet", "Sent",
    lambda c: None if c.undo else "Nothing to undo: no command waits to be sent.",
    also="take back revert cancel stop",
)  # fmt: skip
LAST_RUN: Command[Context] = Command(
    "runs", ("R",), "last run", "Show the last command on several rows: pause or stop it, see the outcome of each",
    "Sent",
    lambda c: None if c.bulk else "no command was run on several rows yet; :batches lists batch operations",
    also="stop pause resume cancel abort bulk batch progress details result skipped",
)  # fmt: skip

RUN_COMMANDS = (UNDO, LAST_RUN)
"""Where nothing else is done, what became of steps is still told and taken back."""

MARKS: tuple[Command[Context], ...] = (
    Command("mark", ("space",), "mark", "Mark the row, or take its mark off, and go to the next", "Mark", on_a_row,
            bar=True, also="select tick check"),
    Command("mark_range", ("V",), "range", "Begin a range here; the second time, mark it", "Mark", on_a_row,
            also="select visual"),
    Command("mark_others", ("asterisk",), "invert", "Mark what is not marked of what is loaded, and unmark the rest",
            "Mark", also="select toggle"),
    Command("mark_matching", ("m",), "mark by text", "Mark what contains a text, or the whole view", "Mark",
            also="select all filter bulk"),
    Command("unmark", ("M",), "unmark",
            "Marks stay when view, filter or search change: take off those that are not listed, once more all of them",
            "Mark", lambda c: None if c.marked else "nothing is marked", bar=True, marks=True,
            also="deselect clear reset none"),
)  # fmt: skip
"""Marking rows of a list that something can be done to many of."""

FILTER: Command[Context] = Command(
    "filter",
    ("f",),
    "filter",
    "Change what the list asks for, and keep it as a view of your own",
    "List",
    also="find query conditions where save as view",
)
SORT: Command[Context] = Command("sort", ("s",), "sort", "Choose how the cluster sorts", "List", also="order by")
SEARCH: Command[Context] = Command(
    "search", ("slash",), "search", "Narrow the list to what contains a text", "List", bar=True, also="find grep"
)
LOAD_ALL: Command[Context] = Command(
    "load_all",
    ("L",),
    "load all",
    "Load the rest of the list, up to 10,000, so that search and sort see it",
    "List",
    also="more fetch",
)
OPEN: Command[Context] = Command(
    "open",
    ("enter",),
    "open",
    "Show everything about the selected row",
    "List",
    lambda c: "it is open" if c.opened else on_a_row(c),
    bar=True,
    also="details view inspect describe",
)
COPY: Command[Context] = Command(
    "copy",
    ("y",),
    "copy key",
    "Copy the key of the selected row to the clipboard",
    "List",
    on_a_row,
    also="yank id",
)
SORT_COLUMN: Command[Context] = Command(
    "sort_column", ("less_than_sign",), "sort column",
    "Sort by a column, as a click on its title does; once more turns it round", "List",
    also="order by reverse ascending descending",
)  # fmt: skip
SORT_LOADED: Command[Context] = Command(
    "sort_loaded", ("greater_than_sign",), "sort loaded", "Sort what is loaded by any column", "List",
    also="order by",
)  # fmt: skip
EXPORT: Command[Context] = Command(
    "export", ("E",), "export", "Write what the list shows to a file, as CSV or JSON lines", "List",
    also="save download excel",
)  # fmt: skip
VIEWS: Command[Context] = Command(
    "views", ("v",), "views", "Choose the view that the list shows: one that there is, or one of your own", "List",
    bar=True, also="saved queues folders lists",
)  # fmt: skip
RENAME_VIEW: Command[Context] = Command(
    "rename_view", (), "rename view", "Give the view that is shown another name", "List", also="edit save"
)
DELETE_VIEW: Command[Context] = Command(
    "delete_view", (), "delete view", "Delete the view that is shown", "List", also="remove"
)
COLUMNS: Command[Context] = Command(
    "columns", ("w",), "columns", "Choose the columns, also of process variables", "List", also="fields add hide"
)
LIST: tuple[Command[Context], ...] = (
    VIEWS, FILTER, RENAME_VIEW, DELETE_VIEW, SORT, SORT_COLUMN, SORT_LOADED, COLUMNS, SEARCH, LOAD_ALL, OPEN, EXPORT,
)  # fmt: skip
"""What every list can do."""
PANES: tuple[Command[Context], ...] = (
    Command("toggle_pane", ("P",), "pane", "Show the pane beside the list, or hide it", "Layout",
            also="details preview sidebar"),
    Command("widen_pane", ("left_curly_bracket",), "wider pane", "Make the pane wider, the list narrower", "Layout"),
    Command("narrow_pane", ("right_curly_bracket",), "narrower pane", "Make the pane narrower, the list wider",
            "Layout"),
)  # fmt: skip
"""What stands beside a list; what is chosen is kept for each screen."""
TOGGLE_VIEWS: Command[Context] = Command(
    "toggle_views", ("backslash",), "views column", "Show the column of views beside the list, or hide it", "Layout"
)
RELATED: Command[Context] = Command(
    "related", ("o",), "related", "Go to what belongs to it, each with how much there is; [ comes back", "List",
    on_a_row, opens=True, also="jump navigate link parent",
)  # fmt: skip

REFRESH: Command[Context] = Command(
    "refresh",
    ("r",),
    "refresh",
    "Ask the cluster again now",
    "Screen",
    bar=True,
    also="reload update",
)
LAST: Command[Context] = Command(
    "last", ("minus",), "last screen", "Go back to the previous screen", "Go to", also="back history"
)
HISTORY: tuple[Command[Context], ...] = (
    Command("go_back", ("left_square_bracket",), "previous place",
            "Go back to where you were before, on whichever screen that was, to the same row", "Go to",
            also="history view browser breadcrumbs"),
    Command("go_forward", ("right_square_bracket",), "next place", "Go forward again to where you went back from",
            "Go to", also="history view browser"),
)  # fmt: skip
"""Walking the places that were gone to; on all screens from which one goes to others."""
BACK: Command[Context] = Command(
    "back",
    ("escape",),
    "back",
    "Back out one step: search, pane, filter; it never quits",
    "Screen",
    also="cancel close leave clear reset escape",
)
PROBLEM: Command[Context] = Command(
    "problem", ("exclamation_mark",), "problem", "Show the last failure in full, to read or copy", "Screen",
    lambda c: None if c.problem else "nothing has failed", also="error log message",
)  # fmt: skip
START: Command[Context] = Command(
    "start",
    (),
    "start",
    "Start a process instance, from its form where it has one",
    "Screen",
    writes=True,
    takes=True,
    opens=True,
    also="create new run launch",
)
DEPLOY: Command[Context] = Command(
    "deploy",
    (),
    "deploy",
    "Deploy BPMN, DMN and form files of this machine, as deploy order.bpmn discount.dmn",
    "Screen",
    writes=True,
    takes=True,
    also="upload publish resource file new version",
)
PUBLISH: Command[Context] = Command(
    "publish", (), "publish",
    "Publish a message, as publish payment-received O-0013; who waits for it is shown first", "Screen",
    writes=True, takes=True, also="send message event",
)  # fmt: skip
CORRELATE: Command[Context] = Command(
    "correlate", (), "correlate", "Correlate a message with who waits for it now, as correlate payment-received O-0013",
    "Screen", writes=True, takes=True, also="send message event",
)  # fmt: skip
SIGNAL: Command[Context] = Command(
    "signal", (), "signal", "Broadcast a signal to all who wait for it, as signal season-opens", "Screen",
    writes=True, takes=True, also="send broadcast event",
)  # fmt: skip
THEME: Command[Context] = Command(
    "theme",
    ("ctrl+t",),
    "theme",
    "Choose the colours; the one under the cursor is shown at once",
    "Screen",
    takes=True,
    also="colours colors dark light skin appearance contrast",
)
PROFILE: Command[Context] = Command(
    "profile", (), "profile", "Change to another cluster of the settings file, as profile prod", "Go to",
    takes=True, also="cluster switch context connect environment",
)  # fmt: skip
TENANT: Command[Context] = Command(
    "tenant", (), "tenant", "Show and act in one tenant only, as tenant sales; * is for all", "Go to",
    takes=True, also="tenants switch namespace narrow",
)  # fmt: skip
COPY_AS: Command[Context] = Command(
    "copy_as",
    ("ctrl+y",),
    "copy as",
    "Copy what this list, this row or the last command asks of the cluster, as a line of curl or of the official CLI",
    "Screen",
    word="copy-as",
    also="curl c8ctl shell script request yank api",
)
JUMP: Command[Context] = Command(
    "jump", ("ctrl+l",), "jump", "Label what can be gone to; typing a label goes", "Go to",
    also="labels hints links fields focus",
)  # fmt: skip
"""Dialogs have the same key."""
LOG: Command[Context] = Command(
    "log", (), "log", "Show the last requests to the cluster: what was asked, what came, how long it took", "Screen",
    takes=True, also="debug history trace http network requests slow",
)  # fmt: skip
FIND_KEY: Command[Context] = Command(
    "find_key", (), "find a key", "Go to whatever has a key: a task, instance, job, incident or decision", "Go to",
    takes=True, word="key", also="number id search jump entity record",
)  # fmt: skip
"""A line that is a key alone means the same."""
LINE: Command[Context] = Command(
    "line", ("colon",), "command", "Type a command: in mine, dec dish, top, start complaint", "Screen"
)
PALETTE: Command[Context] = Command(
    "palette",
    ("ctrl+p",),
    "palette",
    "Find a command by its name",
    "Screen",
    also="search commands menu",
)
HELP: Command[Context] = Command(
    "help",
    ("question_mark",),
    "keys",
    "Every key of this screen",
    "Screen",
    bar=True,
    also="help shortcuts bindings",
)
QUIT: Command[Context] = Command(
    "quit",
    ("q",),
    "quit",
    "Quit c8tui; in a pane and on a screen over a list, go back",
    "Screen",
    also="exit leave close stop",
)
SUSPEND: Command[Context] = Command(
    "suspend",
    ("ctrl+z",),
    "suspend",
    "Go back to the shell for a while; its command fg comes back here",
    "Screen",
    also="background shell job fg bg stop",
)

EVERYWHERE = (
    LAST, *HISTORY, BACK, PROBLEM, FIND_KEY, LOG, START, DEPLOY, PUBLISH, CORRELATE, SIGNAL, COPY_AS, PROFILE, TENANT,
    JUMP, THEME, LINE, PALETTE, HELP, SUSPEND, QUIT,
)  # fmt: skip
"""Behind the commands of a screen that is gone to by a key, and those that go to others."""
OVER_ANOTHER = (REFRESH, BACK, PROBLEM, LOG, COPY_AS, PROFILE, TENANT, JUMP, THEME, PALETTE, HELP, SUSPEND, QUIT)
"""Behind those of a screen that stands over another and is left by escape."""
ALONE = (BACK, PROBLEM, HELP, SUSPEND, QUIT)
"""Behind those of the only screen of an app, without a cluster."""

MOVES: tuple[tuple[str, str], ...] = (
    ("j / k, arrows", "down and up"),
    ("g / G, home, end", "first and last row"),
    ("ctrl+d / ctrl+u, page keys", "half a page, a page"),
    ("h / l, left / right, shift to the end", "columns that have no room, where < or > stands in the titles"),
    ("tab", "to the pane beside the list, and back; all keys above scroll it then"),
    ("ctrl+down / ctrl+up", "a line of the pane, wherever the cursor is"),
)
"""Keys that move inside a list; the widgets own them."""

SIGNS_TITLE = "Signs before a row"
SIGNS: tuple[tuple[str, str], ...] = (
    (">", "the cursor"),
    ("*", "marked"),
    ("@", "yours: a job that you hold, a batch that you started"),
    (":", "changed since the list was asked for last"),
    ("~", "changed by you; on its way, or the lists of the cluster do not show it yet"),
    ("w", "changed by you; waits until the cluster can be reached"),
)
"""What stands before a row of a list."""

FORM: tuple[tuple[str, str], ...] = (
    (
        "tab / shift+tab, arrows",
        "the next and the previous field, past what stands between; arrows move within a long list of options first",
    ),
    ("page keys", "a screenful; in a text of several lines its own"),
    ("ctrl+down / ctrl+up", "a line, wherever the cursor is"),
    ("ctrl+home / ctrl+end", "the beginning and the end; home and end too where nothing is typed"),
    ("enter", "the next field; it never sends"),
    ("1 to 9, space", "choose an option, or clear it; a select is searched by typing"),
    ("+ delete < > enter", "on the head of a row: add, remove, move up and down, fold"),
    ("left right s n p", "on a table: the column, sort by it, the next and the previous page"),
    ("y", "on an image, a page or documents: copy the address"),
    ("ctrl+s", "send; the cursor goes to the first error, if there is one"),
    ("ctrl+g", "the next error"),
    ("ctrl+l", "a label on every field; typing one goes there"),
    ("ctrl+e", "the variables as JSON instead"),
    ("ctrl+r", "reset"),
    ("esc", "close; what is filled in is kept as a draft"),
)
"""Keys in a form; its widgets own them."""

_NAMES = {
    "slash": "/", "full_stop": ".", "asterisk": "*", "minus": "-", "question_mark": "?", "exclamation_mark": "!",
    "colon": ":", "escape": "esc", "greater_than_sign": ">", "less_than_sign": "<", "equals_sign": "=",
    "left_square_bracket": "[", "right_square_bracket": "]", "backslash": "\\", "plus": "+", "number_sign": "#",
    "left_curly_bracket": "{", "right_curly_bracket": "}",
    "left_parenthesis": "(", "right_parenthesis": ")",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as it is printed: `question_mark` -> `?`."""
    return _NAMES.get(key, key)
