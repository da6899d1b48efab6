"""Why a BPMN file is not deployed: one refusal for each fault, all of them at once.

A modeller mends a file in one go, so reading never stops at the first fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

UNNAMED = "\0"
"""Begins the id that the reader gives to an element without one; no text of XML has it."""

_QUOTED = 60
"""Characters of a text that a sentence quotes."""


def quoted(text: str) -> str:
    """A text or an id of the file as a sentence quotes it: on one line, and not too long."""
    return "one without id" if text.startswith(UNNAMED) else f"'{_short(text)}'"


def _short(text: str) -> str:
    line = " ".join(text[: 2 * _QUOTED].split())
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED - 1]}…"


class Identified(Protocol):
    """What a refusal is about: a flow node, or an element of the file."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """An element of the file by its id and name; both empty for the file as a whole."""

    id: str = ""
    name: str = ""


THE_FILE = Subject()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One fault: the element that has it, and a sentence that says what is wrong and how to mend it."""

    element_id: str
    name: str
    reason: str

    def __str__(self) -> str:
        name = quoted(self.name) if self.name.strip() else ""
        element_id = _short(self.element_id)
        place = f"{name} ({element_id})" if name and element_id else name or element_id
        return f"{place}: {self.reason}" if place else self.reason


class Refused(Exception):
    """The file cannot be run; `refusals` names every fault that was found, in the order of the file."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(map(str, self.refusals)))

    def sentences(self, file: str) -> list[str]:
        """One line for each fault, each with the name of the file before it."""
        return [f"{file}: {refusal}" for refusal in self.refusals]


class Refusals:
    """Collects the faults of a file; one that is found on two ways counts once."""

    def __init__(self) -> None:
        self._found: dict[Refusal, None] = {}

    def add(self, subject: Identified, reason: str) -> None:
        """Notes that this element cannot be run for this reason."""
        element_id = "" if subject.id.startswith(UNNAMED) else subject.id
        self._found.setdefault(Refusal(element_id, subject.name, reason))

    def raise_any(self, order: Mapping[str, int]) -> None:
        """Raises `Refused` with all that was found, if anything was; `order` has the places of ids in the file."""
        if self._found:
            raise Refused(sorted(self._found, key=lambda refusal: order.get(refusal.element_id, -1)))
