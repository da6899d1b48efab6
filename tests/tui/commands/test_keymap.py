"""Keys of one's own, from the settings to what they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from textual.binding import Binding

from c8tui.errors import SettingsError
from c8tui.tui.commands.keymap import APP_OWNS, LISTS_OWN, by_position, key_of
from c8tui.tui.commands.sheet import key_sheet
from c8tui.tui.registry import MODES, SCREENS, all_commands, commands_of, tabs, use_keys
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.widgets.key_bar import KeyBar
from c8tui.tui.widgets.list_keys import G_TO_TOP, LIST_KEYS, SIDEWAYS_KEYS
from tests.tui.apps import app_on, text_of, until


@pytest.fixture(autouse=True)
def own_tables() -> Iterator[None]:
    """Every test begins and ends with the keys of the tables."""
    use_keys({})
    yield
    use_keys({})


def keys_of(screen: str) -> dict[str, tuple[str, ...]]:
    return {command.id: command.keys for command in commands_of(screen)}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a", "a"), ("A", "A"), ("ф", "ф"), ("/", "slash"), ("-", "minus"), ("+", "plus"), ("@", "at"),
        ("_", "underscore"),
        ("esc", "escape"), ("Enter", "enter"), ("f5", "f5"), ("F12", "f12"), ("ctrl+a", "ctrl+a"), ("Ctrl+A", "ctrl+a"),
        ("shift+tab", "shift+tab"), ("space", "space"), ("comma", "comma"), (" x ", "x"),
    ],
)  # fmt: skip
def test_a_key_is_named_as_it_is_printed(text: str, key: str) -> None:
    assert key_of(text) == key


@pytest.mark.parametrize("text", ["", "xx", "ctrl+", "ctrl+1", "alt+a", "f25", "hyper+x", "\x1b", "ctrl+ctrl+a"])
def test_what_is_no_key(text: str) -> None:
    assert key_of(text) is None


def test_lists_own_what_their_bindings_say() -> None:
    own = {
        key for one in (*LIST_KEYS, G_TO_TOP, *SIDEWAYS_KEYS) if isinstance(one, Binding) for key in one.key.split(",")
    }
    assert own <= LISTS_OWN
    assert not LISTS_OWN & APP_OWNS


def test_a_command_gets_other_keys_and_all_others_keep_theirs() -> None:
    before = keys_of("inbox")
    use_keys({"claim": "ctrl+a, f5"})
    assert keys_of("inbox") == before | {"claim": ("ctrl+a", "f5")}
    use_keys({})
    assert keys_of("inbox") == before


def test_what_commands_were_called_before_still_names_them() -> None:
    use_keys({"view_back": "f7", "view_forward": "f8"})
    assert keys_of("inbox")["go_back"] == ("f7",)
    assert keys_of("jobs")["go_forward"] == ("f8",)


def test_two_commands_change_their_keys() -> None:
    before = keys_of("inbox")
    use_keys({"claim": "a", "assign": "c"})
    assert (keys_of("inbox")["claim"], keys_of("inbox")["assign"]) == (before["assign"], before["claim"])


@pytest.mark.parametrize(
    ("given", "setting", "said"),
    [
        ({"clam": "x"}, "keys.clam", "Did you mean claim?"),
        ({"claim": "xx"}, "keys.claim", "'xx' is no key"),
        ({"claim": "j"}, "keys.claim", "j moves in lists"),
        ({"claim": "ctrl+c"}, "keys.claim", "ctrl+c ends the program"),
        ({"claim": "a"}, "keys.claim", "a is the key of 'assign' on the screen inbox"),
        ({"claim": "f5", "assign": "f5"}, "keys.", "f5 is the key of"),
    ],
)
def test_what_cannot_be_used_is_told_and_changes_nothing(given: Mapping[str, str], setting: str, said: str) -> None:
    before = keys_of("inbox")
    with pytest.raises(SettingsError) as caught:
        use_keys(given, "here")
    assert caught.value.setting.startswith(setting)
    assert said in str(caught.value)
    assert keys_of("inbox") == before


def test_every_command_can_be_remapped_to_nonsense_and_back() -> None:
    """Each command alone gets a key that nothing has, then all of them at once no key at all."""
    before = {spec.id: commands_of(spec.id) for spec in SCREENS}
    for command in list(all_commands()):
        use_keys({command.id: "f24"})
        assert [one.keys for one in all_commands() if one.id == command.id] == [("f24",)]
    use_keys({command.id: "" for command in list(all_commands())})
    assert all(not one.keys for one in all_commands())
    for spec in SCREENS:
        assert "{" not in spec.lesson()
    key_sheet()
    use_keys({})
    assert {spec.id: commands_of(spec.id) for spec in SCREENS} == before


def test_the_sheet_and_the_first_line_follow() -> None:
    use_keys({"claim": "f5", "goto_jobs": "f4"})
    assert "| `f5` | **claim**" in key_sheet()
    assert {tab.id: tab.key for tab in tabs()}["jobs"] == "f4"
    assert len(tabs()) == len(MODES)


def test_other_layouts_reach_every_letter() -> None:
    letters = by_position()
    assert [letters[one] for one in "сСфх.ю"[:4]] == ["c", "C", "a", "left_square_bracket"]
    assert (letters["ψ"], letters["ς"]) == ("c", "w")
    assert set("qwertyuiopasdfghjklzxcvbnm") <= set(letters.values())


async def test_own_keys_do_what_they_say(sandbox: Any, open_session: Any) -> None:
    session = await open_session(sandbox, keys={"claim": "f5"})
    async with app_on(session) as (app, pilot):
        assert isinstance(app.screen, BaseScreen)
        await pilot.press("j", "j")  # to a task that nobody has
        await until(pilot, lambda: "f5 claim" in text_of(app).splitlines()[-1])
        bar = app.screen.query_one(KeyBar)
        assert "f5 claim" in str(bar.render())
        await pilot.press("c")
        assert sandbox.commands_sent() == []
        await pilot.press("f5")
        await until(pilot, lambda: [one for one in sandbox.commands_sent() if "assignment" in str(one)])


async def test_a_cyrillic_letter_does_what_is_on_its_key(sandbox: Any, open_session: Any) -> None:
    session = await open_session(sandbox)
    async with app_on(session) as (app, pilot):
        await pilot.press("?" if False else "question_mark")
        await until(pilot, lambda: "Keys:" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, BaseScreen))
        await pilot.press("\u0430")  # Cyrillic, on the key of f
        await until(pilot, lambda: "Filter:" in text_of(app))
        await pilot.press(*"дом")
        await until(pilot, lambda: "дом" in text_of(app))
