"""Command lines behind the screens: their output, their end, and that nothing of them outlives us."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from c8tui.errors import Refusal
from c8tui.session.shell_jobs import MOST_KEPT, ShellJobs


def lives(pid: int) -> bool:
    """Whether there is a process that is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def ended(pid: int) -> None:
    """Wait until a process is gone."""
    async with asyncio.timeout(10):
        while lives(pid):  # noqa: ASYNC110  a process of others tells us nothing
            await asyncio.sleep(0.005)


async def test_output_and_errors_are_kept_and_told_apart() -> None:
    job = await ShellJobs().run("x", ["echo out; echo err >&2; exit 3"], 10)
    assert {*job.text.split()} == {"out", "err"}
    assert job.to_copy == b"out\n"
    assert (job.state, job.code, job.words) == ("ended", 3, "failed with exit code 3")


async def test_every_line_runs_and_the_failures_are_counted() -> None:
    job = await ShellJobs().run("x", ["echo a", "exit 2", "echo c"], 10)
    assert (job.done, job.failures, job.words) == (3, 1, "failed with exit code 2: 1 of 3")
    assert (job.last_line, bytes(job.to_copy)) == ("c", b"a\nc\n")


async def test_what_takes_too_long_is_ended_with_its_children() -> None:
    job = await ShellJobs().run("x", ["sleep 1000 & echo $!; wait", "echo never"], 0.2)
    await ended(int(job.last_line))
    assert (job.state, job.words) == ("late", "took longer than 0.2 s and was ended")


async def test_what_takes_no_notice_is_killed() -> None:
    job = await ShellJobs().run("x", ["trap '' TERM; echo $$; while :; do sleep 0.01; done"], 0.2)
    await ended(int(job.text.split()[0]))
    assert job.state == "late"


async def test_stopping_ends_the_line_and_leaves_out_those_behind() -> None:
    jobs = ShellJobs()
    running = asyncio.create_task(jobs.run("x", ["echo $$; sleep 1000", "echo never"], 60))
    while jobs.latest is None or not jobs.latest.to_copy:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    assert jobs.running == 1
    await jobs.stop(jobs.latest)
    job = await running
    assert (job.state, job.done, jobs.running) == ("stopped", 0, 0)
    assert not lives(int(job.last_line))


async def test_closing_ends_what_runs_and_what_was_left_behind() -> None:
    jobs = ShellJobs()
    job = await jobs.run("x", ["sleep 1000 & echo $!"], 10)  # ends at once, and holds the pipe open
    left = int(job.text)
    assert lives(left)
    running = asyncio.create_task(jobs.run("y", ["sleep 1000"], 60))
    await asyncio.sleep(0)
    await jobs.close()
    await ended(left)
    assert (await running).state == "stopped"


async def test_of_endless_output_the_newest_is_kept() -> None:
    job = await ShellJobs().run("x", [f"head -c {MOST_KEPT + 500} /dev/zero | tr '\\0' a; echo; echo end"], 30)
    assert job.text.startswith("... 505 bytes before this are not kept")
    assert job.last_line == "end"


async def test_nothing_is_read_from_the_terminal() -> None:
    assert (await ShellJobs().run("x", ["cat"], 10)).words == ""


async def test_without_a_shell_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = ShellJobs()
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(Refusal, match="cannot be run by sh: no"):
        await jobs.run("x", ["echo"], 10)
    monkeypatch.undo()
    with pytest.raises(Refusal, match="argument list too long"):
        await jobs.run("x", ["echo " + "a" * 3_000_000], 10)
    assert jobs.running == 0
