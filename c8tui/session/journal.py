"""Runs on disk while they last, so that a crash loses none of them silently and sends nothing twice.

A file a run, one JSON document a line: first what is to be done to which records, then a line before a command is sent
and one when its outcome is known. A line is handed to the system before the command is sent: what was written survives
the death of c8tui; that of the machine may cost the last lines, and then the records are read again all the same.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from c8tui.exact_json import exact_json
from c8tui.files import new_file, own_file
from c8tui.model.base import encode
from c8tui.session.resources import Item, ItemState, Resources, RunResource
from c8tui.session.runs import Run

VERSION = 1
SUFFIX = ".run"
LOCKS_SUFFIX = ".locks"
"""Of the files beside them that tell of jobs which are held."""
FIRST_RESOURCE = "user_tasks"
"""What a journal is about that names no resource: an earlier c8tui knew no other."""


class Journal(Struct):
    """The runs of one cluster, in `folder` (0700, files 0600), or nowhere. What the disk refuses is not written down:

    `broken` says then why, and the run goes on.
    """

    folder: Path | None
    address: str
    resources: Resources = field(default_factory=dict)
    """What runs may be about; a journal about anything else is left where it is."""
    broken: str = ""
    _files: dict[str, int] = field(default_factory=dict)

    def begin(self, run: Run) -> None:
        """Write down what is to be done, before any of it is."""
        told = {
            "version": VERSION,
            "address": self.address,
            "resource": run.resource.name,
            "step": run.resource.written(run.step),
            "tasks": [item.record for item in run.items.values()],  # named so by the first version, which is still read
            "skipped": run.skipped,
        }
        if self.folder is None:
            return
        try:
            file = new_file(self.folder / f"{run.id}{SUFFIX}", os.O_APPEND)
        except OSError as error:
            self.broken = str(error)
            return
        self._files[run.id] = file
        own_file(file)
        self._write(run.id, told)
        for item in run.items.values():
            if item.state != "waiting":
                self.note(run, item)

    def started(self, run: Run) -> None:
        """The time to take it back is over."""
        self._write(run.id, {"started": True})

    def note(self, run: Run, item: Item) -> None:
        """What has become of one record."""
        self._write(run.id, {"task": run.resource.key_of(item.record), "state": item.state, "why": item.why})

    def end(self, run: Run) -> None:
        """It is over: nothing has to be remembered of it."""
        file = self._files.pop(run.id, None)
        if file is not None and self.folder is not None:
            with contextlib.suppress(OSError):
                (self.folder / f"{run.id}{SUFFIX}").unlink()
            os.close(file)

    def close(self) -> None:
        """Let go of the files; those of runs that are not over stay for the next time."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()

    def left_over(self) -> Iterator[tuple[Run, bool]]:
        """The runs of this cluster that nobody is at any more, with whether they had begun; they are ours from now on.

        A file that cannot be read is left where it is.
        """
        if self.folder is None:
            return
        with contextlib.suppress(OSError):
            for path in sorted(self.folder.glob(f"*{SUFFIX}")):
                if (found := self._adopted(path)) is not None:
                    yield found

    @property
    def tells_of_locks(self) -> bool:
        """Whether there is a file about held jobs, of this cluster or another."""
        return self.folder is not None and any(self.folder.glob(f"*{LOCKS_SUFFIX}"))

    def _adopted(self, path: Path) -> tuple[Run, bool] | None:
        if path.stem in self._files:
            return None
        try:
            file = os.open(path, os.O_RDWR | os.O_APPEND)
        except OSError:
            return None
        run = None
        try:
            if own_file(file):
                run = _read(path, self.address, self.resources)
        finally:
            if run is None:
                os.close(file)
            else:
                self._files[path.stem] = file
        return run

    def _write(self, run_id: str, line: Mapping[str, Any]) -> None:
        file = self._files.get(run_id)
        if file is None:
            return
        try:
            os.write(file, encode(line) + b"\n")
        except OSError as error:
            self.broken = str(error)


def _read(path: Path, address: str, resources: Resources) -> tuple[Run, bool] | None:
    """The run that a file tells of; None when it is of another cluster or no journal of ours."""
    try:
        first, *lines = path.read_bytes().split(b"\n")
        told = exact_json(first.decode("utf-8", "surrogatepass"))
        if told["version"] != VERSION or told["address"] != address:
            return None
        resource = resources[told.get("resource", FIRST_RESOURCE)]()
        step, records = resource.operation(told["step"]), resource.records(told["tasks"])
        run = Run.of(path.stem, resource, step, records, _skipped(resource, told.get("skipped", ())))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return run, _replay(run, lines)


def _skipped(resource: RunResource[Any], told: Any) -> list[tuple[Any, str]]:
    records = resource.records([record for record, _ in told])
    return [*zip(records, msgspec.convert([why for _, why in told], list[str]), strict=True)]


def _replay(run: Run, lines: list[bytes]) -> bool:
    """Bring the items to where they were; whether the run had begun. A last line that is torn says nothing."""
    states: dict[str, ItemState] = {state: state for state in ("waiting", "sending", "done", "refused", "unknown")}
    begun = False
    for line in lines:
        try:
            told = msgspec.json.decode(line) if line else {}
        except msgspec.DecodeError:
            continue
        begun = begun or "started" in told
        item = run.items.get(told.get("task", ""))
        if item is not None and told["state"] in states:
            item.state, item.why = states[told["state"]], told["why"]
    for item in run.of_state("sending"):
        item.state, item.why = "unknown", "c8tui ended before the answer came"
    return begun
