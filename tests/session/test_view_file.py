"""The view file: what is read and what is wrong with it, written by byte, and listed with the built-in views."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from c8tui.errors import C8Error, Refusal
from c8tui.model.search import Op, Sort
from c8tui.session.identity import Identity
from c8tui.session.view_file import (
    BrokenViews,
    ViewFile,
    as_toml,
    load,
    remove_view,
    rename_view,
    save_view,
)
from c8tui.session.view_store import ViewExists, ViewStore
from c8tui.session.views import BUILT_IN, NEAREST_DUE, View

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


# Writing to the view file: what is put in reads back, and nothing else of the file changes


def test_a_view_is_added_replaced_and_removed_and_all_else_stays(tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD)
    path.chmod(0o640)
    new = View("fresh", 'Fresh "ones" \x7f', ({"creation_date": ">= today"},), own=True)
    save_view(path, new)
    assert path.read_text() == GOOD + "\n" + as_toml(new)
    changed = View("big-invoices", "Bigger", ({"priority": ">= 95"},), own=True)
    save_view(path, changed)
    text = path.read_text()
    assert text.startswith('# our team\'s views\n[views.big-invoices]\ntitle = "Bigger"   # above a thousand\n')
    assert "\n\n# for the morning\n[views.mine-or-hers]\n" in text
    assert [view.id for view in load(path).views] == ["big-invoices", "mine-or-hers", "fresh"]
    assert load(path).views[0] == changed
    remove_view(path, "fresh")
    remove_view(path, "big-invoices")
    assert [view.id for view in load(path).views] == ["mine-or-hers"]
    assert "# our team's views" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_the_first_view_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "views.toml"
    save_view(path, BIG)
    assert load(path).views == (BIG,)
    several = View("or", "Or", ({"assignee": "me"}, {"candidate_group": "mine"}), own=True)
    save_view(path, several)
    assert load(path).views == (BIG, several)


def test_a_broken_file_is_not_written_to(tmp_path: Path) -> None:
    path = file_of(tmp_path, "[views.a\n")
    with pytest.raises(BrokenViews, match="while it is broken"):
        save_view(path, BIG)
    assert path.read_text() == "[views.a\n"


def test_behind_a_link_the_shared_file_is_written(tmp_path: Path) -> None:
    (shared := tmp_path / "shared.toml").write_text("# ours\n")
    (link := tmp_path / "views.toml").symlink_to(shared)
    save_view(link, BIG)
    assert link.is_symlink()
    assert load(shared).views == (BIG,)


def test_a_text_that_looks_like_a_table_is_none(tmp_path: Path) -> None:
    path = file_of(tmp_path, '[views.a]\ntitle = """A\n[not a table\n"""\n\n[views.b]\nname = "x"\n')
    remove_view(path, "a")
    assert path.read_text() == '[views.b]\nname = "x"\n'


SPELLINGS = (
    'views = { big-invoices = { name = "x" }, b = { name = "y" } }\n',
    '[views]\nbig-invoices = { name = "x" }  # inline\nb.name = "y"\n',
    'views.big-invoices.name = "x"\nviews.b.name = "y"\n',
    '[ views . "big-invoices" ]\nname = "x"\n[views.b]\nname = "y"\n',
    '[views.b]\nname = "y"\n[views.big-invoices]\nname = "x"',
)


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_table_may_be_spelt_in_other_ways_or_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    """Whatever TOML allows: afterwards the view is there and the other as it was, or the file was not touched."""
    for left in ([BIG], []):
        path = file_of(tmp_path, text)
        (other,) = (view for view in load(path).views if view.id == "b")
        try:
            save_view(path, BIG) if left else remove_view(path, BIG.id)
        except BrokenViews:
            assert path.read_text() == text
        else:
            assert [view for view in load(path).views if view.id != "b"] == left
            assert other in load(path).views


def test_comments_line_ends_and_the_byte_order_mark_survive(tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    before = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    path.write_bytes(before)
    save_view(path, View("fresh", "Fresh", ({"name": "x"},), own=True))
    assert path.read_bytes().startswith(before)
    save_view(path, View("big-invoices", "Big", ({"assignee": "none", "tags": "vip"},), (Sort("priority"),), own=True))
    rename_view(path, "fresh", View("older", "Older", ({"name": "x"},), own=True))
    assert path.read_bytes().decode() == (
        "\ufeff# our team's views\r\n[views.big-invoices]\r\n"
        'title = "Big"   # above a thousand\r\nassignee = "none"\r\nsort = ["priority"]\r\ntags = "vip"\r\n'
        "\r\n# for the morning\r\n[views.mine-or-hers]\r\n"
        'any_of = [ { assignee = "me" }, { candidate_group = "mine", due_date = "today" } ]\r\n'
        'name = "Review*"\r\n\r\n[views.older]\r\ntitle = "Older"\r\nname = "x"\r\n'
    )
    for view_id in ("older", "big-invoices"):
        remove_view(path, view_id)
    assert (
        path.read_bytes()
        .decode()
        .startswith("\ufeff# our team's views\r\n# for the morning\r\n[views.mine-or-hers]\r\n")
    )
    mixed = b'# a\r\n[views.a]\nname = "x"\r\n'
    path.write_bytes(mixed)
    save_view(path, BIG)
    assert path.read_bytes().startswith(mixed)


def test_what_a_view_says_already_stays_as_it_is_written(tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD)
    for view in load(path).views:
        save_view(path, view)
    kept = 'title = "mine-or-hers"\n'
    assert path.read_text() == GOOD + kept


def test_renaming_keeps_the_place_and_takes_the_other_of_that_name_out(tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD)
    hers = load(path).views[1]
    rename_view(path, "big-invoices", View("mine-or-hers", "Mine or hers", BIG.alternatives, own=True))
    assert [(view.id, view.title) for view in load(path).views] == [("mine-or-hers", "Mine or hers")]
    assert "# above a thousand" in path.read_text()
    rename_view(path, "mine-or-hers", hers)
    assert load(path).views == (hers,)
    inline = file_of(tmp_path, 'views = { a = { name = "x" } }\n')
    with pytest.raises(BrokenViews, match="by hand"):
        rename_view(inline, "a", View("b", "B", ({"name": "x"},), own=True))
    assert inline.read_text() == 'views = { a = { name = "x" } }\n'


def test_tomlkit_is_imported_only_when_something_is_saved() -> None:
    code = "import sys, c8tui.session.session, c8tui.session.view_file; sys.exit('tomlkit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# All views together: the built-in ones, those of the file, and keeping one


def test_without_a_file_ones_own_are_kept_in_memory() -> None:
    store = ViewStore(None)
    assert not store.refresh()
    assert (*store,) == BUILT_IN
    first = store.save(View("open*", "All open + task = a", ({"name": "a"},), changed_from=BUILT_IN[0]), "First one")
    assert first == View("first-one", "First one", ({"name": "a"},), own=True)
    assert first.changed_from is None
    second = store.save(View("x", "X"), "Second")
    assert [*store] == [*BUILT_IN, first, second]
    with pytest.raises(ViewExists):
        store.save(View("y", "Y"), "second")
    with pytest.raises(Refusal, match="cannot be called"):
        store.save(View("y", "Y"), "Mine")
    renamed = store.rename(first, "Renamed")
    assert store.own == (renamed, second)
    changed = store.save(replace(renamed, columns=("task",)), "Renamed")
    assert store.own == (changed, second), "it keeps its place and its columns"
    over = store.rename(changed, "Second", replacing=True)
    assert [*store.own] == [over]
    store.remove(over)
    assert (*store,) == BUILT_IN


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    store = ViewStore(path)
    assert not store.refresh()
    path.write_text('[views.a]\nname = "x"\n')
    assert store.refresh()
    assert [view.id for view in store.own] == ["a"]
    assert not store.refresh()
    path.write_text('[views.a]\nnaem = "xx"\n')
    os.utime(path, ns=(1, 1))
    assert store.refresh()
    assert store.own == ()
    assert "did you mean name?" in store.problems[0]
    path.unlink()
    assert store.refresh()
    assert store.problems == ()


def test_a_view_is_kept_under_a_title_and_taken_out(tmp_path: Path) -> None:
    store = ViewStore(tmp_path / "views.toml")
    kept = store.save(View("open*", "All open (changed)", ({"priority": "high"},)), "Big ones!")
    assert (kept.id, kept.title, kept.own) == ("big-ones", "Big ones!", True)
    assert store.named("big") == kept
    assert (*store,) == (*BUILT_IN, kept)
    store.remove(kept)
    assert store.own == ()


@pytest.mark.parametrize("title", ["Open", "  ", "!!!"])
def test_names_that_cannot_be(tmp_path: Path, title: str) -> None:
    with pytest.raises(C8Error, match="cannot be called"):
        ViewStore(tmp_path / "views.toml").save(View("x", "X"), title)


def test_over_another_view_only_when_that_is_meant(tmp_path: Path) -> None:
    store = ViewStore(tmp_path / "views.toml")
    big = store.save(View("x", "X", ({"priority": "high"},)), "Big ones")
    with pytest.raises(ViewExists) as exists:
        store.save(View("x", "X", ({"name": "y"},)), "big ones!")
    assert exists.value.other == big
    assert store.own == (big,)
    changed = store.save(replace(big, columns=("task",)), "Big ones")  # itself
    assert store.own == (changed,)
    other = store.save(View("x", "X", ({"name": "y"},)), "big ones!", replacing=True)
    assert store.own == (other,)


def test_what_another_session_has_saved_meanwhile_is_not_lost(tmp_path: Path) -> None:
    store, elsewhere = ViewStore(tmp_path / "views.toml"), ViewStore(tmp_path / "views.toml")
    elsewhere.save(View("x", "X", ({"priority": "high"},)), "Big ones")
    with pytest.raises(ViewExists):
        store.save(View("x", "X", ({"name": "y"},)), "Big ones")


def test_a_view_is_renamed_in_its_place(tmp_path: Path) -> None:
    store = ViewStore(tmp_path / "views.toml")
    first, second = (store.save(View("x", "X", ({"name": name},)), name) for name in ("one", "two"))
    renamed = store.rename(first, "First")
    assert (renamed.id, renamed.title) == ("first", "First")
    assert store.own == (renamed, second)
    with pytest.raises(ViewExists):
        store.rename(renamed, "Two")
    with pytest.raises(C8Error, match="cannot be called"):
        store.rename(renamed, "My groups")
    assert store.own == (renamed, second)
    over = store.rename(renamed, "Two", replacing=True)
    assert [*store.own] == [over]
    assert over.alternatives == first.alternatives
