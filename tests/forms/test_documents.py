from __future__ import annotations

import pytest

from c8tui.forms.documents import accepts, documents_of
from tests.forms.opened import opened


def test_documents_of_a_preview() -> None:
    one = {"documentId": "d1", "contentHash": "h", "metadata": {"fileName": "a.pdf", "contentType": "application/pdf"}}
    state = opened({"type": "documentPreview", "dataSource": "=docs"}, docs=[one, {"documentId": "d2"}, {}, 5])
    found = documents_of(state.field("F0"))
    assert [(d.document_id, d.file_name, d.content_type, d.content_hash) for d in found] == [
        ("d1", "a.pdf", "application/pdf", "h"),
        ("d2", "d2", "", ""),
    ]
    assert found[0].reference == one
    assert documents_of(opened({"type": "documentPreview"}).field("F0")) == []


@pytest.mark.parametrize(
    ("accept", "name", "content_type", "taken"),
    [
        ("", "a.exe", "", True),
        (".pdf, .PNG", "a.png", "", True),
        (".pdf", "a.png", "image/png", False),
        ("image/*", "a", "image/png", True),
        ("*/*", "a", "", True),
        ("text/plain", "a", "text/plain; charset=utf-8", True),
        ("text/plain", "a", "text/html", False),
    ],
)
def test_accepts(accept: str, name: str, content_type: str, taken: bool) -> None:
    assert accepts(accept, name, content_type) is taken
