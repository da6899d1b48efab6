"""Reads the executable processes of a BPMN file, and refuses what cannot be run, all faults at once."""

from __future__ import annotations

from collections import deque
from xml.etree.ElementTree import Element as Xml

from c8tui.sandbox.bpmn import document, graph_checks
from c8tui.sandbox.bpmn import model as m
from c8tui.sandbox.bpmn.connections import Connections
from c8tui.sandbox.bpmn.document import bpmn_name, is_true, subject_of
from c8tui.sandbox.bpmn.events import EventReader
from c8tui.sandbox.bpmn.extensions import Extension
from c8tui.sandbox.bpmn.ids import check_ids
from c8tui.sandbox.bpmn.nodes import NODE_TYPES, SKIPPED, NodeReader
from c8tui.sandbox.bpmn.refusals import THE_FILE, UNNAMED, Refusals, Subject, quoted
from c8tui.sandbox.bpmn.values import Values, declared_odd_names


def read(content: bytes | str) -> list[m.Process]:
    """Every process of the file with `isExecutable="true"`, in the order of the file. Raises `Refused`."""
    root = document.parse(content)
    refusals = Refusals()
    _refuse_leftovers(root, refusals)
    check_ids(root, refusals)
    if not document.uses_zeebe(root) and _needs_zeebe(root):
        refusals.add(
            THE_FILE,
            "the file has nothing of the extension of Camunda 8 (zeebe:), which its tasks need: open it in Camunda "
            "Modeler as a Camunda 8 diagram and set job types, forms and decisions",
        )
    processes = ProcessReader(root, refusals).processes()
    ids = (xml.get("id") for xml in root.iter() if bpmn_name(xml))
    refusals.raise_any({given: place for place, given in enumerate(ids) if given})
    return processes


def _refuse_leftovers(root: Xml, refusals: Refusals) -> None:
    """What Camunda 7 left in a file of Camunda 8."""
    subject = THE_FILE
    for xml in root.iter():
        if xml.get("id") and bpmn_name(xml):
            subject = subject_of(xml)
        for namespace, name in document.names_used(xml):
            if namespace in document.CAMUNDA_7:
                refusals.add(subject, f"camunda:{name} belongs to Camunda 7 and has no effect in Camunda 8: remove it")


def _needs_zeebe(root: Xml) -> bool:
    """Whether an executable process has a task that says in the extension what it does."""
    needing = {"serviceTask", "sendTask", "scriptTask", "businessRuleTask", "userTask", "callActivity"}
    executable = (xml for xml in root if bpmn_name(xml) == "process" and is_true(xml, "isExecutable"))
    return any(bpmn_name(inner) in needing for xml in executable for inner in xml.iter())


class ProcessReader:
    """Builds the graph of each process: first the elements, outer ones first, then what connects them."""

    def __init__(self, root: Xml, refusals: Refusals) -> None:
        self._root = root
        self._refusals = refusals
        self._values = Values(refusals, declared_odd_names(root))
        events = EventReader(root, self._values, refusals)
        self._nodes = NodeReader(self._values, events, refusals)
        self._connections = Connections(self._values, refusals)
        self._unnamed = 0

    def processes(self) -> list[m.Process]:
        """All that are executable; a file without any is refused."""
        found = [xml for xml in self._root if bpmn_name(xml) == "process"]
        executable = [xml for xml in found if is_true(xml, "isExecutable")]
        if not executable:
            reason = "the file has no process" if not found else 'no process is executable: set isExecutable="true"'
            self._refusals.add(THE_FILE, reason)
        self._check_participants({xml.get("id", "") for xml in found})
        processes = [self._process(xml) for xml in executable]
        self._connections.connect()
        for process in processes:
            graph_checks.check(process, self._refusals)
        return processes

    def _check_participants(self, ids: set[str]) -> None:
        for xml in self._root.iterfind("{*}collaboration/{*}participant"):
            named = xml.get("processRef", "").strip()
            if bpmn_name(xml) and named and not ids & {named, named.rpartition(":")[2]}:
                self._refusals.add(subject_of(xml), f"processRef names {quoted(named)}, but no process has this id")

    def _process(self, xml: Xml) -> m.Process:
        subject = subject_of(xml)
        extension = Extension(xml, subject, self._values, self._refusals)
        start, end = extension.execution_listeners()
        process = m.Process(
            subject.id, subject.name, extension.version_tag(), m.FlowElementsContainer(), {}, start, end
        )
        priority = extension.job_priority()
        waiting = deque([(xml, process.body)])
        while waiting:
            outer, container = waiting.popleft()
            for inner in outer:
                node = self._element(inner, container, priority, subject_of(outer))
                if node is None:
                    continue
                process.elements.setdefault(node.id, node)
                if node.children is not None:
                    waiting.append((inner, node.children))
        return process

    def _element(
        self, xml: Xml, container: m.FlowElementsContainer, priority: m.Value | None, outer: Subject
    ) -> m.FlowNode | None:
        """Reads one element of a process or subprocess; None for what is no flow node."""
        kind = bpmn_name(xml)
        if kind in NODE_TYPES:
            node = self._nodes.read(xml, self._id_of(xml), container, priority)
            container.elements.setdefault(node.id, node)
            self._connections.add_node(xml, node)
            return node
        if kind == "sequenceFlow":
            self._connections.add_flow(xml, self._id_of(xml))
        elif kind == "association":
            self._connections.add_association(xml)
        elif kind == "complexGateway":
            self._refusals.add(
                subject_of(xml), "a complex gateway is not run here: use exclusive, inclusive and parallel ones"
            )
            self._connections.add_refused(xml)
        elif kind and kind not in SKIPPED:
            subject = subject_of(xml) if xml.get("id") else outer
            self._refusals.add(subject, f"<{kind}> is not run here")
            self._connections.add_refused(xml)
        return None

    def _id_of(self, xml: Xml) -> str:
        """The id, or one that stands for it where it is missing, which is refused elsewhere."""
        if given := xml.get("id"):
            return given
        self._unnamed += 1
        return f"{UNNAMED}{self._unnamed}"
