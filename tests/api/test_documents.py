"""The document endpoint."""

from __future__ import annotations

from c8tui.api import documents
from c8tui.api.uploads import Upload
from tests.sandboxes import Sandbox


async def test_a_file_goes_up_and_comes_back_as_its_reference() -> None:
    told: list[int] = []
    connection, _ = Sandbox(tasks=1).connection()
    reference = await documents.upload(connection.wire, Upload("é.txt", "text/plain", b"hello", told.append))
    await connection.aclose()
    assert reference["camunda.document.type"] == "camunda"
    assert (reference["metadata"]["fileName"], reference["metadata"]["size"]) == ("é.txt", 5)
    assert told[-1] > 5
