"""Who gets which width: the list first, then the pane, then the views; what somebody wants overrides that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.state import Layout
from c8tui.tui.widgets.side_by_side import LIST_FIRST, LIST_LEAST, PANE_LEAST, PANE_NEEDS, share

VIEWS = 26
ANY = st.sampled_from([None, True, False])


def shown(total: int, layout: Layout | None = None, views: int = VIEWS) -> str:
    """What stands side by side, by first letters."""
    widths = share(total, layout or Layout(), views)
    assert widths.listed + widths.pane + widths.views == total
    return "L" + "P" * (widths.pane > 0) + "V" * (widths.views > 0)


@pytest.mark.parametrize(
    ("total", "parts"),
    [(80, "L"), (100, "L"), (115, "L"), (116, "LP"), (120, "LP"), (141, "LP"), (142, "LPV"), (200, "LPV")],
)
def test_the_list_is_served_first_then_the_pane_then_the_views(total: int, parts: str) -> None:
    assert shown(total) == parts
    assert shown(total, views=0) == parts.replace("V", "")


@given(st.integers(20, 400), st.integers(18, 28))
def test_nothing_stands_beside_the_list_at_its_cost(total: int, views: int) -> None:
    widths = share(total, Layout(), views)
    assert widths.listed >= min(total, LIST_FIRST)
    assert not widths.pane or widths.pane >= PANE_NEEDS
    assert widths.views in (0, views)
    assert widths.pane or not widths.views


@pytest.mark.parametrize(
    ("total", "layout", "parts"),
    [
        (200, Layout(pane=False), "LV"),
        (200, Layout(views=False), "LP"),
        (200, Layout(pane=False, views=False), "L"),
        (80, Layout(pane=True), "LP"),
        (80, Layout(views=True), "LV"),
        (75, Layout(pane=True), "L"),
        (120, Layout(pane=True, views=True), "LPV"),
        (80, Layout(pane=True, views=True), "LP"),
        (120, Layout(views=True), "LV"),
        (142, Layout(views=True), "LPV"),
        (141, Layout(pane=False), "L"),
        (142, Layout(pane=False), "LV"),
    ],
)
def test_what_somebody_wants_is_shown_as_long_as_the_list_keeps_enough(total: int, layout: Layout, parts: str) -> None:
    assert shown(total, layout) == parts


@given(st.integers(20, 400), ANY, ANY, st.none() | st.integers(-5, 500))
def test_the_list_always_keeps_enough(
    total: int, pane: bool | None, views: bool | None, pane_width: int | None
) -> None:
    widths = share(total, Layout(pane, pane_width, views), VIEWS)
    assert widths.listed + widths.pane + widths.views == total
    assert widths.listed >= min(total, LIST_LEAST)
    assert not widths.pane or widths.pane >= PANE_LEAST
    assert pane is not False or not widths.pane
    assert views is not False or not widths.views


def test_a_width_that_somebody_chose_holds_as_far_as_there_is_room() -> None:
    wide = Layout(pane_width=60)
    assert share(160, wide, 0).pane == 60
    assert share(120, wide, 0).pane == 60
    assert share(116, wide, 0).pane == 60
    assert share(115, wide, 0).pane == 0, "whether it is shown goes by what it needs"
    assert share(120, Layout(pane_width=500), 0).listed == LIST_LEAST
    assert share(120, Layout(pane_width=24), 0).pane == 24
    assert share(104, Layout(pane_width=24), 0).pane == 24
