"""A cluster that is never at rest: leaders move, a broker goes and comes back, another version is rolled out.

Two minutes long, then again from the beginning, by the clock alone: whoever looks at the same moment sees the same.
"""

from __future__ import annotations

from dataclasses import replace

from c8tui.sandbox.cluster_state import DAY_MS, ClusterState
from c8tui.sandbox.stories import Plain

ROUND_S = 120
"""Seconds until it begins again."""
LICENSED_DAYS = 9
AT_REST = ClusterState(brokers=9, partitions=12, replication_factor=3, zones=3)


class ClusterStory(Plain):
    """Nine brokers in three zones that share twelve partitions; the tasks are those of the trading company."""

    name = "cluster"
    tasks = 60

    def cluster(self, now: int) -> ClusterState:
        """What has happened in this round so far."""
        seconds, rounds = now // 1000 % ROUND_S, now // 1000 // ROUND_S
        end_of_day = (now // DAY_MS + 1) * DAY_MS
        state = replace(AT_REST, change_id=rounds % 1000 + 1, licensed_until_ms=end_of_day + LICENSED_DAYS * DAY_MS)
        if 10 <= seconds < 100:
            state = replace(state, moved=frozenset({3}))
        if 20 <= seconds < 25:
            state = replace(state, leaderless=frozenset({5}))
        if 25 <= seconds < 50:
            state = replace(state, down=frozenset({4}))
        if 50 <= seconds < 60:
            state = replace(state, health={5: "unhealthy"})
        if seconds < 100:  # from 60 on one broker after the other is upgraded, from the last on
            left = 9 - max(0, (seconds - 55) // 5)
            state = replace(state, older=frozenset(range(left)))
        if 100 <= seconds < 115:
            state = replace(state, joining=frozenset({7, 8}))
        return state
