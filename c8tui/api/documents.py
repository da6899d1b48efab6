"""Documents: uploading one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from c8tui.api.uploads import Upload
from c8tui.errors import BadAnswer, RequestLine

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def upload(wire: Wire, file: Upload) -> dict[str, Any]:
    """The reference of the new document, exactly as a variable holds it. POST /documents, multipart."""
    reference = await wire.upload("/documents", [file], dict[str, Any])
    if not reference.get("documentId"):
        line = RequestLine("POST", "/documents")
        why = "its documentId is missing"
        raise BadAnswer(f"the answer of {line} cannot be understood: {why}", request=line, outcome_known=False)
    return reference
