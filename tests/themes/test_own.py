"""Themes of one's own: read like the settings, and whatever is wrong with one is said with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.errors import SettingsError
from c8tui.themes.own import LARGEST, check_name, names, own_names, own_palette, palette
from c8tui.themes.palette import weak_pairs
from c8tui.themes.shipped import SHIPPED


def write(folder: Path, text: str, name: str = "dusk") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_changes_roles_of_its_base(tmp_path: Path) -> None:
    write(tmp_path, 'base = "light"\naccent = "#036"\n[colours_256]\nerror = 88\n[colours_16]\nerror = "magenta"\n')
    own = own_palette("dusk", tmp_path)
    assert own is not None
    light = SHIPPED["light"]
    assert (own.name, own.dark, own.colours["accent"]) == ("dusk", False, "#003366")
    assert {role for role in own.colours if own.colours[role] != light.colours[role]} == {"accent"}
    assert (own.indexed["error"], own.sixteen["error"], own.sixteen["focus"]) == (88, "magenta", "blue")
    assert palette("dusk", tmp_path) == own
    assert palette("light", tmp_path) == light
    assert palette("nord", tmp_path) is None


def test_what_a_file_leaves_out_is_legible_on_its_grounds(tmp_path: Path) -> None:
    write(tmp_path, "".join(f'{ground} = "#4a5568"\n' for ground in ("background", "panel", "raised", "highlight",
                                                                     "highlight_strong")))  # fmt: skip
    own = own_palette("dusk", tmp_path)
    assert own is not None
    assert [pair for pair in weak_pairs(own.colours) if pair[0] not in ("focus", "danger")] == []


def test_an_empty_file_is_the_dark_theme(tmp_path: Path) -> None:
    write(tmp_path, "")
    own = own_palette("dusk", tmp_path)
    assert own is not None
    assert (own.colours, own.indexed) == (SHIPPED["dark"].colours, SHIPPED["dark"].indexed)


def test_files_stand_between_ours_and_textuals_and_never_hide_ours(tmp_path: Path) -> None:
    write(tmp_path, "")
    write(tmp_path, 'text = "#ff0000"', "light")
    write(tmp_path, 'text = "#ff0000"', "nord")
    write(tmp_path, "", "no name")
    (tmp_path / "dusk.txt").touch()
    listed = names(tmp_path)
    assert listed[:5] == [*SHIPPED, "dusk"]
    assert len(listed) == len(set(listed))
    assert palette("light", tmp_path) == SHIPPED["light"]
    assert (own := own_palette("nord", tmp_path)) is not None
    assert own.colours["text"] == "#ff0000"
    assert own_names(tmp_path / "nothing") == own_names(None) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("base = 'nord'", r"base \(.*dusk.toml\): has to be one of dark, light, .*"),
        ("base = 3", "has to be one of"),
        ("backgruond = '#000'", r"backgruond \(.*dusk.toml\): there is no such role. Did you mean background\?"),
        ("[colours_256]\nerrror = 9", r"colours_256.errror .*: there is no such role. Did you mean error\?"),
        ("colours_16 = 3", "has to be a table. Write .colours_16. and its roles below it"),
        ("text = 'red'", r"text .*: has to be a colour like #1c1e22"),
        ("text = 7", "has to be a colour"),
        ("text = '#12345'", "has to be a colour"),
        ("[colours_256]\nerror = 9", r"colours_256.error .*: has to be a number from 16 to 255"),
        ("[colours_256]\nerror = true", "has to be a number from 16 to 255"),
        ("[colours_16]\nerror = 'pink'", r"colours_16.error .*: has to be one of default, black, .* bright_white"),
        ("text = ", "is no TOML: Invalid value"),
        (f"text = {'[' * 5_000}", "is no TOML: is nested too deeply"),
        (f"text = '{'x' * LARGEST}'", "has more than 100 kB"),
    ],
)
def test_what_is_wrong_is_said_with_its_name_and_place(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        check_name("dusk", "config.toml", tmp_path)
    assert caught.match(said)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "dusk.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        own_palette("dusk", tmp_path)
    (tmp_path / "dawn.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        own_palette("dawn", tmp_path)


def test_an_unknown_name_is_told_with_the_nearest_known_one(tmp_path: Path) -> None:
    write(tmp_path, "")
    with pytest.raises(SettingsError) as caught:
        check_name("dsuk", "environment C8TUI_THEME", tmp_path)
    assert str(caught.value) == "theme (environment C8TUI_THEME): there is no theme dsuk. Did you mean dusk?"
    for outside in ("../dusk", "/etc/passwd", ""):
        with pytest.raises(SettingsError, match="there is no theme"):
            check_name(outside, "flag --theme", tmp_path)
    check_name("light", "", None)
