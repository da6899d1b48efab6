"""Ids of a file: there where execution needs one, and each only once."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element as Xml

from c8tui.sandbox.bpmn.document import bpmn_name, is_true, subject_of
from c8tui.sandbox.bpmn.nodes import NODE_TYPES
from c8tui.sandbox.bpmn.refusals import THE_FILE, Refusals, Subject, quoted

_ID = re.compile(r"[^\W\d][\w.\-\u00b7]*")
"""A name of XML without a colon."""
_NEEDING = frozenset({*NODE_TYPES, "process", "sequenceFlow", "complexGateway"})


def check_ids(root: Xml, refusals: Refusals) -> None:
    """Refuses missing and repeated ids of the elements of BPMN; those of the diagram do not count."""
    seen: dict[str, str] = {}
    waiting = [(root, THE_FILE, False)]
    while waiting:
        xml, outer, executed = waiting.pop()
        kind = bpmn_name(xml)
        if not kind:
            continue
        given = xml.get("id", "")
        executed = executed or (kind == "process" and is_true(xml, "isExecutable"))
        if kind in _NEEDING and executed:
            _check(xml, kind, given, outer, refusals)
        if given:
            if given in seen:
                refusals.add(subject_of(xml), f"the id {quoted(given)} of <{kind}> is also that of <{seen[given]}>")
            seen.setdefault(given, kind)
            outer = Subject(given, subject_of(xml).name)
        waiting.extend((inner, outer, executed) for inner in reversed(xml))


def _check(xml: Xml, kind: str, given: str, outer: Subject, refusals: Refusals) -> None:
    if not given:
        name = f" {quoted(subject_of(xml).name)}" if xml.get("name") else ""
        refusals.add(outer, f"<{kind}>{name}{' inside' if outer.id else ''} has no id")
    elif _ID.fullmatch(given) is None:
        refusals.add(subject_of(xml), "an id begins with a letter or _ and goes on with letters, digits, . - and _")
