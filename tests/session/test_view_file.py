"""The view file: what it says, and where it is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from c8tui.model.search import Op, Sort
from c8tui.session.identity import Identity
from c8tui.session.view_file import ViewFile, load
from c8tui.session.views import NEAREST_DUE, View

GOOD = """# our team's views
[views.big-invoices]
title = "Big invoices"   # above a thousand
assignee = "none"
priority = 90
process_instance_variables = ["status = open", "approved != true"]
sort = ["due_date", "-priority"]
columns = ["task", "amount", "customer.name"]

# for the morning
[views.mine-or-hers]
any_of = [ { assignee = "me" }, { candidate_group = "mine", due_date = "today" } ]
name = "Review*"
"""
BIG = View(
    "big-invoices",
    "Big invoices",
    ({"assignee": "none", "priority": "90", "process_instance_variables": "status = open; approved != true"},),
    (Sort("due_date"), Sort("priority", "DESC")),
    ("task", "amount", "customer.name"),
    own=True,
)


def file_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "views.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_views_as_they_stand_there(tmp_path: Path) -> None:
    big, hers = load(file_of(tmp_path, GOOD)).views
    assert big == BIG
    assert hers.alternatives == (
        {"assignee": "me"},
        {"candidate_group": "mine", "due_date": "today"},
    )
    assert hers.common == {"name": "Review*"}
    assert (hers.title, hers.sort, hers.columns) == ("mine-or-hers", NEAREST_DUE, ())


def test_a_file_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert load(tmp_path / "views.toml") == ViewFile()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[views.a]\nasignee = "me"\n', "line 2: view a, asignee: there is no such key; did you mean assignee?"),
        ('[views.a]\ntitle = "A"\n\npriority = "> x"\n', "line 4: view a, priority: a number from 0 to 100"),
        ('[views.a]\nsort = ["assignee"]\n', "line 2: view a, sort: the cluster does not sort by assignee"),
        ('[views.a]\nsort = "due_date"\n', "line 2: view a, sort: it is a list of fields"),
        ("[views.a]\ncolumns = []\n", "line 2: view a, columns: it is a list of names"),
        ("[views.a]\nassignee = 1.5\n", "line 2: view a, assignee: it is a text"),
        ('[views.open]\nname = "x"\n', "line 1: view open, open: that name is taken"),
        ('[views.a]\nany_of = [{ colour = "red" }]\n', "line 2: view a, any_of: colour: there is no such key"),
        ("[views.a]\nany_of = 3\n", "line 2: view a, any_of: it is a list of tables"),
        ('[view.a]\nname = "x"\n', "line 1: view is no table of views"),
        ('[views.a]\ntags = ","\n', "line 2: view a, tags: a tag, or several"),
        ("[views.a]\ntags = []\n", "line 2: view a, tags: it is a text"),
        ('[views.a]\npriority = "75..26"\n', "line 2: view a, priority: the range ends before it begins"),
        ('[views.a]\nname = "Pay"\nany_of = [{ name = "Review*" }]\n', "line 3: view a, any_of: no task can meet"),
        (
            '[views.a]\ncandidate_group = "a"\nany_of = [{ candidate_group = "b" }]\n',
            "line 3: view a, any_of: the cluster",
        ),
        ("views = 3\n", "views is no table"),
        ("[views]\na = 3\n", "view a, a: it is no table"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_key_and_costs_no_other_view(tmp_path: Path, text: str, problem: str) -> None:
    found = load(file_of(tmp_path, text if text.startswith("views") else text + '[views.good]\nname = "y"\n'
                         if not text.startswith("[views]") else text))  # fmt: skip
    assert problem in found.problems[0]
    assert str(tmp_path / "views.toml") in found.problems[0]
    if "views.good" in (tmp_path / "views.toml").read_text():
        assert [view.id for view in found.views] == ["good"]


def test_what_is_no_toml_and_what_cannot_be_read(tmp_path: Path) -> None:
    broken = load(file_of(tmp_path, '[views.a\nname = "x"'))
    assert broken.views == ()
    assert "line 1" in broken.problems[0]
    (folder := tmp_path / "folder").mkdir()
    assert "directory" in load(folder).problems[0]
    (tmp_path / "latin").write_bytes(b'[views.a]\nname = "\xe4"\n')
    assert "UTF-8" in load(tmp_path / "latin").problems[0]


def test_a_list_is_several_names(tmp_path: Path) -> None:
    (view,) = load(file_of(tmp_path, '[views.a]\ntags = ["vip", "emea"]\nassignee = ["anna", "ben"]\n')).views
    assert view.alternatives == ({"tags": "vip, emea", "assignee": "anna, ben"},)


def test_a_text_of_a_list_is_one_name_whatever_stands_in_it(tmp_path: Path) -> None:
    (view,) = load(file_of(tmp_path, '[views.a]\nname = ["Review, then pay", "not \\"x\\""]\n')).views
    assert view.filters(Identity(None, (), ""), datetime(2026, 1, 1, tzinfo=UTC))[0].name == Op(
        in_=("Review, then pay", 'not "x"')
    )


def test_a_byte_order_mark_and_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    path.write_bytes(b'\xef\xbb\xbf[views.a]\r\nname = "x"\r\npriority = "> x"\r\n\r\n[views.b]\r\nname = "y"\r\n')
    found = load(path)
    assert [view.id for view in found.views] == ["b"]
    assert "line 3: view a, priority" in found.problems[0]
