"""The `zeebe` extension of Camunda 8: what an element says in its `extensionElements`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from xml.etree.ElementTree import Element as Xml

from c8tui.sandbox.bpmn import model as m
from c8tui.sandbox.bpmn import timers
from c8tui.sandbox.bpmn.checks import refuse_unsupported
from c8tui.sandbox.bpmn.document import BPMN, ZEEBE, child, is_true, tag_of, text_of
from c8tui.sandbox.bpmn.refusals import Identified, Refusals, quoted
from c8tui.sandbox.bpmn.values import Values, is_percentage, is_whole_number

BINDINGS = ("latest", "deployment", "versionTag")
EXECUTION_EVENTS = ("start", "end")
TASK_EVENTS = ("creating", "assigning", "updating", "completing", "canceling")
_EARLIER_TASK_EVENTS = {
    "create": "creating",
    "assignment": "assigning",
    "update": "updating",
    "complete": "completing",
    "cancel": "canceling",
}
"""How 8.7 called the events of task listeners."""

_KNOWN = frozenset(
    [
        "ioMapping",
        "taskDefinition",
        "taskHeaders",
        "userTask",
        "formDefinition",
        "assignmentDefinition",
        "taskSchedule",
        "priorityDefinition",
        "jobPriorityDefinition",
        "taskListeners",
        "executionListeners",
        "calledElement",
        "calledDecision",
        "script",
        "loopCharacteristics",
        "subscription",
        "versionTag",
        "properties",
        "adHoc",
        "conditionalFilter",
        "userTaskForm",
    ]
)
_UNSUPPORTED = {"linkedResources": "linked resources", "agentDefinition": "agent"}


class Extension:
    """The elements of the extension under one element of BPMN."""

    def __init__(self, xml: Xml, subject: Identified, values: Values, refusals: Refusals) -> None:
        self.subject = subject
        self._values = values
        self._refusals = refusals
        self._found: dict[str, Xml] = {}
        for outer in xml.findall(f"{{{BPMN}}}extensionElements"):
            for inner in outer:
                self._note(inner)

    def _note(self, inner: Xml) -> None:
        namespace, name = tag_of(inner)
        if namespace != ZEEBE:
            return
        if name in self._found and name != "userTaskForm":
            self._refusals.add(self.subject, f"zeebe:{name} stands here more than once")
        elif name in _UNSUPPORTED:
            refuse_unsupported(self._refusals, self.subject, _UNSUPPORTED[name])
        elif name not in _KNOWN:
            self._refusals.add(self.subject, f"zeebe:{name} is not known here and would have no effect: remove it")
        self._found.setdefault(name, inner)

    def get(self, name: str) -> Xml | None:
        """The element with this name, if there is one."""
        return self._found.get(name)

    def attribute(self, element: str, name: str) -> str | None:
        """An attribute of an element of the extension; None where either is missing."""
        found = self._found.get(element)
        return None if found is None else found.get(name)

    def _items(self, element: str, name: str) -> list[Xml]:
        found = self._found.get(element)
        return [] if found is None else found.findall(f"{{{ZEEBE}}}{name}")

    def mappings(self, direction: str) -> tuple[m.IoMapping, ...]:
        """The `input` or `output` mappings, in their order."""
        return tuple(self._mapping(direction, one) for one in self._items("ioMapping", direction))

    def _mapping(self, direction: str, xml: Xml) -> m.IoMapping:
        target = xml.get("target", "").strip()
        if not target or target.startswith("=") or not all(part.strip() for part in target.split(".")):
            wanted = f"the name of a variable, or a path a.b, as target, not {quoted(target)}"
            self._refusals.add(self.subject, f"an {direction} mapping must have {wanted}")
        text = xml.get("source", "")
        if not text.strip() and direction == "input":
            text = "=null"  # since 8.8
        source = self._values.needed(
            self.subject, f"the source of the {direction} mapping to {quoted(target)}", text, "zeebe:ioMapping"
        )
        if source.expression is None:
            source = m.Value(text)  # a text is data, of which the space around it is a part
        return m.IoMapping(source, target)

    def headers(self, under: Xml | None = None) -> Mapping[str, str]:
        """The task headers of the element, or of a listener."""
        holder = self._found.get("taskHeaders") if under is None else under.find(f"{{{ZEEBE}}}taskHeaders")
        found: dict[str, str] = {}
        for one in () if holder is None else holder.findall(f"{{{ZEEBE}}}header"):
            key = one.get("key", "")
            if not key:
                self._refusals.add(self.subject, "a task header has no key")
            if key in found:
                self._refusals.add(self.subject, f"two task headers have the key {quoted(key)}")
            found[key] = one.get("value", "")
        return found

    def job(self, inherited_priority: m.Value | None) -> m.JobDefinition | None:
        """The job of `taskDefinition`; its priority may be that of the process."""
        if self.get("taskDefinition") is None:
            return None
        kind = self._values.needed(
            self.subject, "the job type", self.attribute("taskDefinition", "type"), "zeebe:taskDefinition type"
        )
        retries = self._values.retries(
            self.subject, "the number of job retries", self.attribute("taskDefinition", "retries")
        )
        return m.JobDefinition(kind, retries, self.headers(), self.job_priority() or inherited_priority)

    def job_priority(self) -> m.Value | None:
        """The priority of jobs: of the element, or of all in a process."""
        return self._values.checked(
            self.subject,
            "the job priority",
            self.attribute("jobPriorityDefinition", "priority"),
            is_whole_number,
            "a whole number",
        )

    def execution_listeners(self) -> tuple[tuple[m.Listener, ...], tuple[m.Listener, ...]]:
        """Those at the start and those at the end."""
        found = [
            self._listener("an execution listener", one, one.get("eventType", ""), EXECUTION_EVENTS)
            for one in self._items("executionListeners", "executionListener")
        ]
        seen = Counter((one.event, one.type.text) for one in found)
        for (event, kind), times in seen.items():
            if times > 1:
                self._refusals.add(
                    self.subject, f"{times} execution listeners at '{event}' have the type {quoted(kind)}"
                )
        return tuple(one for one in found if one.event == "start"), tuple(one for one in found if one.event == "end")

    def _task_listeners(self) -> tuple[m.Listener, ...]:
        found = []
        for one in self._items("taskListeners", "taskListener"):
            event = one.get("eventType", "")
            found.append(self._listener("a task listener", one, _EARLIER_TASK_EVENTS.get(event, event), TASK_EVENTS))
        return tuple(found)

    def _listener(self, what: str, xml: Xml, event: str, events: tuple[str, ...]) -> m.Listener:
        if event not in events:
            self._refusals.add(
                self.subject, f"{what} must have one of {', '.join(events)} as its event, not {quoted(event)}"
            )
        kind = self._values.needed(self.subject, f"the job type of {what}", xml.get("type"), "its attribute type")
        retries = self._values.retries(self.subject, f"the number of retries of {what}", xml.get("retries"))
        return m.Listener(event, kind, retries, self.headers(xml))

    def linked(self, what: str, element: str, attribute: str) -> m.Linked:
        """The resource that an attribute names, with its binding."""
        resource = self._values.needed(
            self.subject, f"the id of the {what}", self.attribute(element, attribute), f"zeebe:{element} {attribute}"
        )
        binding = (self.attribute(element, "bindingType") or "latest").strip()
        tag = self._values.static(self.subject, "the version tag", self.attribute(element, "versionTag"))
        if binding not in BINDINGS:
            self._refusals.add(
                self.subject, f"the binding of the {what} must be one of {', '.join(BINDINGS)}, not {quoted(binding)}"
            )
        if binding == "versionTag" and not tag:
            self._refusals.add(
                self.subject, f"the {what} is bound to a version tag but names none (zeebe:{element} versionTag)"
            )
        return m.Linked(resource, binding, tag if binding == "versionTag" else "")

    def start_form(self) -> m.Linked | None:
        """The form that a process is started with."""
        if self.get("formDefinition") is None:
            return None
        if self._refuses_form_key():
            return None
        return self.linked("form", "formDefinition", "formId")

    def _refuses_form_key(self) -> bool:
        key = self.attribute("formDefinition", "formKey")
        if key is None:
            return False
        if key.startswith("camunda-forms:"):
            reason = "embedded forms (formKey) are not run here: deploy a .form file and name it with formId"
        else:
            reason = "formKey has no effect here: name a form with formId, or one of your own with externalReference"
        self._refusals.add(self.subject, reason)
        return True

    def user_task(self) -> m.UserTaskDefinition | None:
        """A Camunda user task; None, and refused, where the element is a user task of the kind that is a job."""
        if self.get("userTask") is None:
            self._refusals.add(
                self.subject,
                "a user task needs zeebe:userTask; those that are jobs are deprecated: set the implementation to "
                "'Camunda user task' in Camunda Modeler",
            )
            return None
        form, reference = self._form()
        subject, read = self.subject, self._values.read
        return m.UserTaskDefinition(
            assignee=read(subject, "the assignee", self.attribute("assignmentDefinition", "assignee")),
            candidate_groups=read(
                subject, "the candidate groups", self.attribute("assignmentDefinition", "candidateGroups")
            ),
            candidate_users=read(
                subject, "the candidate users", self.attribute("assignmentDefinition", "candidateUsers")
            ),
            due_date=self._date("the due date", "dueDate"),
            follow_up_date=self._date("the follow-up date", "followUpDate"),
            priority=self._values.checked(
                subject,
                "the priority",
                self.attribute("priorityDefinition", "priority"),
                is_percentage,
                "a whole number from 0 to 100",
            ),
            form=form,
            external_form_reference=reference,
            headers=self.headers(),
            listeners=self._task_listeners(),
        )

    def _date(self, what: str, attribute: str) -> m.Value | None:
        wanted = "a moment of ISO 8601 with its offset as 2026-12-24T18:00:00Z"
        return self._values.checked(
            self.subject, what, self.attribute("taskSchedule", attribute), timers.is_date, wanted
        )

    def _form(self) -> tuple[m.Linked | None, m.Value | None]:
        if self.get("formDefinition") is None or self._refuses_form_key():
            return None, None
        reference = self._values.read(
            self.subject, "the external form reference", self.attribute("formDefinition", "externalReference")
        )
        if reference is None:
            return self.linked("form", "formDefinition", "formId"), None
        if self.attribute("formDefinition", "formId"):
            self._refusals.add(self.subject, "the form has both a formId and an externalReference: keep one")
        return None, reference

    def script(self) -> m.Script | None:
        """The FEEL expression of a script task, and the variable that it fills."""
        if self.get("script") is None:
            return None
        expression = self._values.needed_expression(
            self.subject, "the script", self.attribute("script", "expression"), "zeebe:script expression"
        )
        return m.Script(expression, self._result_variable("script"))

    def decision(self) -> m.CalledDecision | None:
        """The decision that a business rule task evaluates."""
        if self.get("calledDecision") is None:
            return None
        linked = self.linked("decision", "calledDecision", "decisionId")
        return m.CalledDecision(linked, self._result_variable("calledDecision"))

    def _result_variable(self, element: str) -> str:
        name = self._values.static(self.subject, "the result variable", self.attribute(element, "resultVariable"))
        if not name:
            self._refusals.add(self.subject, f"the result variable is missing (zeebe:{element} resultVariable)")
        return name

    def called(self) -> m.CalledElement | None:
        """The process that a call activity starts."""
        xml = self.get("calledElement")
        if xml is None:
            self._refusals.add(self.subject, "a call activity needs a process (zeebe:calledElement processId)")
            return None
        return m.CalledElement(
            self.linked("called process", "calledElement", "processId"),
            is_true(xml, "propagateAllParentVariables", True),
            is_true(xml, "propagateAllChildVariables", True),
            self._values.read(self.subject, "the business id", xml.get("businessId")),
        )

    def version_tag(self) -> str:
        """The version tag of a process."""
        return self._values.static(self.subject, "the version tag", self.attribute("versionTag", "value"))

    def ad_hoc(self, xml: Xml) -> m.AdHoc:
        """What an ad-hoc subprocess activates, and when it is over."""
        subject, values = self.subject, self._values
        collection, element = self.output("adHoc", subject)
        return m.AdHoc(
            values.expression(
                subject, "the collection of active elements", self.attribute("adHoc", "activeElementsCollection")
            ),
            values.expression(subject, "the completion condition", text_of(child(xml, "completionCondition"))),
            is_true(xml, "cancelRemainingInstances", True),
            collection,
            element,
        )

    def output(self, element: str, subject: Identified) -> tuple[str, m.Value | None]:
        """The variable that collects outputs, and the expression of each; both or neither."""
        collection = self._values.static(subject, "the output collection", self.attribute(element, "outputCollection"))
        each = self._values.expression(subject, "the output element", self.attribute(element, "outputElement"))
        if bool(collection) != (each is not None):
            there, missing = ("collection", "element") if collection else ("element", "collection")
            self._refusals.add(subject, f"an output {there} is set without an output {missing}: set both or neither")
        return collection, each
