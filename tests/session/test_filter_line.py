"""A filter on one line: fields by any of their names, words as in a dialog, and the place of what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from c8tui.model.search import Sort
from c8tui.session import decisions, evaluations, incidents, jobs
from c8tui.session.filter_line import NotAFilter, read_filter, read_sort
from c8tui.session.filter_syntax import NotWords
from c8tui.session.identity import Identity
from c8tui.session.query import QuerySchema
from c8tui.session.task_filters import schema

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
TASKS = schema(Identity("demo", ("sales",), ""))
ALL = (TASKS, jobs.SCHEMA, incidents.SCHEMA, decisions.SCHEMA, evaluations.SCHEMA)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("  ", {}),
        ("state = completed", {"state": "completed"}),
        ("State=completed", {"state": "completed"}),
        ("due < now", {"due_date": "< now"}),
        ("due<now", {"due_date": "<now"}),
        ("dueDate < now+2d + priority high", {"due_date": "< now+2d", "priority": "high"}),
        ("assignee not anna", {"assignee": "not anna"}),
        ("Candidate group = mine + assignee none", {"candidate_group": "mine", "assignee": "none"}),
        ("name = Rock + Roll", {"name": "Rock + Roll"}),
        ('name = "A + state = x" + state = any', {"name": '"A + state = x"', "state": "any"}),
        ("variables = amount = 12; kind != x", {"process_instance_variables": "amount = 12; kind != x"}),
        ("process_instance_key 2251799813685253", {"process_instance_key": "2251799813685253"}),
    ],
)
def test_a_line_is_conditions_by_field(text: str, found: dict[str, str]) -> None:
    assert read_filter(text, TASKS, NOW) == found


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("stat = open", 1, "there is no field stat; the nearest is state"),
        ("  zzz", 3, "there is no field zzz; the fields are"),
        ("state = open + due = xx", 22, "Due: 'xx' is no date"),
        ("priority = high + priority = low", 30, "Priority is asked for twice"),
        ("state", 1, "state has no condition behind it"),
        ("state = open + due", 16, "due has no condition behind it"),
        ("priority = 7x", 12, "Priority: a number from 0 to 100"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, place: int, said: str) -> None:
    with pytest.raises(NotAFilter, match=said) as wrong:
        read_filter(text, TASKS, NOW)
    assert wrong.value.place == place


@pytest.mark.parametrize("known", ALL)
def test_every_caption_is_a_filter(known: QuerySchema) -> None:
    """What a caption says of one condition reads back as that condition."""
    for one in known.conditions:
        words = next(word for word in ("< now", "2", "2251799813685249-1", "yes", "evaluated", "table", "failed",
                                       "open", "active", "bpmn element", "completing", "unknown", "a = 1", "x")
                     if known.check(one.field, word, NOW) is None)  # fmt: skip
        [caption] = known.condition_words({one.field: words})
        assert read_filter(caption, known, NOW) == {one.field: words}


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("priority", Sort("priority", "DESC")),
        ("priority asc", Sort("priority", "ASC")),
        ("creationDate DESC", Sort("creation_date", "DESC")),
        ("follow-up", Sort("follow_up_date", "ASC")),
    ],
)
def test_a_field_to_sort_by(text: str, sort: Sort) -> None:
    assert read_sort(text, TASKS) == sort


@pytest.mark.parametrize("text", ["", "assignee", "priority downwards"])
def test_no_field_to_sort_by(text: str) -> None:
    with pytest.raises(NotWords, match="it sorts by due_date, priority"):
        read_sort(text, TASKS)
