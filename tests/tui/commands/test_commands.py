"""Every command once: keys that do not collide, reasons in words, actions that exist, a sheet that names them all."""

from __future__ import annotations

from itertools import pairwise

import pytest

from c8tui.model.jobs import Job
from c8tui.model.user_tasks import UserTask
from c8tui.tui.commands.command import Context
from c8tui.tui.commands.common import FORM, MOVES, SIGNS, key_name
from c8tui.tui.commands.ids import DECISION, DECISIONS, EVALUATIONS, INBOX, JOBS
from c8tui.tui.commands.jobs import JobContext
from c8tui.tui.commands.sheet import key_sheet
from c8tui.tui.commands.tasks import TaskContext
from c8tui.tui.registry import MODES, SCREENS, all_commands, commands_of

COMMANDS = tuple(all_commands())
BY_ID = {command.id: command for command in COMMANDS}
EVERYWHERE = set.intersection(*({command.id for command in commands_of(mode.id)} for mode in MODES))
READS = {"reached", "waiting", "instances_of", "instances_at", "show_process", "same_value", "diagram",
         "find_element", "whole_tree",
         "batch_items", "only_failed", "item_instance", "undo_step", "pending_steps", "variable_tree", "groups",
         "outline", "copy_element", "views", "search", "load_all", "open", "copy", "refresh", "details",
         "screens", "history", "all_versions", "open_graph", "what_if",
         "graph", "find", "rules_for", "next_decision", "previous_decision", "copy_rule", "copy_table",
         "values", "versions",
         "differences", "fired", "batch", "source", "result", "evaluation_related",
         "last", "back", "problem", "introduce", "line", "palette", "help", "quit", "suspend", "theme", "undo", "log",
         "skip", "previous",
         "stream", "mark", "mark_range", "mark_others", "mark_matching", "unmark", "runs",
         "copy_more", "related", "variables", "export", "filter", "sort", "sort_loaded", "columns",
         "go_back", "go_forward", "delete_view", "rename_view", "read_form",
         "copy_as", "jump", "find_key", "profile", "tenant",
         "show_place", "next_ill", "only_ill", "show_events", "show_report", "copy_topology", "export_topology",
         "sort_column", "toggle_pane", "toggle_views", "widen_pane", "narrow_pane"}  # fmt: skip


def test_each_is_there_once_and_says_what_it_does() -> None:
    assert len(BY_ID) == len(COMMANDS)
    for command in COMMANDS:
        assert command.title
        assert command.help[0].isupper()
        assert not command.help.endswith(".")


@pytest.mark.parametrize("screen", [spec.id for spec in SCREENS])
def test_no_key_means_two_things_on_one_screen(screen: str) -> None:
    keys = [key for command in commands_of(screen) for key in command.keys]
    assert len(keys) == len(set(keys))
    moving = {"j", "k", "g", "G", "tab", "up", "down", "home", "end", "ctrl+d", "ctrl+u", "ctrl+f", "ctrl+b"}
    assert not moving & set(keys)


SAME = (
    {"claim", "activate"},  # take work for oneself
    {"complete", "complete_job", "read_form", "resolve"},
    {"variables", "resolve_with", "edit_variables"},
    {"fired", "groups"},  # how many of each
    {"copy", "copy_rule", "copy_element", "copy_topology"}, {"copy_more", "copy_table"},
    {"open", "show_place"}, {"export", "export_topology"}, {"history", "show_events", "reached", "waiting"},
    {"details", "show_report"},
    {"skip", "next_ill"},  # the next one
    {"related", "evaluation_related"},
    {"search", "find"}, {"filter", "rules_for", "only_failed", "only_ill"},
    {"undo", "undo_step"}, {"instances_of", "instances_at", "batch_items", "what_if", "item_instance"},
    {"all_versions", "versions"}, {"open_graph", "graph", "outline"},
)  # fmt: skip
"""Commands that are one thing, done to what each screen lists."""
WITHOUT_TASKS = (
    {"assign", "activate_element"}, {"take_over", "terminate_element"}, {"mark_matching", "move_element"},
    {"priority", "show_process"}, {"due", "diagram"}, {"follow_up", "delete_instance"},
    {"details", "show_report", "suspend_instance", "suspend_batch"},
    {"lock", "resume_instance", "resume_batch"}, {"release", "pending_steps"},
    {"complete_as_is", "cancel_instance", "cancel_batch"}, {"fail_job", "find_element"}, {"batch", "migrate"},
    {"differences", "same_value"}, {"result", "whole_tree"}, {"evaluate", "send_steps"},
)  # fmt: skip
"""Where processes are listed there are no tasks, jobs and decisions: their letters are free there. What cannot be taken
back asks before it is done, so that a letter of habit does no harm."""


def test_a_key_means_one_thing_on_every_screen() -> None:
    meanings: dict[str, set[str]] = {}
    for command in COMMANDS:
        for key in command.keys:
            meanings.setdefault(key, set()).add(command.id)
    several = {key: ids for key, ids in meanings.items() if len(ids) > 1}
    assert not {key: ids for key, ids in several.items() if not any(ids <= same for same in (*SAME, *WITHOUT_TASKS))}


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("c", "claim"), ("x", "complete"), ("a", "assign"), ("e", "variables"), ("d", "due"), ("f", "filter"),
        ("s", "sort"), ("o", "related"), ("y", "copy key"), ("u", "undo"), ("r", "refresh"), ("q", "quit"),
    ],
)  # fmt: skip
def test_the_letters_that_are_used_most(key: str, title: str) -> None:
    assert next(command.title for command in COMMANDS if key in command.keys) == title


def test_everything_but_reads_is_refused_to_a_read_only_profile() -> None:
    context = Context(user="demo", read_only=True)
    writes = {c.id for c in COMMANDS if c.writes and c.why_not(context) == "this profile is read-only"}
    assert writes == BY_ID.keys() - READS - {command.id for command in COMMANDS if command.goes}


FREE = UserTask(user_task_key="1", state="CREATED")
MINE = UserTask(user_task_key="1", state="CREATED", assignee="demo")
HERS = UserTask(user_task_key="1", state="CREATED", assignee="anna")
ON_A_TASK = ("claim", "unclaim", "take_over", "complete", "assign", "priority", "due", "follow_up", "candidates")
HELD = "assigned to anna"


@pytest.mark.parametrize(
    ("task", "reasons"),
    [
        (None, dict.fromkeys(ON_A_TASK, "no task is selected")),
        (FREE, {"unclaim": "unassigned", "take_over": "unassigned; claim it with c"}),
        (MINE, {"claim": "already yours", "take_over": "already yours"}),
        (HERS, {"claim": f"{HELD}; take over with t", "unclaim": f"{HELD}, not you",
                "complete": f"{HELD}; take over with t first"}),
        (UserTask(user_task_key="1", state="UPDATING"),
         dict.fromkeys(ON_A_TASK, "a listener is deciding on its update")),
        (UserTask(user_task_key="1", state="COMPLETED"), dict.fromkeys(ON_A_TASK, "it is completed")),
    ],
)  # fmt: skip
def test_why_not_on_a_task(task: UserTask | None, reasons: dict[str, str]) -> None:
    context = TaskContext(task=task, user="demo")
    assert {id_: why for id_ in ON_A_TASK if (why := BY_ID[id_].why_not(context))} == reasons


def test_why_not_on_a_job() -> None:
    on_a_job = ("complete_job", "fail_job", "throw_error", "retries")
    for id_ in on_a_job:
        assert BY_ID[id_].why_not(JobContext()) == "no job is selected"
        assert BY_ID[id_].why_not(JobContext(job=Job(job_key="1", state="FAILED"))) is None
        assert BY_ID[id_].why_not(JobContext(job=Job(job_key="1", state="CANCELED"))) == "it is canceled"
    assert BY_ID["activate"].why_not(JobContext()) is None


@pytest.mark.parametrize("id_", ["open", "copy", "details", "history", "open_graph", "what_if"])
def test_something_has_to_be_selected(id_: str) -> None:
    on = commands_of(DECISIONS)
    command = next(one for one in on if one.id == id_)
    assert command.why_not(Context()) == "nothing is selected"
    assert command.why_not(Context(selected=True)) is None


def test_a_problem_can_be_shown_when_there_is_one() -> None:
    assert BY_ID["problem"].why_not(Context()) == "nothing has failed"
    assert BY_ID["problem"].why_not(Context(problem=True)) is None


def test_the_rest_can_always_run() -> None:
    selecting = {
        "open",
        "copy",
        "copy_more",
        "related",
        "variables",
        "mark",
        "mark_range",
        "unmark",
        "read_form",
        "details",
        "open_graph",
        "instances_of",
        "instances_at",
        "show_process",
        "same_value",
        "diagram",
        "find_element",
        "batch_items",
        "item_instance",
        "undo_step",
        "pending_steps",
        "variable_tree",
    }
    selecting |= {command.id for command in commands_of(DECISION)}  # fmt: skip
    always = READS - selecting - {"problem", "undo", "runs", "outline", "copy_element"}
    assert {id_: BY_ID[id_].why_not(Context()) for id_ in always} == dict.fromkeys(always)


def test_what_is_special_to_a_screen() -> None:
    inbox, jobs = ({command.id for command in commands_of(screen)} for screen in (INBOX, JOBS))
    assert {"claim", "complete", "toggle_views"} <= inbox - jobs
    assert {"activate", "fail_job", "retries"} <= jobs - inbox
    assert {"refresh", "quit", "help"} <= inbox & jobs
    decisions, evaluations = ({command.id for command in commands_of(screen)} for screen in (DECISIONS, EVALUATIONS))
    assert {"details", "all_versions", "filter", "sort"} <= decisions & evaluations
    assert {"history", "open_graph", "what_if"} <= decisions - evaluations
    assert "related" in evaluations & decisions


@pytest.mark.parametrize(
    ("key", "name"),
    [("question_mark", "?"), ("slash", "/"), ("colon", ":"), ("exclamation_mark", "!"), ("minus", "-"),
     ("escape", "esc"), ("enter", "enter"), ("ctrl+p", "ctrl+p"), ("C", "C")],
)  # fmt: skip
def test_keys_are_printed_as_they_are_typed(key: str, name: str) -> None:
    assert key_name(key) == name


class TestKeySheet:
    def test_it_names_every_command_under_its_screen(self) -> None:
        sheet = key_sheet()
        own = {spec.title: {command.id for command in commands_of(spec.id)} - EVERYWHERE for spec in SCREENS}
        headings = ["Moving in a list", "Everywhere", *(title for title, commands in own.items() if commands)]
        places = [sheet.index(f"\n## {heading}\n") for heading in headings]
        assert places == sorted(places)
        sections = [sheet[here:there] for here, there in pairwise([*places, len(sheet)])]
        for spec in SCREENS:
            for command in commands_of(spec.id):
                heading = "Everywhere" if command.id in EVERYWHERE else spec.title
                assert f"| **{command.title}**: {command.help} (`{command.id}`) |" in sections[headings.index(heading)]

    def test_it_is_a_table_of_two_columns(self) -> None:
        rows = [line for line in key_sheet().splitlines() if line.startswith("| `")]
        own = sum(len({command.id for command in commands_of(spec.id)} - EVERYWHERE) for spec in SCREENS)
        assert len(rows) == len(MOVES) + len(SIGNS) + len(FORM) + len(EVERYWHERE) + own
        assert {row.count("|") for row in rows} == {3}


@pytest.mark.parametrize(
    ("task", "read_only", "title"),
    [
        (UserTask(user_task_key="1", state="COMPLETED", form_key="7"), False, "read form"),
        (UserTask(user_task_key="1", state="CANCELED", form_key="7"), False, "read form"),
        (UserTask(user_task_key="1", state="FAILED", form_key="7"), False, "read form"),
        (UserTask(user_task_key="1", state="COMPLETED"), False, "complete"),
        (UserTask(user_task_key="1", state="CREATED", form_key="7"), False, "complete"),
        (UserTask(user_task_key="1", state="CREATED", form_key="7"), True, "complete"),
        (UserTask(user_task_key="1", state="COMPLETED", form_key="7"), True, "read form"),
        (None, False, "complete"),
    ],
)
def test_the_key_that_fills_in_a_form_reads_it_where_it_is_over(
    task: UserTask | None, read_only: bool, title: str
) -> None:
    assert BY_ID["complete"].meant(TaskContext(task=task, user="demo", read_only=read_only))[0].title == title
