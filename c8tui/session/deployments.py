"""Deployment of files of this machine: read, sent, and what became of each; after a lost answer the cluster is read.

Whether a file had changed is not in the answer: it is known by the keys that were there before.
"""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from c8tui.api import decisions, deployments, processes
from c8tui.api.uploads import Upload
from c8tui.errors import C8Error, InvalidArgument, Refusal, part
from c8tui.files import path_or_why_not
from c8tui.model.decisions import DecisionRequirementsFilter
from c8tui.model.deployments import Deployment, DeploymentItem
from c8tui.model.processes import ProcessDefinitionFilter
from c8tui.model.search import PageRequest, Search, Sort
from c8tui.session import rules
from c8tui.session.resolve import Sleep, resolve
from c8tui.text import counted

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

FilesRead = list[Upload]
"""Files as they were read, to be sent."""
LARGEST = 20_000_000
"""Bytes of one file; a cluster takes 4 MB together unless it is told otherwise, and says so itself."""
KINDS = (".bpmn", ".dmn", ".form")
"""Endings of what is mostly deployed."""
MOST_VERSIONS = 100
"""Definitions of one file that are looked at: its processes, or its graph, in their versions."""


class DeploymentReport(Struct, frozen=True):
    """What became of the files: a line for each, or why the cluster takes none of them."""

    lines: tuple[str, ...] = ()
    refused: InvalidArgument | None = None


class Deployments(Struct):
    """Deploying on one cluster."""

    wire: Wire
    read_only: bool = False
    tenant_id: str | None = None
    sleep: Sleep = asyncio.sleep
    """Paces the looks after an answer that was lost."""

    def read(self, paths: Sequence[str]) -> FilesRead:
        """The files at the paths that somebody typed. Raises Refusal with all that is wrong with any of them."""
        rules.allow(None, read_only=self.read_only)
        read = [_file(path) for path in paths]
        wrong = [one for one in read if isinstance(one, str)]
        files = [one for one in read if isinstance(one, Upload)]
        names = [file.name for file in files]
        wrong += [f"two files are called {name}" for name in dict.fromkeys(names) if names.count(name) > 1]
        if not paths:
            wrong.append("no file is named")
        if wrong:
            raise Refusal("; ".join(wrong))
        return files

    async def deploy(self, files: Sequence[Upload]) -> DeploymentReport:
        """Send them. Raises C8Error, OutcomeUnknown where the cluster does not show whether it took them."""
        rules.allow(None, read_only=self.read_only)
        before = await self._keys(files)
        made: list[Deployment] = []

        async def send() -> None:
            made.append(await deployments.deploy(self.wire, files, self.tenant_id))

        try:
            await resolve(send(), partial(self._is_there, files, before), self.sleep)
        except InvalidArgument as refused:
            return DeploymentReport(refused=refused)
        if made:
            return DeploymentReport(tuple(report_lines(files, made[0].deployments, before)))
        return DeploymentReport((f"{counted(len(files), 'file')} deployed: the answer was lost, the cluster has them",))

    async def _keys(self, files: Sequence[Upload]) -> frozenset[str] | None:
        """The keys of what the cluster has of these files; None where it does not say."""
        troubles: dict[str, C8Error] = {}
        found = await asyncio.gather(*(part(file.name, self._keys_of(file), troubles) for file in files))
        return None if troubles else frozenset(key for keys in found for key in keys or ())

    async def _keys_of(self, file: Upload) -> list[str]:
        """The keys of the definitions that came in a file of this name, latest version first; none of forms."""
        page = PageRequest(limit=MOST_VERSIONS)
        match Path(file.name).suffix.lower():
            case ".bpmn":
                of_process = ProcessDefinitionFilter(resource_name=file.name, tenant_id=self.tenant_id)
                asked = Search(filter=of_process, sort=(Sort("version", "DESC"),), page=page)
                there = (await processes.search(self.wire, asked)).items
                return [one.process_definition_key for one in there]
            case ".dmn":
                of_graph = DecisionRequirementsFilter(resource_name=file.name, tenant_id=self.tenant_id)
                graphs = Search(filter=of_graph, sort=(Sort("version", "DESC"),), page=page)
                found = (await decisions.search_requirements(self.wire, graphs)).items
                return [one.decision_requirements_key for one in found]
        return []

    async def _is_there(self, files: Sequence[Upload], before: frozenset[str] | None) -> bool:
        """Whether the cluster shows that it took the files: one came new, or all of them are there as they are.

        A deployment is whole or not at all, so that one new definition proves all. Forms cannot be searched for.
        """
        all_there = True
        for file in files:
            keys = await self._keys_of(file)
            has_it = bool(keys) and await self._xml(file, keys[0]) == _text(file.content)
            if has_it and before is not None and keys[0] not in before:
                return True
            all_there = all_there and has_it
        return all_there

    async def _xml(self, file: Upload, key: str) -> str:
        ask = processes.xml if file.name.lower().endswith(".bpmn") else decisions.requirements_xml
        return await ask(self.wire, key)


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace")


def _file(path: str) -> Upload | str:
    """The file at a path, or a sentence that says what is wrong with it."""
    file = path_or_why_not(path)
    if isinstance(file, str):
        return file
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as failure:
        return f"{path}: {failure.strerror or failure}"
    if len(content) > LARGEST:
        return f"{file.name} has more than {LARGEST // 1_000_000} MB"
    return Upload(file.name, mimetypes.guess_type(file.name)[0] or "application/octet-stream", content)


# In words


class _Thing(Struct, frozen=True):
    """What came of a file: `process order` in a version."""

    file: str
    key: str
    what: str
    version: int


def report_lines(
    files: Iterable[Upload], items: Sequence[DeploymentItem], before: frozenset[str] | None
) -> Iterator[str]:
    """`order.bpmn: process order, version 2` for each file; what was there before is unchanged."""
    things = list(_things(items))
    names = dict.fromkeys((*(file.name for file in files), *(one.file for one in things)))
    for name in names:
        own = [one for one in things if one.file == name]
        if not own:
            yield f"{name}: deployed"
        elif before is not None and all(one.key in before for one in own):
            yield f"{name}: unchanged, version {own[0].version}"
        else:
            yield f"{name}: {', '.join(f'{one.what}, version {one.version}' for one in own)}"


def _things(items: Sequence[DeploymentItem]) -> Iterator[_Thing]:
    """Decisions bear the key of their requirements, which says whether they were there."""
    graphs = {one.decision_requirements.decision_requirements_key: one.decision_requirements.resource_name
              for one in items if one.decision_requirements is not None}  # fmt: skip
    for item in items:
        if (process := item.process_definition) is not None:
            what = f"process {process.process_definition_id}"
            version = process.process_definition_version
            yield _Thing(process.resource_name, process.process_definition_key, what, version)
        if (decision := item.decision_definition) is not None:
            graph = decision.decision_requirements_key
            what = f"decision {decision.decision_definition_id}"
            yield _Thing(graphs.get(graph, ""), graph, what, decision.version)
        if (form := item.form) is not None:
            yield _Thing(form.resource_name, form.form_key, f"form {form.form_id}", form.version)
        if (resource := item.resource) is not None:
            yield _Thing(resource.resource_name, resource.resource_key, "resource", resource.version)
