"""What is used of an XML element, whatever parser made it: tags without namespaces, attributes that may be missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class XmlElement(Protocol):
    """What is used of an XML element."""

    tag: str
    text: str | None

    def get(self, key: str) -> str | None:
        """An attribute."""

    def __iter__(self) -> Iterator[XmlElement]:
        """The elements inside."""


def tag_of(element: XmlElement) -> str:
    """The tag without its namespace; a comment or an instruction has none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: XmlElement, name: str) -> str:
    """An attribute; empty where there is none."""
    return element.get(name) or ""


def reference(element: XmlElement, name: str) -> str:
    """An attribute that names an id."""
    return attribute(element, name).strip()
