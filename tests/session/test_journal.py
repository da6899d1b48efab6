"""Runs on disk: what is written before anything is sent, and what is made of it after a crash."""

from __future__ import annotations

import os
import stat
from decimal import Decimal
from pathlib import Path

import pytest

from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.session.actions import Step
from c8tui.session.journal import Journal
from c8tui.session.resources import Resources
from c8tui.session.runs import Run
from tests.sandboxes import NO_TASKS

HERE, THERE = "http://here/v2", "http://there/v2"

TASKS: Resources = {NO_TASKS.name: lambda: NO_TASKS}


def a_run(step: Step | None = None, number: int = 3) -> Run:
    tasks = [UserTask(user_task_key=str(n), name=f"Täsk {n} \ud800", state="CREATED") for n in range(number)]
    return Run.of("1700000000-1-0", NO_TASKS, step or Step("complete", "demo"), tasks)


def settle(journal: Journal, run: Run, key: str, state: str, why: str = "") -> None:
    item = run.items[key]
    item.state, item.why = state, why  # type: ignore[assignment]
    journal.note(run, item)


def crashed(folder: Path) -> list[tuple[Run, bool]]:
    """What another process finds after the first one has died."""
    return [*Journal(folder, HERE, TASKS).left_over()]


@pytest.mark.parametrize(
    "step",
    [
        Step("complete", "demo", variables={"sum": Decimal("12345678901234567890.10"), "s": "\ud800"}),
        Step("assign", "demo", assignee="anna"),
        Step("change", "demo", changeset=Changeset(due_date="", candidate_groups=())),
        Step("claim", None),
    ],
)
def test_a_step_comes_back_as_it_was(tmp_path: Path, step: Step) -> None:
    journal = Journal(tmp_path / "journal", HERE, TASKS)
    run = a_run(step)
    journal.begin(run)
    journal.close()
    ((found, begun),) = crashed(tmp_path / "journal")
    assert (found.id, found.step, begun) == (run.id, step, False)
    assert [item.record for item in found.items.values()] == [item.record for item in run.items.values()]
    assert found.words() == "3 not sent"


def test_what_was_on_its_way_is_unknown_and_what_was_settled_stays_so(tmp_path: Path) -> None:
    journal, run = Journal(tmp_path, HERE, TASKS), a_run(number=5)
    journal.begin(run)
    journal.started(run)
    settle(journal, run, "0", "sending")
    settle(journal, run, "0", "done")
    settle(journal, run, "1", "refused", "ben holds it")
    settle(journal, run, "2", "sending")
    settle(journal, run, "3", "sending")
    settle(journal, run, "3", "waiting")  # the cluster could not be reached
    journal.close()
    ((found, begun),) = crashed(tmp_path)
    assert begun
    states = [(item.state, item.why) for item in found.items.values()]
    assert states == [
        ("done", ""),
        ("refused", "ben holds it"),
        ("unknown", "c8tui ended before the answer came"),
        ("waiting", ""),
        ("waiting", ""),
    ]


def test_files_are_private_and_gone_when_the_run_is_over(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "journal"
    journal, run = Journal(folder, HERE, TASKS), a_run()
    journal.begin(run)
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    journal.end(run)
    assert [*folder.iterdir()] == []


def test_a_run_that_somebody_is_at_is_left_to_them(tmp_path: Path) -> None:
    journal, run = Journal(tmp_path, HERE, TASKS), a_run()
    journal.begin(run)
    assert crashed(tmp_path) == []
    assert [*journal.left_over()] == []
    journal.close()
    other = Journal(tmp_path, HERE, TASKS)
    assert len([*other.left_over()]) == 1
    assert crashed(tmp_path) == []  # it is theirs now
    other.close()


def test_runs_of_another_cluster_and_files_that_are_none_are_left_alone(tmp_path: Path) -> None:
    journal = Journal(tmp_path, THERE, TASKS)
    journal.begin(a_run())
    journal.close()
    for name, content in (("a.run", b""), ("b.run", b"{"), ("c.run", b'{"version": 99}\n'), ("d.run", b"[1]\n")):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "e.run").mkdir()
    assert crashed(tmp_path) == []
    assert len([*tmp_path.iterdir()]) == 6


def test_a_torn_last_line_says_nothing(tmp_path: Path) -> None:
    journal, run = Journal(tmp_path, HERE, TASKS), a_run()
    journal.begin(run)
    settle(journal, run, "0", "done")
    journal.close()
    (file,) = tmp_path.iterdir()
    with file.open("ab") as torn:
        torn.write(b'{"task":"1","sta')
    ((found, _),) = crashed(tmp_path)
    assert found.words() == "1 completed, 2 not sent"


def test_a_disk_that_refuses_is_said_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("a file in the way")
    journal, run = Journal(tmp_path / "journal", HERE, TASKS), a_run()
    journal.begin(run)
    settle(journal, run, "0", "sending")
    journal.end(run)
    assert journal.broken
    assert [*journal.left_over()] == []


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    os.chdir(tmp_path)
    journal, run = Journal(None, HERE, TASKS), a_run()
    journal.begin(run)
    settle(journal, run, "0", "sending")
    journal.end(run)
    assert [*journal.left_over()] == []
    assert [*tmp_path.iterdir()] == []


def test_what_was_skipped_is_told_of_after_a_crash(tmp_path: Path) -> None:
    journal, run = Journal(tmp_path, HERE, TASKS), a_run(number=1)
    run.skipped = ((UserTask(user_task_key="9", name="Bens"), "held by ben"),)
    journal.begin(run)
    journal.close()
    ((found, _),) = crashed(tmp_path)
    assert (found.skipped, found.many) == (run.skipped, True)


def test_a_journal_that_names_no_resource_is_of_user_tasks(tmp_path: Path) -> None:
    """As the version wrote it that ran nothing but steps on tasks."""
    (tmp_path / "1700000000-1-0.run").write_bytes(
        b'{"version":1,"address":"http://here/v2","step":{"kind":"assign","user":"demo","assignee":"anna",'
        b'"variables":{},"changeset":{}},"tasks":[{"userTaskKey":"1","name":"A","state":"CREATED"},'
        b'{"userTaskKey":"2","name":"B","state":"CREATED"}],"skipped":[[{"userTaskKey":"3"},"held by ben"]]}\n'
        b'{"started":true}\n{"task":"1","state":"done","why":""}\n{"task":"2","state":"sending","why":""}\n'
    )
    ((found, begun),) = crashed(tmp_path)
    assert (found.step, begun) == (Step("assign", "demo", assignee="anna"), True)
    assert found.words() == "1 assigned, 1 unknown, 1 skipped: held by ben"


def test_a_journal_of_a_resource_that_is_not_known_stays_where_it_is(tmp_path: Path) -> None:
    journal = Journal(tmp_path, HERE, TASKS)
    journal.begin(a_run())
    journal.close()
    assert [*Journal(tmp_path, HERE).left_over()] == []
    assert len(crashed(tmp_path)) == 1
