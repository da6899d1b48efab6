"""The jobs that we hold, on disk: what a crash leaves is taken over once, and only by a session of the same cluster."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from c8tui.model.jobs import ActivatedJob
from c8tui.session.held_jobs import HeldJobs

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
CLUSTER = "http://one.test/v2"


def a_job(key: str, minutes: float = 5) -> ActivatedJob:
    until = NOW + timedelta(minutes=minutes)
    return ActivatedJob(job_key=key, type="pay", deadline=int(until.timestamp() * 1000), variables={"iban": "secret"})


def crashed(folder: Path, *jobs: ActivatedJob) -> HeldJobs:
    """A session that held these jobs and whose process is gone: the system has closed its file."""
    held = HeldJobs(folder, CLUSTER)
    held.update((job.job_key, job) for job in jobs)
    assert held._file is not None
    import os

    os.close(held._file)
    return held


def test_it_is_private_and_without_variables(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    crashed(folder, a_job("1"))
    [file] = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert b"secret" not in file.read_bytes()


def test_what_is_left_is_taken_over_once(tmp_path: Path) -> None:
    crashed(tmp_path, a_job("1"), a_job("2", -1), a_job("3"))
    mine = HeldJobs(tmp_path, CLUSTER)
    held, late = mine.take_over(NOW)
    assert [job.job_key for job in held] == ["1", "3"]
    assert [job.job_key for job in late] == ["2"]
    assert set(mine) == {"1", "3"}
    assert HeldJobs(tmp_path, CLUSTER).take_over(NOW) == ([], [])  # they are held again, by a session that lives
    assert len([*tmp_path.iterdir()]) == 1


def test_what_was_let_go_or_locked_anew_counts(tmp_path: Path) -> None:
    held = HeldJobs(tmp_path, CLUSTER)
    for job in (a_job("1"), a_job("2", 1), a_job("2", 60)):
        held[job.job_key] = job
    del held["1"]
    held.close(NOW)
    found, _ = HeldJobs(tmp_path, CLUSTER).take_over(NOW + timedelta(minutes=30))
    assert [job.job_key for job in found] == ["2"]


def test_nothing_is_left_of_nothing(tmp_path: Path) -> None:
    held = HeldJobs(tmp_path, CLUSTER)
    held["1"] = a_job("1")
    del held["1"]
    assert not [*tmp_path.iterdir()]
    held["2"] = a_job("2", 1)
    held.close(NOW + timedelta(minutes=2))  # it ran out while somebody looked on
    assert not [*tmp_path.iterdir()]


def test_another_cluster_is_let_be(tmp_path: Path) -> None:
    crashed(tmp_path, a_job("1"))
    assert HeldJobs(tmp_path, "http://two.test/v2").take_over(NOW) == ([], [])
    assert HeldJobs(tmp_path, CLUSTER).take_over(NOW)[0]


@pytest.mark.parametrize("more", [b'{"job": {"jobK', b'{"job": 7}\n', b"null\n", b'{"gone": 3}\n', b"\xff\xfe\n"])
def test_a_torn_line_says_nothing(tmp_path: Path, more: bytes) -> None:
    crashed(tmp_path, a_job("1"))
    [file] = tmp_path.iterdir()
    file.write_bytes(file.read_bytes() + more)
    assert [job.job_key for job in HeldJobs(tmp_path, CLUSTER).take_over(NOW)[0]] == ["1"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"version": 9, "address": "http://one.test/v2"}'])
def test_a_file_that_is_none_of_ours_is_let_be(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.locks"
    file.write_bytes(content)
    assert HeldJobs(tmp_path, CLUSTER).take_over(NOW) == ([], [])
    assert file.read_bytes() == content


def test_what_the_disk_refuses_is_held_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    held = HeldJobs(tmp_path / "file", CLUSTER)
    held["1"] = a_job("1")
    assert "1" in held
    assert held.broken
    del held["1"]


def test_forgotten_ones_are_nobodys(tmp_path: Path) -> None:
    held = HeldJobs(tmp_path, CLUSTER)
    held["1"] = a_job("1")
    held.forget()
    assert not held
    assert not [*tmp_path.iterdir()]
