"""Command lines that run behind the screens: each in a process group of its own, with a time limit, ended with us."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Sequence
from contextlib import suppress
from typing import Literal

from msgspec import Struct, field

from c8tui.errors import Refusal

MOST_KEPT = 1_000_000
"""Bytes of output that are kept, the newest."""
DRAIN_S = 0.3
"""So long output is waited for when the shell has ended, and something that it started has not."""
GRACE_S = 1.0
"""So long a process has to end by itself before it is killed."""

State = Literal["running", "ended", "late", "stopped"]


class ShellJob(Struct):
    """One command of several lines or of one, what it has printed, and how it ended."""

    name: str
    lines: tuple[str, ...]
    state: State = "running"
    failures: int = 0
    code: int = 0
    """The exit code of the last line that failed, negative for a signal; 0 where none did."""
    done: int = 0
    """Lines that have ended."""
    timeout_s: float = 60.0
    left_out: int = 0
    """Bytes of output that are not kept any more."""
    printed: bytearray = field(default_factory=bytearray)
    """Its output and its errors, in the order in which they came."""
    to_copy: bytearray = field(default_factory=bytearray)
    """Its output without its errors."""
    _process: Process | None = None

    @property
    def text(self) -> str:
        """All that was printed and is kept, raw."""
        head = f"... {self.left_out:,} bytes before this are not kept\n" if self.left_out else ""
        return head + self.printed.decode("utf-8", "replace")

    @property
    def last_line(self) -> str:
        """The last line that is not empty."""
        return next((line for line in reversed(self.text.splitlines()) if line.strip()), "")

    @property
    def words(self) -> str:
        """How it ended, for a sentence; empty where all went well."""
        if self.state == "late":
            return f"took longer than {self.timeout_s:g} s and was ended"
        if self.state == "stopped":
            return "was stopped"
        if not self.failures:
            return ""
        how = f"was killed by signal {-self.code}" if self.code < 0 else f"failed with exit code {self.code}"
        return how if len(self.lines) == 1 else f"{how}: {self.failures:,} of {len(self.lines):,}"

    def _keep(self, piece: bytes, *, copied: bool) -> None:
        self.printed += piece
        if copied:
            self.to_copy += piece
        for kept in (self.printed, self.to_copy):
            if (over := len(kept) - MOST_KEPT) > 0:
                del kept[:over]
                self.left_out += over if kept is self.printed else 0


class ShellJobs(Struct):
    """Runs lines by `sh`. What they started is ended when this is closed."""

    latest: ShellJob | None = None
    _running: list[ShellJob] = field(default_factory=list)
    _groups: set[int] = field(default_factory=set)
    """Process groups that may still have members."""

    @property
    def running(self) -> int:
        """How many run."""
        return len(self._running)

    async def run(self, name: str, lines: Sequence[str], timeout_s: float, *, kept: bool = True) -> ShellJob:
        """Run lines one after the other, each for `timeout_s` at most, also when one has failed.

        One that is not `kept` leaves `latest` as it is: nobody has asked for it just now.
        Raises Refusal where there is no shell to run them, and for a line that is too long.
        """
        job = ShellJob(name, tuple(lines), timeout_s=timeout_s)
        if kept:
            self.latest = job
        self._running.append(job)
        try:
            for line in job.lines:
                if len(job.lines) > 1:
                    job._keep(f"$ {line}\n".encode(), copied=False)
                await self._run_line(job, line)
                if job.state != "running":
                    return job
                job.done += 1
            job.state = "ended"
            return job
        finally:
            if job.state == "running":
                job.state = "stopped"
            self._running.remove(job)

    async def _run_line(self, job: ShellJob, line: str) -> None:
        # Pipes of our own: a process of asyncio is over only when nothing holds its pipes open any more.
        pipes = [_Pipe(job, copied=True), _Pipe(job, copied=False)]
        try:
            try:
                process = await asyncio.create_subprocess_exec(
                    "sh", "-c", line, stdin=DEVNULL, stdout=pipes[0].end, stderr=pipes[1].end, start_new_session=True
                )
            except OSError as wrong:
                raise Refusal(f"{job.name} cannot be run by sh: {(wrong.strerror or 'it failed').lower()}") from None
            job._process = process
            self._groups.add(process.pid)
            if job.state != "running":  # stopped before there was anything to end
                await self._end(process)
            readers = [asyncio.create_task(pipe.read()) for pipe in pipes]
            try:
                async with asyncio.timeout(job.timeout_s):
                    code = await process.wait()
            except TimeoutError:
                job.state, code = "late", 0
                await self._end(process)
            await asyncio.wait(readers, timeout=DRAIN_S)
            for reader in readers:
                reader.cancel()
            if not _signalled(process.pid, 0):
                self._groups.discard(process.pid)
        finally:
            job._process = None
            for pipe in pipes:
                pipe.close()
        if code and job.state == "running":
            job.failures, job.code = job.failures + 1, code

    async def stop(self, job: ShellJob) -> None:
        """End a job: the line that runs is ended, those behind it are not run."""
        if job.state == "running":
            job.state = "stopped"
            if job._process is not None:
                await self._end(job._process)

    async def _end(self, process: Process) -> None:
        _signalled(process.pid, signal.SIGTERM)
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_S):
                await process.wait()
        _signalled(process.pid, _KILL)
        await process.wait()

    async def close(self) -> None:
        """End whatever was started and still runs."""
        for job in list(self._running):
            await self.stop(job)
        for group in self._groups:
            _signalled(group, signal.SIGTERM)
        self._groups.clear()


_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


def _signalled(group: int, number: int) -> bool:
    """Whether a process group could be sent a signal: there is one, and it is ours. 0 only looks."""
    try:
        os.killpg(group, number)
    except (OSError, AttributeError):  # systems without process groups
        return False
    return True


class _Pipe:
    """Reads what is written to its other end into a job."""

    def __init__(self, job: ShellJob, *, copied: bool) -> None:
        self._job, self._copied = job, copied
        begin, self.end = os.pipe()
        self._file = os.fdopen(begin, "rb", 0)
        self._transport: asyncio.BaseTransport | None = None
        self._is_open = True

    async def read(self) -> None:
        """Until every process has closed it."""
        self._close_end()
        stream = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream), self._file)
        while piece := await stream.read(65_536):
            self._job._keep(piece, copied=self._copied)

    def close(self) -> None:
        """Read no more."""
        self._close_end()
        if self._transport is not None:
            self._transport.close()
        else:
            self._file.close()

    def _close_end(self) -> None:
        if self._is_open:
            self._is_open = False
            os.close(self.end)
