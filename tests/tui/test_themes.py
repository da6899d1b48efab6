"""Themes on the screen: chosen with a preview, remembered, suited to the terminal, and legible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.pilot import Pilot
from textual.widgets import OptionList

from c8tui.themes import own
from c8tui.themes.contrast import TEXT, contrast, hexed, xterm
from c8tui.themes.shipped import OF_TEXTUAL, SHIPPED
from c8tui.tui.app import C8App
from c8tui.tui.dialogs.theme import ThemeDialog
from c8tui.tui.terminal.colours import VARIABLES, Depth, Indexed, depth_of
from c8tui.tui.terminal.ground import GroundTold
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, dialog, enter, text_of, until

PACKAGE = Path(own.__file__).parents[1]
DRAWN = re.compile(r"[\s\u2500-\u259f]*")
"""Lines, blocks and blanks, which are no text."""
KEYS = {
    "inbox": ("", "enter", "slash", "question_mark", "f", "a", "e", "ctrl+t"),
    "decisions": ("", "enter", "question_mark"),
    "topology": ("",),
    "jobs": ("", "enter"),
    "incidents": ("", "enter"),
}
"""Keys that show each screen in full, and what opens over it."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(own, "themes_path", lambda: tmp_path)
    return tmp_path


def drawn(app: C8App) -> Iterator[Segment]:
    """Every piece of text that is on the screen, as it goes to the terminal; behind a dialog nothing is to be read."""
    region = app.screen.query_one("#frame").region if app.screen.query("#frame") else app.screen.region
    for strip in app.screen._compositor.render_strips()[region.y : region.bottom]:
        for one in app.get_line_filters():
            strip = strip.apply_filter(one, app.screen.styles.background)
        yield from strip.crop(region.x, region.right)


def weak(app: C8App) -> list[str]:
    """Texts that lack contrast."""
    found = []
    for text, style, _ in drawn(app):
        if style is None or DRAWN.fullmatch(text):
            continue
        colours = [_triplet(style.color), _triplet(style.bgcolor)]
        if contrast(*colours) < TEXT:
            found.append(f"{text.strip()!r} {contrast(*colours):.2f} {hexed(colours[0])} on {hexed(colours[1])}")
    return found


def _triplet(colour: RichColor | None) -> tuple[int, int, int]:
    assert colour is not None
    assert not colour.is_default
    return xterm(colour.number) if colour.number is not None else tuple(colour.triplet or ())  # type: ignore[return-value]


async def show_each(app: C8App, pilot: Pilot[Any], screen: str) -> None:
    for key in KEYS[screen]:
        if key:
            await pilot.press(key)
            await pilot.pause()
        for depth in (Depth.TRUE, Depth.INDEXED):
            app.themes.set_depth(depth)
            for name in SHIPPED if depth is Depth.INDEXED else (*SHIPPED, *OF_TEXTUAL[::6]):
                app.themes.show(name)
                await until(pilot, lambda: not app._css_has_errors)
                assert weak(app) == [], (screen, key, name, depth)
        app.themes.set_depth(Depth.TRUE)
        if key:
            await pilot.press("escape")
            await pilot.pause()


SCREENS = [pytest.param(one, marks=pytest.mark.long) if one in ("inbox", "decisions") else one for one in KEYS]
"""Those with most keys take long."""


@pytest.mark.parametrize("screen", SCREENS)
async def test_whatever_a_screen_draws_can_be_read_in_every_theme(sandbox: Sandbox, screen: str) -> None:
    async with app_on(await sandbox.session(), screen, size=(120, 30)) as (app, pilot):
        await show_each(app, pilot, screen)


def test_stylesheets_take_texts_and_grounds_from_roles() -> None:
    """What a stylesheet names is in the table of variables, so that no colour is worked out by Textual."""
    wrong = []
    for path in (PACKAGE / "tui").rglob("*.py"):
        for rule in re.finditer(r"(?:^|[ ;{&])([a-z-]*color|background|border[a-z-]*): [^;}]*", path.read_text()):
            for variable in re.findall(r"\$([a-z0-9-]+)", rule[0]):
                if variable not in VARIABLES:
                    wrong.append(f"{path.name}: ${variable}")
            if re.search(r"#[0-9a-fA-F]{3,6}\b|rgb\(", rule[0]):
                wrong.append(f"{path.name}: {rule[0]}")
    assert wrong == []


async def test_the_list_shows_each_at_once_and_escape_brings_back_the_one_before(sandbox: Sandbox) -> None:
    session = await sandbox.session()
    async with app_on(session) as (app, pilot):
        await pilot.press("ctrl+t")
        await dialog(app, pilot, ThemeDialog)
        assert app.theme == "dark"
        await pilot.press("j")
        await until(pilot, lambda: app.theme == "light" and app.has_class("-light-mode"))
        await pilot.press("escape")
        await until(pilot, lambda: app.theme == "dark" and not isinstance(app.screen, ThemeDialog))
        assert session.theme is None


async def test_enter_keeps_and_remembers(sandbox: Sandbox) -> None:
    session = await sandbox.session()
    async with app_on(session) as (app, pilot):
        await pilot.press("ctrl+t")
        await dialog(app, pilot, ThemeDialog)
        await pilot.press("g", "r", "u", "v")
        await until(pilot, lambda: app.theme == "gruvbox")
        await pilot.press("enter")
        await until(pilot, lambda: "Theme gruvbox" in text_of(app))
        assert session.theme == "gruvbox"


async def test_the_line_takes_a_name_and_tells_the_nearest_one(sandbox: Sandbox) -> None:
    session = await sandbox.session(theme="light")
    async with app_on(session) as (app, pilot):
        assert app.theme == "light"
        await enter(pilot, "colon", "theme drak")
        await until(pilot, lambda: "there is no theme drak" in text_of(app))
        assert app.theme == "light"
        await enter(pilot, "colon", "theme nord")
        await until(pilot, lambda: "the settings choose light" in text_of(app))
        assert app.theme == "nord"


async def test_ones_own_theme_is_read_anew_and_a_broken_one_told_in_the_list(sandbox: Sandbox, folder: Path) -> None:
    path = folder / "dusk.toml"
    path.write_text('background = "#101820"\n')
    session = await sandbox.session()
    async with app_on(session, size=(120, 30)) as (app, pilot):
        await enter(pilot, "colon", "theme dusk")
        await until(pilot, lambda: app.theme == "dusk")
        assert app.screen.styles.background.hex.lower() == "#101820"
        path.write_text('background = "#102030"\n')
        await enter(pilot, "colon", "theme dusk")
        await until(pilot, lambda: app.screen.styles.background.hex.lower() == "#102030")
        path.write_text('backround = "#000000"\n')
        await pilot.press("ctrl+t")
        shown = await dialog(app, pilot, ThemeDialog)
        await until(pilot, lambda: "Did you mean background?" in text_of(app))
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is shown
        listed = shown.query_one(OptionList)
        listed.highlighted = 0
        await until(pilot, lambda: app.theme == "dark" and "Did you mean" not in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not shown)
        assert app.screen.styles.background.hex.lower() == "#102030"


async def test_a_remembered_theme_that_has_gone_is_told_and_replaced(sandbox: Sandbox) -> None:
    session = await sandbox.session()
    session.remember_theme("gone")
    async with app_on(session) as (app, pilot):
        await until(pilot, lambda: "there is no theme gone" in text_of(app))
        assert app.theme == "dark"


async def test_the_ground_of_the_terminal_counts_where_nothing_was_chosen(sandbox: Sandbox) -> None:
    session = await sandbox.session()
    async with app_on(session) as (app, pilot):
        app.post_message(GroundTold((253, 246, 227)))
        await until(pilot, lambda: app.theme == "light")
        assert (session._state.light, session.theme) == (True, None)
        app.post_message(GroundTold((0, 0, 0)))
        await until(pilot, lambda: app.theme == "dark")
        await enter(pilot, "colon", "theme nord")
        await until(pilot, lambda: app.theme == "nord")
        app.post_message(GroundTold((253, 246, 227)))
        await until(pilot, lambda: session._state.light)
        assert app.theme == "nord"


@pytest.mark.parametrize(
    ("settings", "asked"), [({}, 1), ({"linear": True}, 0), ({"theme": "dark"}, 0)], ids=["", "linear", "chosen"]
)
async def test_the_terminal_is_asked_only_where_it_matters(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any], asked: int
) -> None:
    questions: list[None] = []
    monkeypatch.setattr("c8tui.tui.terminal.themes.Themes.ask_ground", lambda _: questions.append(None))
    async with app_on(await sandbox.session(**settings)):
        assert len(questions) == asked


async def test_256_colours_are_named_and_never_rounded(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session(), size=(120, 30)) as (app, pilot):
        app.themes.set_depth(Depth.INDEXED)
        await until(pilot, lambda: app.has_class("-few-colours"))
        await pilot.pause()
        chosen = {*SHIPPED["dark"].indexed.values()}
        for _, style, _ in drawn(app):
            for colour in (style.color, style.bgcolor) if style is not None else ():
                assert colour is None or colour.number in chosen, colour


def test_a_grey_that_rich_would_round_keeps_its_index() -> None:
    grey = Style.parse(f"#e4e4e4 on {hexed(xterm(SHIPPED['dark'].indexed['background']))}")
    [(_, style, _)] = Indexed(SHIPPED["dark"]).apply([Segment("a", grey)], None)  # type: ignore[arg-type]
    assert style is not None
    assert (style.color and style.color.number, style.bgcolor and style.bgcolor.number) == (254, 234)


async def test_16_colours_are_the_terminals_own(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session()) as (app, pilot):
        app.themes.set_depth(Depth.SIXTEEN)
        await until(pilot, lambda: app.current_theme.ansi)
        await pilot.pause()
        for _, style, _ in drawn(app):
            for colour in (style.color, style.bgcolor) if style is not None else ():
                assert colour is None or colour.is_system_defined, colour


def test_depths_are_those_that_rich_tells() -> None:
    assert [depth_of(system) for system in ("truecolor", "256", "standard", None, "windows")] == [
        Depth.TRUE, Depth.INDEXED, Depth.SIXTEEN, Depth.TRUE, Depth.TRUE,
    ]  # fmt: skip
