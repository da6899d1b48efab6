"""The jobs that we hold, by key, and on disk, so that no end of c8tui leaves a lock that nobody knows of.

One file a session, one JSON document a line: whose cluster it is, then a line for each job that was locked, locked anew
or let go. Variables stay out of it. A file that no c8tui is at any more is of one that ended without giving back.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, MutableMapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
from msgspec.structs import replace

from c8tui.exact_json import exact_json
from c8tui.files import new_file, own_file
from c8tui.model.base import encode
from c8tui.model.jobs import ActivatedJob
from c8tui.session.journal import LOCKS_SUFFIX

VERSION = 1


class HeldJobs(MutableMapping[str, ActivatedJob]):
    """What we activated and have not answered yet. What the disk refuses is not written down, and held all the same."""

    def __init__(self, folder: Path | None = None, address: str = "") -> None:
        """Written into `folder` (0700, file 0600), or nowhere; `address` is that of the cluster."""
        self._folder, self._address = folder, address
        self._jobs: dict[str, ActivatedJob] = {}
        self._path: Path | None = None
        self._file: int | None = None
        self.broken = ""
        """Why the disk did not take it."""

    def __getitem__(self, key: str) -> ActivatedJob:
        return self._jobs[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._jobs)

    def __len__(self) -> int:
        return len(self._jobs)

    def __setitem__(self, key: str, job: ActivatedJob) -> None:
        self._jobs[key] = job
        self._write({"job": replace(job, variables={})})

    def __delitem__(self, key: str) -> None:
        del self._jobs[key]
        if self._jobs:
            self._write({"gone": key})
        else:
            self._forget()

    def holding(self, now: datetime) -> list[ActivatedJob]:
        """Those whose lock still holds."""
        return [job for job in self._jobs.values() if not ran_out(job, now)]

    # On disk

    def _write(self, line: dict[str, Any]) -> None:
        if self._folder is None:
            return
        try:
            if self._file is None:
                self._path = self._folder / f"{uuid4().hex}{LOCKS_SUFFIX}"
                self._file = new_file(self._path, os.O_APPEND)
                own_file(self._file)
                os.write(self._file, encode({"version": VERSION, "address": self._address}) + b"\n")
            os.write(self._file, encode(line) + b"\n")
        except OSError as error:
            self.broken = str(error)

    def _forget(self) -> None:
        """Nothing is held: nothing has to be remembered."""
        file, self._file = self._file, None
        if file is not None and self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()
            os.close(file)

    def close(self, now: datetime) -> None:
        """The session ends. What is still locked is asked about by the next one of this cluster."""
        if not self.holding(now):
            self._forget()
        elif self._file is not None:
            os.close(self._file)
            self._file = None

    def forget(self) -> None:
        """They stay locked until their locks run out, and are ours no more."""
        self._jobs.clear()
        self._forget()

    def take_over(self, now: datetime) -> tuple[list[ActivatedJob], list[ActivatedJob]]:
        """What sessions of this cluster held that ended without a word: those locks that hold, and those that ran out.

        The former are ours from now on; the files are gone.
        """
        held: list[ActivatedJob] = []
        late: list[ActivatedJob] = []
        for path in sorted(self._folder.glob(f"*{LOCKS_SUFFIX}")) if self._folder is not None else ():
            for job in self._adopted(path):
                (late if ran_out(job, now) else held).append(job)
        self.update((job.job_key, job) for job in held)
        return held, late

    def _adopted(self, path: Path) -> list[ActivatedJob]:
        if path == self._path:
            return []
        try:
            file = os.open(path, os.O_RDWR)
        except OSError:
            return []
        try:
            jobs = _read(path, self._address) if own_file(file) else None
            if jobs is not None:
                path.unlink()
        except OSError:
            return []
        finally:
            os.close(file)
        return jobs or []


def ran_out(job: ActivatedJob, now: datetime) -> bool:
    """Whether its lock no longer holds."""
    return job.deadline <= now.timestamp() * 1000


def _read(path: Path, address: str) -> list[ActivatedJob] | None:
    """The jobs that a file tells of; None when it is of another cluster or no file of ours.

    A last line that is torn says nothing.
    """
    found: dict[str, ActivatedJob] = {}
    try:
        first, *lines = path.read_bytes().split(b"\n")
        told = exact_json(first.decode())
        if told["version"] != VERSION or told["address"] != address:
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    for line in lines:
        try:
            told = msgspec.json.decode(line) if line else {}
            if "job" in told:
                job = msgspec.convert(told["job"], ActivatedJob)
                found[job.job_key] = job
            found.pop(told.get("gone", ""), None)
        except (msgspec.DecodeError, msgspec.ValidationError, TypeError):
            continue
    return [*found.values()]
