"""The topology screen: live, walked by keys, read in full, copied and exported."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from c8tui.tui.app import C8App
from c8tui.tui.dialogs.lines import LinesDialog
from c8tui.tui.topology.view import TopologyView
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, text_of, until


def view_of(app: C8App) -> TopologyView:
    return app.screen_stack[0].query_one(TopologyView)


async def look(app: Any, pilot: Any, *faults: str, sandbox: Sandbox) -> None:
    """Look at the cluster once more, with these faults on."""
    await sandbox.faults(*faults)
    looks = app.session.topology_watch.looks
    sandbox.clock.at += 5
    await pilot.press("r")
    await until(pilot, lambda: app.session.topology_watch.looks > looks)


async def test_a_broker_that_goes_is_told_at_the_next_look(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session(), "topology", size=(100, 30)) as (app, pilot):
        await until(pilot, lambda: "every partition is led" in text_of(app))
        await look(app, pilot, "broker-down=1", sandbox=sandbox)
        await until(pilot, lambda: "! broker 1 is missing since" in text_of(app))
        shown = text_of(app)
        assert re.search(r"\d problems?  ", shown.splitlines()[0])
        assert re.search(r"P2 leader moved 1 -> 2", shown)
        assert re.search(r"broker 1 .* missing since \d\d:\d\d:\d\d", shown)
        assert re.search(r"broker 2 .*:LEADER unhealthy", shown), "what has changed is marked"
        await look(app, pilot, sandbox=sandbox)
        await until(pilot, lambda: "broker 1 is back after 5 s" in text_of(app))
        await look(app, pilot, sandbox=sandbox)
        assert ":LEADER" not in view_of(app).text, "the mark is gone at the look after"


async def test_a_failure_keeps_what_was_seen(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session(), "topology", size=(100, 30)) as (app, pilot):
        await until(pilot, lambda: "every partition is led" in text_of(app))
        await sandbox.faults("drop")
        await pilot.press("r")
        await until(pilot, lambda: "stale" in text_of(app).splitlines()[0])
        assert "LEADER" in text_of(app)
        assert "no answer: " in text_of(app)
        assert "?" in next(line for line in text_of(app).splitlines() if "healthy partitions" in line)


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (30, 10)])
async def test_a_large_cluster_is_walked(sandbox: Sandbox, size: tuple[int, int]) -> None:
    await sandbox.faults("cluster", "no-leader=290", "dead=150")
    async with app_on(await sandbox.session(), "topology", size=size) as (app, pilot):
        view = view_of(app)
        await until(pilot, lambda: "broker 0" in view.text)
        assert (len(view.matrix.rows), len(view.matrix.partitions)) == (100, 300)
        assert max(map(len, view.text.splitlines())) <= size[0]
        await pilot.press("end")
        assert (view.row and view.row.name, view.partition) == ("99", 1)
        assert "broker 99" in view.text
        await pilot.press("g", "shift+right", "l")
        assert (view.row and view.row.name, view.partition) == ("0", 300)
        await pilot.press("n")
        assert view.partition == 150
        assert view.spoken.startswith("P150 on broker 49: LEADER dead")
        await pilot.press("n")
        assert view.spoken.startswith("P290 on broker ")
        assert "P290: no leader" in view.spoken
        await pilot.press("N", "f")
        assert view.matrix.partitions == (150, 290)
        assert len(view.matrix.rows) == 6
        assert view.partition == 150, "the cursor stays on what it was"
        assert view.spoken.startswith("P150 on broker 49: LEADER dead")
        await pilot.press("f")
        assert len(view.matrix.rows) == 100


async def test_enter_tells_all_about_the_place(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session(), "topology") as (app, pilot):
        await until(pilot, lambda: "LEADER" in text_of(app))
        await pilot.press("j", "l", "enter")
        await until(pilot, lambda: isinstance(app.screen, LinesDialog))
        shown = text_of(app)
        for part in ("P2 and broker 1", "Partition 2", "leader, healthy", "Broker 1", "zeebe-1:26501"):
            assert part in shown
        await pilot.press("escape", "H")
        await until(pilot, lambda: "Nothing has changed so far" in text_of(app))
        await pilot.press("escape", "z")
        await until(pilot, lambda: "Every broker is there" in text_of(app))


async def test_it_is_exported_as_json_and_never_over_a_file(sandbox: Sandbox, tmp_path: Path) -> None:
    async with app_on(await sandbox.session(), "topology") as (app, pilot):
        await until(pilot, lambda: "LEADER" in text_of(app))
        await look(app, pilot, "leader-moved=3", sandbox=sandbox)
        file = tmp_path / "topology.json"
        for _ in range(2):
            await pilot.press("E")
            await until(pilot, lambda: app.screen.query("#path"))
            app.screen.query_one("#path", Input).value = str(file)
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "wrote" in text_of(app) or "it is there already" in text_of(app))
        assert "it is there already" in text_of(app)
        written = json.loads(file.read_bytes())
        assert written["topology"]["clusterSize"] == 3
        assert [event["text"] for event in written["events"]] == ["P3 leader moved 2 -> 0"]
        assert [sample["leaderMoves"] for sample in written["samples"]] == [0, 1]


async def test_a_listener_hears_ascii(sandbox: Sandbox) -> None:
    async with app_on(await sandbox.session(linear=True), "topology") as (app, pilot):
        await until(pilot, lambda: "healthy partitions" in text_of(app))
        assert "P1 on broker 0: LEADER" in text_of(app)
        assert view_of(app).text.isascii()


async def test_the_story_changes_by_itself(sandbox: Sandbox) -> None:
    own = Sandbox(story="cluster", dialect="8.10")
    own.clock.at -= own.clock.at % 120
    async with app_on(await own.session(), "topology", size=(120, 40)) as (app, pilot):
        for _ in range(26):
            await look(app, pilot, sandbox=own)
        said = "\n".join(event.text for event in app.session.topology_watch.events)
        for part in (
            "P3 leader moved zone-c_0 -> zone-a_1", "P5 has no leader, before zone-b_1", "broker zone-b_1 is missing",
            "broker zone-b_1 is back after 25 s", "P5 on broker zone-b_1 is healthy",
            "broker zone-c_2 runs 8.10.0, before 8.10.0-rc1", "is joining, before active", "last change ",
        ):  # fmt: skip
            assert part in said, said
        assert "zones zone-a 3, zone-b 3, zone-c 3" in text_of(app)
        assert "~ the licence ends in 9 days" in text_of(app)
