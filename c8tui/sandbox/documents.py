"""Documents: kept in the database until they expire, as a cluster keeps them in its local store."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from starlette.responses import Response

from c8tui.sandbox import wire
from c8tui.sandbox.body import Body
from c8tui.sandbox.calls import Answer, Call, Endpoint
from c8tui.sandbox.problems import Problem, invalid
from c8tui.sandbox.store import Row
from c8tui.sandbox.values import date, iso, key

STORE = "local"
"""The id of the one store there is."""
MOST_BYTES = 200_000_000
"""Of all documents; the oldest go first."""
_INT64 = 2**63 - 1
_METADATA = ("contentType", "fileName", "expiresAt", "size", "processDefinitionId", "processInstanceKey")


def _metadata(text: object, where: str) -> Body:
    """The metadata that came with a file, checked; 400 names what does not fit."""
    value = wire.decode(text.encode("utf-8", "surrogatepass")) if isinstance(text, str) else text
    if value is not None and not isinstance(value, dict):
        raise invalid(f"The part '{where}' must be a JSON object.")
    body = Body(value or {}, where).known(*_METADATA, "customProperties")
    for name in ("contentType", "fileName", "processDefinitionId"):
        body.text(name)
    body.whole("size", 0, 0, _INT64)
    body.inner("customProperties")
    if body.has("expiresAt"):
        date(body.data["expiresAt"], body.at("expiresAt"))
    if body.has("processInstanceKey"):
        key(body.data["processInstanceKey"], body.at("processInstanceKey"))
    return body


def _keep(call: Call, document_id: str, file: tuple[str, bytes, str], metadata: Body) -> dict[str, object]:
    """Keeps a file and returns its reference; 409 for an id that is taken."""
    store, now = call.world.store, call.world.now()
    name, content, content_type = file
    expires = date(metadata.data["expiresAt"], "expiresAt") if metadata.has("expiresAt") else None
    with store.whole():
        for old in store.find("document", document_id=document_id):
            if old["expires_at"] is None or old["expires_at"] > now:
                raise Problem("ALREADY_EXISTS", f"A document with the id '{document_id}' is there already.")
            store.remove("document", old["key"], now)
        instance = metadata.data.get("processInstanceKey")
        row: Row = {
            "key": store.new_key(),
            "document_id": document_id,
            "content_hash": hashlib.sha256(content).hexdigest(),
            "content_type": metadata.text("contentType") or content_type,
            "file_name": metadata.text("fileName") or name,
            "expires_at": expires,
            "size": len(content),
            "process_definition_id": metadata.text("processDefinitionId"),
            "process_instance_key": None if instance is None else key(instance, "processInstanceKey"),
            "custom_properties": wire.compact(dict(metadata.inner("customProperties").data)),
            "content": content,
        }
        store.put("document", row, now)
        store.write()
        _make_room(call, now)
    return _reference(row)


def _make_room(call: Call, now: int) -> None:
    store = call.world.store
    sizes = store.connection.execute("SELECT key, size FROM main.document ORDER BY key DESC").fetchall()
    total = 0
    for number, size in sizes:
        total += size
        if total > MOST_BYTES:
            store.remove("document", number, now)


def _reference(row: Row) -> dict[str, object]:
    instance, expires = row["process_instance_key"], row["expires_at"]
    return {
        "camunda.document.type": "camunda",
        "storeId": STORE,
        "documentId": row["document_id"],
        "contentHash": row["content_hash"],
        "metadata": {
            "contentType": row["content_type"],
            "fileName": row["file_name"],
            "expiresAt": None if expires is None else iso(expires),
            "size": row["size"],
            "processDefinitionId": row["process_definition_id"],
            "processInstanceKey": None if instance is None else str(instance),
            "customProperties": json.loads(row["custom_properties"]),
        },
    }


def _known_store(call: Call) -> bool:
    return call.query.get("storeId", STORE) == STORE


def _into_store(call: Call) -> None:
    if not _known_store(call):
        raise invalid(f"There is no document store '{call.query['storeId']}'. There is: {STORE}.")


def _found(call: Call) -> Row:
    """The document in the path; 404 when it is not there, has expired, or would be in a store that is not there."""
    document_id = call.values["documentId"]
    rows = call.world.store.find("document", document_id=document_id) if _known_store(call) else []
    if not rows or (rows[0]["expires_at"] is not None and rows[0]["expires_at"] <= call.world.now()):
        raise Problem("NOT_FOUND", f"There is no document with the id '{document_id}'.")
    return rows[0]


async def create(call: Call) -> object:
    """`POST /documents`: one part `file`, and its `metadata`; 201 with the reference."""
    data = call.body.known("file", "fileName", "contentType", "metadata").data
    if "file" not in data:
        raise invalid("The part 'file' is missing.")
    _into_store(call)
    document_id = call.query.get("documentId") or str(uuid.uuid4())
    file = (data["fileName"] or document_id, data["file"], data["contentType"])
    return Answer(201, _keep(call, document_id, file, _metadata(data.get("metadata"), "metadata")))


async def create_batch(call: Call) -> object:
    """`POST /documents/batch`: parts `files`, and a list with metadata for each; 207 when some are refused."""
    files = call.body.known("files", "metadataList").data.get("files")
    if not isinstance(files, list) or not files:
        raise invalid("There is no part 'files' with a file.")
    _into_store(call)
    given = call.body.text("metadataList")
    list_: Any = [None] * len(files) if given is None else wire.decode(given.encode("utf-8", "surrogatepass"))
    if not isinstance(list_, list) or len(list_) != len(files):
        raise invalid("The part 'metadataList' must be a list with an entry for each file.")
    created, failed = list[dict[str, object]](), list[dict[str, object]]()
    for i, file in enumerate(files):
        try:
            created.append(_keep(call, str(uuid.uuid4()), file, _metadata(list_[i], f"metadataList[{i}]")))
        except Problem as problem:
            why: dict[str, object] = {"detail": problem.detail}
            if call.world.speaks("8.9"):
                why |= {"status": problem.status, "title": problem.title}
            failed.append({"fileName": file[0]} | why)
    return Answer(207 if failed else 201, {"createdDocuments": created, "failedDocuments": failed})


async def read(call: Call) -> object:
    """`GET /documents/{documentId}`: the content; 400 without its hash."""
    row = _found(call)
    if call.query.get("contentHash") != row["content_hash"]:
        raise invalid("The value of 'contentHash' is not that of the document.")
    return Response(row["content"], media_type=row["content_type"])


async def delete(call: Call) -> None:
    """`DELETE /documents/{documentId}`."""
    call.world.store.remove("document", _found(call)["key"], call.world.now())


async def link(call: Call) -> object:
    """`POST /documents/{documentId}/links`: 400, as a local store has no addresses to give."""
    call.body.only("timeToLive").whole("timeToLive", 0, 1, _INT64)
    _into_store(call)
    raise invalid(f"The document store '{STORE}' gives no links to its documents.")


ENDPOINTS = (
    Endpoint("command", "POST", "/documents", create, uploads=True),
    Endpoint("command", "POST", "/documents/batch", create_batch, uploads=True),
    Endpoint("get", "GET", "/documents/{documentId}", read),
    Endpoint("command", "DELETE", "/documents/{documentId}", delete),
    Endpoint("command", "POST", "/documents/{documentId}/links", link),
)
