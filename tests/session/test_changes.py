"""What changed is told by field and by path, and what did not change is not told."""

from __future__ import annotations

import msgspec
import pytest

from c8tui.model.user_tasks import UserTask
from c8tui.model.variables import Variable
from c8tui.session.stale_check import differences, in_words, variable_differences

TASK = UserTask(
    user_task_key="1", state="CREATED", priority=50, due_date="2026-11-24T17:00:00Z", candidate_groups=("a", "b")
)


def changed(**fields: object) -> list[str]:
    return [found.words() for found in differences(TASK, msgspec.structs.replace(TASK, **fields))]


def told(before: str, after: str, *, cut: tuple[bool, bool] = (False, False)) -> list[str]:
    one, other = (
        Variable(name="v", value=value, is_truncated=c) for value, c in zip((before, after), cut, strict=True)
    )
    return [found.words() for found in variable_differences([one], [other])]


def test_fields_of_a_task() -> None:
    assert changed(assignee="ben", state="COMPLETING", priority=90) == [
        "assignee: nobody -> ben", "state: created -> completing", "priority: 50 -> 90",
    ]  # fmt: skip
    assert changed(candidate_groups=(), name="Pay") == ["candidate groups: a, b -> none", "name: none -> Pay"]
    due = changed(due_date=None)
    assert len(due) == 1
    assert due[0].startswith("due: 24 Nov 2026")
    assert due[0].endswith("-> none")


def test_what_is_not_there_is_told_in_words() -> None:
    full = {name: "2026-11-24T18:00:00Z" if name.endswith("_date") else 5 if name == "priority" else "x"
            for name in UserTask.__struct_fields__ if msgspec.structs.replace(TASK, **{name: None}) != TASK
            and name not in ("candidate_groups", "candidate_users", "custom_headers", "tags", "state")}  # fmt: skip
    for name, value in full.items():
        there, gone = (msgspec.structs.replace(TASK, **{name: what}) for what in (value, None))
        for pair in ((there, gone), (gone, there)):
            assert not any("None" in found.words() for found in differences(*pair)), name


def test_a_date_that_cannot_be_read_is_told_as_it_is() -> None:
    assert changed(due_date="soon")[0].endswith("-> soon")


@pytest.mark.parametrize(
    "fields",
    [{}, {"due_date": "2026-11-24T18:00:00+01:00"}, {"candidate_groups": ("b", "a")}, {"assignee": ""},
     {"tags": ("x",)}],
)  # fmt: skip
def test_what_nobody_decides_by_is_no_difference(fields: dict[str, object]) -> None:
    assert changed(**fields) == []


def test_the_first_values_are_kept_raw() -> None:
    found = differences(TASK, msgspec.structs.replace(TASK, assignee="\x1b[2J"))[0]
    assert (found.before, found.after) == (None, "\x1b[2J")


def test_variables_that_came_and_went_and_changed() -> None:
    before = [Variable(name="amount", value="10"), Variable(name="gone", value="1")]
    after = [Variable(name="amount", value="12"), Variable(name="customer", value="{}")]
    words = [found.words() for found in variable_differences(before, after)]
    assert words == ["amount: 10 -> 12", "customer added", "gone removed"]


def test_a_change_inside_an_object_is_told_by_its_path() -> None:
    assert told('{"a": {"b": [1, 2]}, "c": 1}', '{"a": {"b": [1, 3]}, "d": 1}') == [
        "v.a.b[2]: 2 -> 3", "v.c removed", "v.d added",
    ]  # fmt: skip
    assert told("[1]", "[1, 2]") == ["v: [1] -> [1,2]"]
    assert told("{}", str(dict.fromkeys("abcdefg", 1)).replace("'", '"'))[0].startswith("v: {} -> {")


@pytest.mark.parametrize(
    ("before", "after"),
    [('{"a":1,"b":2}', '{ "b": 2, "a": 1 }'), ("[1, 2]", "[1,2]"), ('"\\u00e9"', '"é"'), ('"\ud800"', '"\ud800"')],
)
def test_json_that_means_the_same_is_the_same(before: str, after: str) -> None:
    assert told(before, after) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [("1", "true"), ("1", '"1"'), ("0", "null"), ("12345678901234567890", "12345678901234567891"),
     ('"\ud800"', '"\ud801"'), ("[" * 3000 + "]" * 3000, "[" * 3001 + "]" * 3001)],
)  # fmt: skip
def test_json_that_means_something_else_is_told(before: str, after: str) -> None:
    assert len(told(before, after)) == 1


def test_a_cut_value_is_compared_as_far_as_it_is_known() -> None:
    assert told('"abc', '"abc', cut=(True, True)) == []
    assert told('"abc', '"abcdef"', cut=(True, False)) == []
    assert told('"abcdef"', '"abc', cut=(False, True)) == []
    assert told('"abc', '"abd', cut=(True, True)) == ['v: "abc -> "abd']
    # The shorter one is whole, so the longer one is another.
    assert told('"ab"', '"ab" and more', cut=(False, True)) == ['v: "ab" -> "ab" and more']


def test_long_values_are_short_in_words_and_many_differences_are_counted() -> None:
    assert told(f'"{"a" * 50}"', f'"{"a" * 50}b"') == ["v changed"]
    assert len(told('"b"', f'"{"a" * 90_000}"')[0]) < 60
    before = [Variable(name=f"v{number:02}", value="1") for number in range(15)]
    lines = in_words(variable_differences(before, ()), most=12).splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("v00 removed", "and 3 more", 13)
