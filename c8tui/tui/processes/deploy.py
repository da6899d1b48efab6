"""Deploying files from any screen: which ones, sure on a protected profile, and what became of each."""

from __future__ import annotations

import asyncio
import os
import shlex
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from c8tui.errors import Refusal
from c8tui.text import counted
from c8tui.tui.fields import Field, required
from c8tui.tui.flow import Ui

if TYPE_CHECKING:
    from c8tui.session.deployments import DeploymentReport, FilesRead
    from c8tui.session.session import Session

LONGEST_SAID = 230
"""Characters of what is said in the notice; more is a dialog."""
MOST_LISTED = 2_000
"""Entries of a folder that are looked at for completion."""


class FileDeployment:
    """`:deploy` asks for the files; `:deploy order.bpmn discount.dmn` knows them already."""

    def __init__(self, ui: Ui, session: Session) -> None:
        self._ui, self._session = ui, session

    async def action_deploy(self, typed: str = "") -> None:
        """Read the files, ask where that is wanted, send them, and say what became of each."""
        files = await (self._read(typed) if typed else self._ask())
        await self._ui.sure(f"Deploying {counted(len(files), 'file')}", "deploy")
        self._tell(await self._session.deployments.deploy(files))
        self._session.counts.wrote()

    async def _read(self, typed: str) -> FilesRead:
        return await asyncio.to_thread(self._session.deployments.read, names_of_files(typed))

    async def _ask(self) -> FilesRead:
        """Ask for the files until they can be read."""
        about = "BPMN, DMN and forms of this machine; all of them are deployed, or none."
        field = Field("files", "Files, with spaces between them", rule=required)
        return await self._ui.made("Deploy", (field,), lambda values: self._read(values["files"]), about=about)

    def _tell(self, report: DeploymentReport) -> None:
        # Here, since the first rows of the inbox need not wait for them.
        from c8tui.tui.dialogs.lines import LinesDialog
        from c8tui.tui.dialogs.problem import ProblemDialog
        from c8tui.tui.forms.lines import wrapped

        if report.refused is not None:
            self._ui.show(ProblemDialog(report.refused))
        elif len(said := "; ".join(report.lines)) <= LONGEST_SAID:
            self._ui.say(said)
        else:
            text = "\n".join(report.lines)
            title = f"Deployed {counted(len(report.lines), 'file')}"
            self._ui.show(LinesDialog(title, "", lambda width: [((one, ""),) for one in wrapped(text, width)], text))


def names_of_files(typed: str) -> list[str]:
    """The files that were typed, with spaces between them; quotes and backslashes protect spaces. Raises Refusal."""
    try:
        return shlex.split(typed)
    except ValueError:
        raise Refusal("a quote is not closed, or nothing stands behind the last backslash") from None


# Completion


def completed_lines(line: str, word: str) -> list[str]:
    """What `word FILE FILE...` on the `:` line may go on with: the line with a name of a file in its last place."""
    if not line.startswith(f"{word} "):
        return []
    kept, typed = _last_name(line)
    folder, _, begun = typed.rpartition("/")
    where = f"{folder}/" if "/" in typed else ""
    return sorted(kept + _escaped(where + name) for name in _names_in(where, begun))


def _last_name(line: str) -> tuple[str, str]:
    """The line up to its last name, and that name without its backslashes."""
    start = len(line)
    while start and (line[start - 1] != " " or line[max(0, start - 2)] == "\\"):
        start -= 1
    return line[:start], line[start:].replace("\\", "")


def _names_in(where: str, begun: str) -> Iterator[str]:
    """Folders and what can be deployed in a folder, by how their names begin; hidden ones only when asked for."""
    from c8tui.session.deployments import KINDS

    try:
        with os.scandir(Path(where or ".").expanduser()) as entries:
            for entry in islice(entries, MOST_LISTED):
                if not entry.name.startswith(begun or "") or (entry.name.startswith(".") and not begun):
                    continue
                if entry.is_dir():
                    yield f"{entry.name}/"
                elif entry.name.lower().endswith(KINDS):
                    yield entry.name
    except (OSError, RuntimeError, ValueError):
        return


def _escaped(name: str) -> str:
    """A name as it is typed, so that it is split into no more than one."""
    return "".join(f"\\{letter}" if letter in " \\'\"" else letter for letter in name)
