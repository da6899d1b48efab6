"""Deployment: BPMN, DMN, forms and other files become definitions, all of them or none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element as Xml

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from c8tui.feel import DmnError, dmn
from c8tui.sandbox import wire
from c8tui.sandbox.bpmn.model import Linked, Process
from c8tui.sandbox.bpmn.reader import read
from c8tui.sandbox.bpmn.refusals import Refused
from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.engine.work import Incident
from c8tui.sandbox.store import Row

MOST_BYTES = 4 * 1024 * 1024
"""The largest request that a cluster takes unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be deployed."""

    name: str
    content: bytes

    @property
    def checksum(self) -> str:
        """What tells equal contents of one name."""
        return hashlib.sha256(self.name.encode("utf-8", "surrogatepass") + b"\0" + self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Requirements:
    """The decisions of a DMN file."""

    id: str
    name: str
    decisions: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FormFile:
    """A Camunda form."""

    id: str
    schema: str
    version_tag: str | None


class NotDeployable(Exception):
    """Files that cannot be deployed; `reasons` has a sentence for each fault, which begins with the file's name."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)


class Deployer:
    """Deploys into one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._store = engine.store

    def deploy(self, files: Iterable[File], tenant: str) -> tuple[int, list[tuple[str, Row]]]:
        """The key of the deployment, and the tables and rows of what it brought; within a transaction.

        The same content as that of the latest version is that version. Raises `NotDeployable`, on which the
        transaction has to be given up.
        """
        read_files = read_all(list(files))
        key = self._store.new_key()
        made: list[tuple[str, Row]] = []
        processes: list[tuple[Row, Process]] = []
        for file, content in read_files:
            match content:
                case Requirements():
                    made += self._decisions(file, content, tenant, key)
                case FormFile():
                    made.append(("form", self._form(file, content, tenant, key)))
                case list():
                    processes += [(self._process(file, one, tenant, key), one) for one in content]
                case _:
                    made.append(("resource", self._resource(file, tenant, key)))
        made = [("process_definition", row) for row, _ in processes] + made
        self._bind(made, processes)
        return key, made

    def _next(self, table: str, column: str, id: str, tenant: str, checksum: str) -> tuple[Row | None, int]:
        """The latest version if it has the same content, and the number of the next version."""
        where: dict[str, Any] = {column: id, "tenant_id": tenant}
        rows = self._store.find(table, **where)
        latest = max(rows, key=lambda row: int(row["version"]), default=None)
        if latest is None:
            return None, 1
        same = latest["checksum"] == checksum and latest.get("state", "ACTIVE") == "ACTIVE"
        return latest if same else None, int(latest["version"]) + 1

    def _put(self, table: str, row: Row) -> Row:
        return self._engine.records.put(table, row)

    def _process(self, file: File, process: Process, tenant: str, deployment: int) -> Row:
        same, version = self._next("process_definition", "process_definition_id", process.id, tenant, file.checksum)
        if same is not None:
            return same
        start = process.body.start
        previous = self._engine.definitions.latest("process_definition", "process_definition_id", process.id, tenant)
        if previous is not None:
            self._engine.messages.close_starts(previous)
        return {
            "key": self._store.new_key(),
            "name": process.name or None,
            "resource_name": file.name,
            "version": version,
            "version_tag": process.version_tag or None,
            "process_definition_id": process.id,
            "tenant_id": tenant,
            "has_start_form": int(start is not None and start.form is not None),
            "state": "ACTIVE",
            "xml": _text(file),
            "source": _text(file),
            "form_key": None,
            "deployment_key": deployment,
            "checksum": file.checksum,
            "bound": "{}",
        }

    def _bind(self, made: list[tuple[str, Row]], processes: list[tuple[Row, Process]]) -> None:
        """Writes the new processes: they know what came with them, their start form, and what starts them."""
        bound: dict[str, dict[str, int]] = {}
        ids = {
            "process_definition": "process_definition_id",
            "decision_definition": "decision_definition_id",
            "form": "form_id",
        }
        for table, row in made:
            if table in ids:
                bound.setdefault(table, {})[row[ids[table]]] = row["key"]
        for row, process in processes:
            if self._store.get("process_definition", row["key"]) is not None:
                continue
            row["bound"] = wire.compact(bound)
            start = process.body.start
            if start is not None and start.form is not None:
                form = self._start_form(start.form, row)
                row["form_key"] = None if form is None else form["key"]
            row |= self._put("process_definition", row)
            try:
                self._engine.messages.open_starts(row)
            except Incident as incident:
                raise NotDeployable([f"{row['resource_name']}: {incident.message}"]) from None

    def withdraw(self, definition: Row) -> None:
        """A process definition is deleted; while instances of it are active it is drained. An earlier version takes
        over what starts the process."""
        self._engine.messages.close_starts(definition)
        active = self._store.count("process_instance", process_definition_key=definition["key"], state="ACTIVE")
        self._store.put("process_definition", definition | {"state": "DRAINING" if active else "DELETED"}, self._at)
        place = (definition["process_definition_id"], definition["tenant_id"])
        previous = self._engine.definitions.latest("process_definition", "process_definition_id", *place)
        if previous is not None and previous["version"] < definition["version"]:
            self._engine.messages.open_starts(previous)

    @property
    def _at(self) -> int:
        return self._engine.work.at

    def _start_form(self, link: Linked, caller: Row) -> Row | None:
        return self._engine.definitions.linked("form", "form_id", link.id.text, link, caller)

    def _form(self, file: File, form: FormFile, tenant: str, deployment: int) -> Row:
        same, version = self._next("form", "form_id", form.id, tenant, file.checksum)
        row = {
            "tenant_id": tenant,
            "form_id": form.id,
            "schema": form.schema,
            "version": version,
            "version_tag": form.version_tag,
            "resource_name": file.name,
            "deployment_key": deployment,
            "checksum": file.checksum,
        }
        return same or self._put("form", row | {"key": self._store.new_key()})

    def _decisions(self, file: File, found: Requirements, tenant: str, deployment: int) -> list[tuple[str, Row]]:
        same, version = self._next("decision_requirements", "decision_requirements_id", found.id, tenant, file.checksum)
        if same is not None:
            there = self._store.find("decision_definition", decision_requirements_key=same["key"])
            return [*(("decision_definition", row) for row in there), ("decision_requirements", same)]
        requirements: Row = {
            "key": self._store.new_key(),
            "decision_requirements_id": found.id,
            "decision_requirements_name": found.name,
            "resource_name": file.name,
            "tenant_id": tenant,
            "version": version,
            "xml": _text(file),
            "source": _text(file),
            "deployment_key": deployment,
            "checksum": file.checksum,
        }
        requirements = self._put("decision_requirements", requirements)
        rows = []
        for decision in found.decisions:
            row: Row = decision | {
                "key": self._store.new_key(),
                "decision_requirements_id": found.id,
                "decision_requirements_key": requirements["key"],
                "decision_requirements_name": found.name,
                "decision_requirements_version": version,
                "tenant_id": tenant,
                "version": self._decision_version(decision["decision_definition_id"], tenant),
                "deployment_key": deployment,
            }
            rows.append(("decision_definition", self._put("decision_definition", row)))
        return [*rows, ("decision_requirements", requirements)]

    def _decision_version(self, id: str, tenant: str) -> int:
        rows = self._store.find("decision_definition", decision_definition_id=id, tenant_id=tenant)
        return max((int(row["version"]) for row in rows), default=0) + 1

    def _resource(self, file: File, tenant: str, deployment: int) -> Row:
        same, version = self._next("resource", "resource_id", file.name, tenant, file.checksum)
        row = {
            "key": self._store.new_key(),
            "resource_name": file.name,
            "version": version,
            "version_tag": None,
            "resource_id": file.name,
            "tenant_id": tenant,
            "deployment_key": deployment,
            "content": file.content,
            "checksum": file.checksum,
        }
        return same or self._put("resource", row)


def read_all(files: list[File]) -> list[tuple[File, object]]:
    """Every file with what it holds: processes, decisions, a form, or None for other resources.

    Raises `NotDeployable` for all that keeps them from being deployed.
    """
    reasons: list[str] = []
    found: list[tuple[File, object]] = []
    if not files:
        reasons.append("There is nothing to deploy: no part 'resources' has a file.")
    for file in files:
        try:
            found.append((file, _read(file)))
        except NotDeployable as error:
            reasons += error.reasons
    reasons += _doubles(found)
    if reasons:
        raise NotDeployable(reasons)
    return found


def _doubles(found: list[tuple[File, object]]) -> list[str]:
    """What two files of one deployment define."""
    seen: dict[tuple[str, str], str] = {}
    reasons = []
    for file, content in found:
        match content:
            case Requirements():
                ids = [("decision requirements", content.id)]
                ids += [("decision", one["decision_definition_id"]) for one in content.decisions]
            case FormFile():
                ids = [("form", content.id)]
            case list():
                ids = [("process", one.id) for one in content]
            case _:
                ids = [("resource", file.name)]
        for what, id in ids:
            if (what, id) in seen:
                reasons.append(f"{file.name}: the {what} '{id}' is in {seen[what, id]} as well.")
            seen[what, id] = file.name
    return reasons


def _read(file: File) -> object:
    if len(file.content) > MOST_BYTES:
        raise NotDeployable([f"{file.name}: the file is larger than {MOST_BYTES // 1024**2} MB."])
    if not file.name.strip():
        raise NotDeployable(["A file has no name."])
    match file.name.rpartition(".")[2].lower():
        case "bpmn":
            return _bpmn(file)
        case "dmn":
            return _dmn(file)
        case "form":
            return _form(file)
    return None


def _text(file: File) -> str:
    try:
        return file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotDeployable([f"{file.name}: byte {error.start + 1} is not UTF-8: save the file as UTF-8."]) from None


def _bpmn(file: File) -> list[Process]:
    _text(file)
    try:
        return read(file.content)
    except Refused as refused:
        raise NotDeployable(refused.sentences(file.name)) from None


def _dmn(file: File) -> Requirements:
    try:
        root: Xml = ElementTree.fromstring(file.content)
        dmn.read(_text(file))
    except DefusedXmlException:
        raise NotDeployable([f"{file.name}: the file declares entities, which are not read."]) from None
    except (ElementTree.ParseError, DmnError) as error:
        raise NotDeployable([f"{file.name}: it cannot be read as DMN: {error}."]) from None
    id = root.get("id")
    decisions = tuple(_decision(one) for one in root.iterfind("{*}decision"))
    reasons = [] if id else [f"{file.name}: the element 'definitions' has no id."]
    reasons += [] if decisions else [f"{file.name}: there is no decision in it."]
    reasons += [f"{file.name}: a decision has no id." for one in decisions if not one["decision_definition_id"]]
    if reasons:
        raise NotDeployable(reasons)
    return Requirements(id or "", root.get("name") or id or "", decisions)


def _decision(decision: Xml) -> Row:
    tag = decision.find("{*}extensionElements/{*}versionTag")
    return {
        "decision_definition_id": decision.get("id"),
        "name": decision.get("name") or decision.get("id"),
        "decision_type": "LITERAL_EXPRESSION" if decision.find("{*}decisionTable") is None else "DECISION_TABLE",
        "version_tag": None if tag is None else tag.get("value"),
    }


def _form(file: File) -> FormFile:
    try:
        schema = json.loads(_text(file))
    except (ValueError, RecursionError) as error:
        raise NotDeployable([f"{file.name}: it is not JSON: {error}."]) from None
    if not isinstance(schema, dict) or not isinstance(schema.get("id"), str) or not schema["id"]:
        raise NotDeployable([f"{file.name}: a form is a JSON object with a text as 'id'."])
    if not isinstance(schema.get("components", []), list):
        raise NotDeployable([f"{file.name}: 'components' of a form is a list."])
    tag = schema.get("versionTag")
    return FormFile(schema["id"], json.dumps(schema, ensure_ascii=False), tag if isinstance(tag, str) else None)
