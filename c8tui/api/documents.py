"""Documents: uploading one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from c8tui.api.uploads import Upload

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def upload(wire: Wire, file: Upload) -> dict[str, Any]:
    """The reference of the new document, exactly as a variable holds it. POST /documents, multipart."""
    return await wire.upload("/documents", file, dict[str, Any])
