"""Writing to the view file: what is put in reads back, and nothing else of the file changes."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from c8tui.model.search import Sort
from c8tui.session.view_file import BrokenViews, as_toml, load, remove_view, rename_view, save_view
from c8tui.session.views import View
from tests.session.test_view_file import BIG, GOOD, file_of


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
