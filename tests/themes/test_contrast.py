"""Every theme that comes with c8tui can be read, on terminals of every depth and by eyes of every kind."""

from __future__ import annotations

import pytest
from textual.theme import BUILTIN_THEMES

from c8tui.themes.contrast import RGB, contrast, difference, hexed, legible, nearest, rgb, xterm
from c8tui.themes.palette import PAIRS, ROLES, TEXTS, Palette, fitted, weak_pairs
from c8tui.themes.shipped import ANSI, OF_TEXTUAL, SHIPPED
from c8tui.tui.terminal.colours import Depth, textual_palette

NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
XTERM = ("000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5",
         "7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff")  # fmt: skip
VGA = ("000000", "aa0000", "00aa00", "aa5500", "0000aa", "aa00aa", "00aaaa", "aaaaaa",
       "555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff")  # fmt: skip
"""What terminals make of the sixteen colours: xterm's defaults, and the text mode of the PC, as on Linux consoles."""
BLIND = {
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
}
"""How colours look to whoever lacks one kind of cone, in linear light (Machado, Oliveira and Fernandes, 2009)."""


def of_textual(name: str) -> Palette:
    palette = textual_palette(name, Depth.INDEXED)
    assert palette is not None
    return palette


PALETTES = {**SHIPPED, **{name: of_textual(name) for name in OF_TEXTUAL}}


def seen_as(colour: RGB, sight: str) -> RGB:
    linear = [(level / 255) ** 2.2 for level in colour]
    seen = (sum(share * one for share, one in zip(row, linear, strict=True)) for row in BLIND[sight])
    red, green, blue = (round(min(1.0, max(0.0, one)) ** (1 / 2.2) * 255) for one in seen)
    return red, green, blue


@pytest.mark.parametrize("name", PALETTES)
def test_everything_can_be_read_in_all_colours(name: str) -> None:
    assert PALETTES[name].colours.keys() == ROLES.keys()
    assert weak_pairs(PALETTES[name].colours) == []


@pytest.mark.parametrize("name", PALETTES)
def test_everything_can_be_read_in_256_colours(name: str) -> None:
    indexed = PALETTES[name].indexed
    assert indexed.keys() == ROLES.keys()
    assert min(indexed.values()) >= 16  # those below are whatever a person has made of them
    assert weak_pairs({role: hexed(xterm(index)) for role, index in indexed.items()}) == []


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("table", [XTERM, VGA], ids=["xterm", "vga"])
def test_everything_can_be_read_in_16_colours(name: str, table: tuple[str, ...]) -> None:
    palette = PALETTES[name]
    assert palette.sixteen.keys() == ROLES.keys()
    known = {**dict(zip(NAMES, table, strict=False)), **{f"bright_{one}": table[8 + n] for n, one in enumerate(NAMES)}}
    text, ground = ("white", "black") if palette.dark else ("black", "bright_white")
    known |= {"default": known[text]}
    colours = {role: f"#{known[colour]}" for role, colour in palette.sixteen.items()}
    grounds = {under for _, under, _ in PAIRS if palette.sixteen[under] == "default"}
    assert weak_pairs(colours | dict.fromkeys(grounds, f"#{known[ground]}")) == []


@pytest.mark.parametrize("sight", BLIND)
@pytest.mark.parametrize("name", ["dark-colour-blind", "light-colour-blind"])
def test_good_and_bad_are_told_apart_without_red_and_green(name: str, sight: str) -> None:
    palette = SHIPPED[name]
    drawn = [palette.colours, {role: hexed(xterm(index)) for role, index in palette.indexed.items()}]
    for colours in drawn:
        seen = {role: seen_as(rgb(colours[role]), sight) for role in ("success", "warning", "error", "text")}
        for role in ("warning", "error", "text"):
            assert difference(seen["success"], seen[role]) > 25, role


def test_there_are_two_dark_and_two_light_ones() -> None:
    assert [one.dark for one in SHIPPED.values()].count(True) == 2
    assert len(SHIPPED) == 4
    assert {*OF_TEXTUAL, *ANSI} <= BUILTIN_THEMES.keys()
    assert textual_palette("ansi-dark") is None


def test_the_measures_are_those_of_the_standards() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.478, abs=0.001)
    assert difference((0, 0, 0), (255, 255, 255)) == pytest.approx(100, abs=0.1)
    assert [xterm(16), xterm(21), xterm(231), xterm(232), xterm(255)] == [
        (0, 0, 0), (0, 0, 255), (255, 255, 255), (8, 8, 8), (238, 238, 238),
    ]  # fmt: skip


def test_what_cannot_be_read_is_made_lighter_or_darker_and_the_rest_left_alone() -> None:
    assert legible((200, 200, 200), [(0, 0, 0)]) == (200, 200, 200)
    assert contrast(legible((60, 60, 160), [(20, 20, 20)]), (20, 20, 20)) >= 4.5
    assert contrast(legible((255, 220, 90), [(250, 250, 250)]), (250, 250, 250)) >= 4.5
    assert nearest((95, 135, 175)) == 67
    assert contrast(xterm(nearest((60, 60, 60), [(0, 0, 0)])), (0, 0, 0)) >= 4.5


def test_indices_that_nobody_chose_keep_the_contrasts() -> None:
    colours = dict(SHIPPED["dark"].colours) | dict.fromkeys(TEXTS, "#ffffff")
    assert weak_pairs({role: hexed(xterm(index)) for role, index in fitted(colours).items()}) == []
