"""Documents, kept in memory as long as the sandbox runs."""

from __future__ import annotations

import hashlib
import uuid
from collections import OrderedDict

from starlette.responses import Response

from c8tui.sandbox import wire
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.problems import invalid
from c8tui.sandbox.reads import missing

STORE = "in-memory"
MOST_BYTES = 200_000_000
"""Of all documents; the oldest go first."""


class Documents:
    """Uploads and downloads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[bytes, str, str]] = OrderedDict()
        """Content, content type and hash by document id."""

    async def create(self, call: Call) -> object:
        """`POST /documents`: one part `file`; 201 with the reference."""
        data = call.body.data
        if "file" not in data:
            raise invalid("The part 'file' is missing.")
        content: bytes = data["file"]
        document_id = call.query.get("documentId") or str(uuid.uuid4())
        content_hash = hashlib.sha256(content).hexdigest()
        self._kept[document_id] = content, data["contentType"], content_hash
        while sum(len(kept) for kept, _, _ in self._kept.values()) > MOST_BYTES:
            self._kept.popitem(last=False)
        reference = {
            "camunda.document.type": "camunda",
            "storeId": STORE,
            "documentId": document_id,
            "contentHash": content_hash,
            "metadata": {
                "contentType": data["contentType"],
                "fileName": data["fileName"],
                "expiresAt": None,
                "size": len(content),
                "processDefinitionId": None,
                "processInstanceKey": None,
                "customProperties": {},
            },
        }
        return Response(wire.encode(reference), 201, media_type="application/json")

    async def read(self, call: Call) -> object:
        """`GET /documents/{documentId}`: the content; 400 without its hash."""
        found = self._kept.get(call.values["documentId"])
        if found is None:
            raise missing("document", call.values["documentId"])
        content, content_type, content_hash = found
        if call.query.get("contentHash") != content_hash:
            raise invalid("The value of 'contentHash' is not that of the document.")
        return Response(content, media_type=content_type)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """What it serves."""
        return (
            Endpoint("command", "POST", "/documents", self.create, uploads=True),
            Endpoint("get", "GET", "/documents/{documentId}", self.read),
        )
