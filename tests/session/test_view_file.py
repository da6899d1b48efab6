"""The view file: what it says, where it is wrong, and that writing to it changes nothing else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from c8tui.model.search import Sort
from c8tui.session.view_file import BrokenViews, ViewFile, as_toml, load, remove, save
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
        {"name": "Review*", "assignee": "me"},
        {"name": "Review*", "candidate_group": "mine", "due_date": "today"},
    )
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


def test_a_view_is_added_replaced_and_removed_and_all_else_stays(tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD)
    path.chmod(0o640)
    new = View("fresh", 'Fresh "ones" \x7f', ({"creation_date": ">= today"},), own=True)
    save(path, new)
    assert path.read_text() == GOOD + "\n" + as_toml(new)
    changed = View("big-invoices", "Bigger", ({"priority": ">= 95"},), own=True)
    save(path, changed)
    text = path.read_text()
    assert text.startswith('# our team\'s views\n[views.big-invoices]\ntitle = "Bigger"\n')
    assert "\n\n# for the morning\n[views.mine-or-hers]\n" in text
    assert [view.id for view in load(path).views] == ["big-invoices", "mine-or-hers", "fresh"]
    assert load(path).views[0] == changed
    remove(path, "fresh")
    remove(path, "big-invoices")
    assert [view.id for view in load(path).views] == ["mine-or-hers"]
    assert "# our team's views" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_the_first_view_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "views.toml"
    save(path, BIG)
    assert load(path).views == (BIG,)
    several = View("or", "Or", ({"assignee": "me"}, {"candidate_group": "mine"}), own=True)
    save(path, several)
    assert load(path).views == (BIG, several)


def test_a_broken_file_is_not_written_to(tmp_path: Path) -> None:
    path = file_of(tmp_path, "[views.a\n")
    with pytest.raises(BrokenViews, match="while it is broken"):
        save(path, BIG)
    assert path.read_text() == "[views.a\n"
    inline = file_of(tmp_path, 'views = { big-invoices = { name = "x" } }\n')
    with pytest.raises(BrokenViews):
        save(inline, BIG)
    assert inline.read_text() == 'views = { big-invoices = { name = "x" } }\n'


def test_a_list_is_several_names(tmp_path: Path) -> None:
    (view,) = load(file_of(tmp_path, '[views.a]\ntags = ["vip", "emea"]\nassignee = ["anna", "ben"]\n')).views
    assert view.alternatives == ({"tags": "vip, emea", "assignee": "anna, ben"},)


def test_behind_a_link_the_shared_file_is_written(tmp_path: Path) -> None:
    (shared := tmp_path / "shared.toml").write_text("# ours\n")
    (link := tmp_path / "views.toml").symlink_to(shared)
    save(link, BIG)
    assert link.is_symlink()
    assert load(shared).views == (BIG,)


def test_a_file_is_never_written_so_that_other_views_are_lost(tmp_path: Path) -> None:
    text = '[views.a]\ntitle = """A\n[not a table\n"""\n\n[views.b]\nname = "x"\n'
    path = file_of(tmp_path, text)
    with pytest.raises(BrokenViews, match="edit it by hand"):
        remove(path, "a")
    assert path.read_text() == text
