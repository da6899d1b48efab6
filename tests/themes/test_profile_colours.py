"""The colours of profiles: every text can be read on its ground, and two are told apart."""

from __future__ import annotations

from itertools import combinations

import pytest

from c8tui.themes.contrast import TEXT, contrast, difference, xterm
from c8tui.themes.profile_colours import PROFILE_COLOURS
from c8tui.themes.shipped import SHIPPED
from c8tui.tui.terminal.colours import Depth, theme_of


@pytest.mark.parametrize("name", PROFILE_COLOURS)
def test_the_text_can_be_read(name: str) -> None:
    chip = PROFILE_COLOURS[name]
    assert contrast(xterm(chip.ground), xterm(chip.text)) >= TEXT
    assert chip.ansi_ground != chip.ansi_text


def test_no_two_look_alike() -> None:
    for one, other in combinations(PROFILE_COLOURS.values(), 2):
        assert difference(xterm(one.ground), xterm(other.ground)) > 15


@pytest.mark.parametrize("depth", Depth)
def test_every_theme_has_them_at_every_depth(depth: Depth) -> None:
    for palette in SHIPPED.values():
        variables = theme_of(palette, depth).variables
        for name in PROFILE_COLOURS:
            assert {f"profile-{name}", f"profile-{name}-text"} <= variables.keys()
            assert variables[f"profile-{name}"].startswith("ansi_") == (depth is Depth.SIXTEEN)
