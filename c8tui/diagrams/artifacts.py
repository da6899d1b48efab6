"""What BPMN says beside the flow: text annotations with their associations, and the data that nodes read and write.

Modellers write there why something is as it is, so that it is kept with the element that it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import NamedTuple

from c8tui.diagrams.model import DataUse, FlowNode
from c8tui.diagrams.xml_element import XmlElement, attribute, reference, tag_of

_DATA = frozenset({"dataObject", "dataObjectReference", "dataStore", "dataStoreReference", "property"})


class _Annotation(NamedTuple):
    id: str
    text: str
    scope: str
    """The process or sub-process that it is in; empty in a collaboration."""


class Artifacts:
    """Collects annotations and data as a file is read; what they belong to may come later in it."""

    def __init__(self) -> None:
        self._annotations: list[_Annotation] = []
        self._associations: list[tuple[str, str]] = []
        self._names: dict[str, str] = {}
        self._uses: dict[str, tuple[list[str], list[str]]] = {}

    def read(self, scope: XmlElement, id: str) -> None:
        """What is directly in a process, a sub-process or a collaboration; `id` is empty for the last."""
        for element in scope:
            kind = tag_of(element)
            if kind == "textAnnotation":
                text = " ".join(part.text or "" for part in element if tag_of(part) == "text")
                self._annotations.append(_Annotation(attribute(element, "id"), text, id))
            elif kind == "association":
                self._associations.append((reference(element, "sourceRef"), reference(element, "targetRef")))
            elif kind in _DATA:
                self._names[attribute(element, "id")] = attribute(element, "name")

    def read_data(self, element: XmlElement, id: str) -> None:
        """The data that a node reads and writes."""
        for part in element:
            place = {"dataInputAssociation": 0, "dataOutputAssociation": 1}.get(tag_of(part))
            if place is None:
                continue
            wanted = ("sourceRef", "targetRef")[place]
            named = [(one.text or "").strip() for one in part if tag_of(one) == wanted]
            self._uses.setdefault(id, ([], []))[place].extend(named)

    def annotations(self, known: Set[str], pools: Mapping[str, str], first: str) -> dict[str, tuple[str, ...]]:
        """The texts by what they are about; of `known`, `pools` gives the process of a participant.

        What is about nothing that is known is about its scope, in a collaboration the `first` process.
        """
        about: dict[str, list[str]] = {}
        for ends in self._associations:
            for one, other in (ends, ends[::-1]):
                about.setdefault(one, []).append(pools.get(other, other))
        found: dict[str, dict[str, None]] = {}
        for annotation in self._annotations:
            if not annotation.text.strip():
                continue
            ends_here = [end for end in about.get(annotation.id, ()) if end in known and end != annotation.id]
            for id in ends_here or [annotation.scope or first]:
                found.setdefault(id, {})[annotation.text] = None
        return {id: tuple(texts) for id, texts in found.items()}

    def handlers(self, nodes: Mapping[str, FlowNode]) -> dict[str, str]:
        """The activity that each compensation boundary event has for undoing what its host did."""
        pairs = ((source, target) for source, target in self._associations if source in nodes and target in nodes)
        return {source: target for source, target in pairs if nodes[source].event == "compensate"}

    def data(self) -> dict[str, DataUse]:
        """The names of the data that each node uses; data of no known name is that of the node itself, so left out."""
        found: dict[str, DataUse] = {}
        for id, (reads, writes) in self._uses.items():
            use = DataUse(self._named(reads), self._named(writes))
            if any(use):
                found[id] = use
        return found

    def _named(self, ids: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._names[id] or id for id in ids if id in self._names))
