"""Whatever is changed in a file, it is either read or refused in sentences."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element as Xml

import pytest
from defusedxml.ElementTree import fromstring, tostring

from c8tui.sandbox.bpmn import checks
from c8tui.sandbox.bpmn import model as m
from c8tui.sandbox.bpmn.reader import read
from c8tui.sandbox.bpmn.refusals import Refused
from tests.sandbox.bpmn.everything import EVERYTHING


@pytest.fixture(autouse=True)
def everything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "UNSUPPORTED", frozenset())


def outcome(root: Xml) -> list[m.Process] | list[str]:
    """The processes, or the sentences of the refusal."""
    try:
        return read(tostring(root))
    except Refused as refused:
        sentences = refused.sentences("x.bpmn")
    assert sentences
    assert all("\n" not in one and "\0" not in one and len(one) < 400 for one in sentences), sentences
    return sentences


def elements(root: Xml) -> Iterator[tuple[Xml, int, Xml]]:
    """Every element below the root with its parent and its place there."""
    for parent in root.iter():
        for place, xml in enumerate(parent):
            yield parent, place, xml


def is_whole(process: m.Process) -> bool:
    """Whether every reference of the graph leads to an element of the same process."""
    nodes = {id(node) for node in process.walk()}
    for node in process.walk():
        reached = [flow.target for flow in node.outgoing] + [flow.source for flow in node.incoming]
        reached += [one for one in (node.attached_to, node.compensation_handler) if one is not None]
        if any(id(one) not in nodes or one.container is not node.container for one in reached):
            return False
        if node.type == "BOUNDARY_EVENT" and (node.attached_to is None or node.event is None):
            return False
    return True


def seldom(*values: str) -> list[Any]:
    """Values that are tried with the long tests."""
    return [pytest.param(value, marks=pytest.mark.long) for value in values]


def test_the_file_itself_is_read() -> None:
    (process,) = read(EVERYTHING)
    assert is_whole(process)
    assert len({node.type for node in process.walk()}) == 18


def test_any_element_may_be_missing() -> None:
    root = fromstring(EVERYTHING)
    for parent, place, xml in list(elements(root)):
        parent.remove(xml)
        found = outcome(root)
        assert all(is_whole(one) for one in found if isinstance(one, m.Process))
        parent.insert(place, xml)


def test_any_element_may_stand_twice() -> None:
    root = fromstring(EVERYTHING)
    for parent, place, xml in list(elements(root)):
        parent.insert(place, copy.deepcopy(xml))
        outcome(root)
        parent.remove(parent[place])


@pytest.mark.parametrize("value", [None, "=(", "s", *seldom("", " ", "=", "gone", "-1", "\n\u00e4 x" * 100, "charge")])
def test_any_attribute_may_say_anything(value: str | None) -> None:
    root = fromstring(EVERYTHING)
    for xml in root.iter():
        for name, before in list(xml.items()):
            if value is None:
                del xml.attrib[name]
            else:
                xml.set(name, value)
            found = outcome(root)
            assert all(is_whole(one) for one in found if isinstance(one, m.Process))
            xml.set(name, before)


@pytest.mark.parametrize("text", ["", "=", "=(", "gone", "R", "P1D", "\n\u00e4 x" * 100])
def test_any_text_may_say_anything(text: str) -> None:
    root = fromstring(EVERYTHING)
    for xml in root.iter():
        before, xml.text = xml.text, text
        outcome(root)
        xml.text = before


@pytest.mark.long
def test_any_element_may_be_of_another_kind() -> None:
    root = fromstring(EVERYTHING)
    tags = sorted({xml.tag for xml in root.iter()})
    for xml in list(root.iter())[1:]:
        before = xml.tag
        for tag in tags[:: 1 + len(tags) // 12]:
            xml.tag = tag
            found = outcome(root)
            assert all(is_whole(one) for one in found if isinstance(one, m.Process))
        xml.tag = before
