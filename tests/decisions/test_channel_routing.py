"""Channels: no two nets run over each other, also where their columns are crossed."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions.channel_routing import ChannelNet, Track, tracks_of


def test_straight_lines_need_no_row_and_others_share_one_while_they_do_not_meet() -> None:
    tracks, rows = tracks_of([ChannelNet(0, (5,), (5,)), ChannelNet(1, (8,), (10,)), ChannelNet(2, (20,), (14,))])
    assert tracks == {1: Track(0), 2: Track(0)}
    assert rows == 1


def test_who_ends_in_a_column_stands_above_who_begins_there() -> None:
    tracks, _ = tracks_of([ChannelNet(0, (5,), (10,)), ChannelNet(1, (10,), (20,))])
    assert tracks[1].row < tracks[0].row


def test_a_circle_of_columns_takes_a_dogleg() -> None:
    tracks, _ = tracks_of([ChannelNet(0, (5,), (10,)), ChannelNet(1, (10,), (5,))])
    doglegs = [track.dogleg for track in tracks.values() if track.dogleg is not None]
    assert len(doglegs) == 1
    assert doglegs[0][1] not in (5, 10)


def cells_of(net: ChannelNet, track: Track, rows: int) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The cells that a net covers along rows, and along columns."""
    across, down = set(), set()
    upper, column = track.dogleg or (track.row, net.tops[0])
    down |= {(top, y) for top in net.tops for y in range(-1, upper + 1)}
    down |= {(column, y) for y in range(upper, track.row + 1)}
    down |= {(bottom, y) for bottom in net.bottoms for y in range(track.row, rows + 1)}
    if track.dogleg:
        across |= {(x, upper) for x in range(min(*net.tops, column), max(*net.tops, column) + 1)}
        ends = (*net.bottoms, column)
    else:
        ends = (*net.tops, *net.bottoms)
    across |= {(x, track.row) for x in range(min(ends), max(ends) + 1)}
    return across, down


@given(st.permutations(range(12)), st.permutations(range(12)), st.lists(st.integers(1, 3), min_size=4, max_size=4))
def test_no_two_nets_share_a_run(tops: list[int], bottoms: list[int], sizes: list[int]) -> None:
    nets, at = [], 0
    for number, size in enumerate(sizes):
        nets.append(ChannelNet(number, (tops[number],), tuple(bottoms[at : at + size])))
        at += size
    tracks, rows = tracks_of(nets)
    covered = [cells_of(net, tracks[net.number], rows) for net in nets if net.number in tracks]
    for (across, down), (other_across, other_down) in combinations(covered, 2):
        assert not across & other_across
        assert not down & other_down
