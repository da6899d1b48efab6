"""Documents of a form: those that a documentPreview lists, and the files that a filepicker accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from c8tui.forms.instance import FieldInstance


@dataclass(frozen=True, slots=True)
class Document:
    """A document reference, as a filepicker leaves it in a variable."""

    document_id: str
    file_name: str
    content_type: str
    content_hash: str
    reference: dict[str, Any]
    """All of it, as the data has it."""


def documents_of(instance: FieldInstance) -> list[Document]:
    """The documents of a documentPreview; what is no object with a documentId is none."""
    found = instance.live.get("data_source")
    listed = found if isinstance(found, list) else [found]
    return [_document(one) for one in listed if isinstance(one, dict) and isinstance(one.get("documentId"), str)]


def _document(said: dict[str, Any]) -> Document:
    metadata = said.get("metadata")
    more: dict[str, Any] = metadata if isinstance(metadata, dict) else {}
    name, content_type, content_hash = more.get("fileName"), more.get("contentType"), said.get("contentHash")
    return Document(
        said["documentId"],
        name if isinstance(name, str) else said["documentId"],
        content_type if isinstance(content_type, str) else "",
        content_hash if isinstance(content_hash, str) else "",
        said,
    )


def accepts(accept: str, file_name: str, content_type: str) -> bool:
    """Whether a filepicker takes a file: `accept` is `.pdf, image/*, text/plain`; an empty one takes all."""
    wanted = [one.strip().casefold() for one in accept.split(",") if one.strip()]
    return not wanted or any(_accepted(one, file_name.casefold(), content_type.casefold()) for one in wanted)


def _accepted(one: str, file_name: str, content_type: str) -> bool:
    if one.startswith("."):
        return file_name.endswith(one)
    if one.endswith("/*"):
        return one == "*/*" or content_type.startswith(one[:-1])
    return content_type.partition(";")[0].strip() == one
