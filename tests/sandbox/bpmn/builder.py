"""Builds BPMN files out of a few calls, so that a test shows only what it is about."""

from __future__ import annotations

import itertools
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "modeler": "http://camunda.org/schema/modeler/1.0",
}


def el(tag: str, *inside: str, **attributes: str) -> str:
    """An element of BPMN, or `zeebe:...`; `type_` stands for `type`, `camunda__x` for `camunda:x`."""
    name = tag if ":" in tag else f"bpmn:{tag}"
    written = "".join(
        f" {key.removesuffix('_').replace('__', ':')}={quoteattr(value)}" for key, value in attributes.items()
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>"


def ext(*inside: str) -> str:
    """Extension elements."""
    return el("extensionElements", *inside)


def file(*roots: str, **attributes: str) -> bytes:
    """A whole file."""
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    written = "".join(f" {key.replace('__', ':')}={quoteattr(value)}" for key, value in attributes.items())
    return f"<bpmn:definitions{declared}{written}>{''.join(roots)}</bpmn:definitions>".encode()


def process(*inside: str, id: str = "order", **attributes: str) -> str:
    """An executable process."""
    return el("process", *inside, **{"id": id, "isExecutable": "true", **attributes})


def flow(source: str, target: str, condition: str = "", id: str = "") -> str:
    """A sequence flow; its id is `source-target` unless another is given."""
    inside = el("conditionExpression", escape(condition)) if condition else ""
    return el("sequenceFlow", inside, id=id or f"{source}-{target}", sourceRef=source, targetRef=target)


def flows(*ids: str) -> str:
    """A flow from each id to the next."""
    return "".join(flow(source, target) for source, target in itertools.pairwise(ids))


START = el("startEvent", id="s")
END = el("endEvent", id="e")


def around(element: str, *beside: str, id: str = "x") -> str:
    """A process that leads from a start event through the element `x` to an end event."""
    return process(START, element, END, flows("s", id, "e"), *beside)


def task(id: str = "x", *inside: str, **attributes: str) -> str:
    """A service task with a job type."""
    extended = any(one.startswith("<bpmn:extensionElements") for one in inside)
    job = "" if extended else ext(el("zeebe:taskDefinition", type_="work"))
    return el("serviceTask", job, *inside, id=id, **attributes)


def user_task(*extensions: str, **attributes: str) -> str:
    """A Camunda user task."""
    return el("userTask", ext(el("zeebe:userTask"), *extensions), **{"id": "x", **attributes})


def _of_definition(key: str) -> bool:
    return key == "waitForCompletion" or (key.endswith("Ref") and key != "attachedToRef")


def event(tag: str, kind: str, *inside: str, id: str = "x", extension: str = "", **attributes: str) -> str:
    """An event with one definition; what `...Ref` names, and the link name, go to the definition."""
    own = {key: attributes.pop(key) for key in list(attributes) if _of_definition(key)}
    if kind == "link" and "name" in attributes:
        own["name"] = attributes["name"]
    return el(tag, extension, el(f"{kind}EventDefinition", *inside, **own), id=id, **attributes)


def message(id: str = "m", name: str = "paid", key: str | None = "=orderId") -> str:
    """A message with its subscription."""
    subscription = ext(el("zeebe:subscription", correlationKey=key)) if key is not None else ""
    return el("message", subscription, id=id, name=name)


def timer(kind: str, text: str) -> str:
    """The `timeDate`, `timeDuration` or `timeCycle` of a timer."""
    return el(kind, text)


def subprocess(*inside: str, id: str = "x", **attributes: str) -> str:
    """An embedded subprocess, or with `triggeredByEvent="true"` an event subprocess."""
    return el("subProcess", *inside, id=id, **attributes)


def boundary(kind: str, *inside: str, at: str = "x", id: str = "b", **attributes: str) -> str:
    """A boundary event with the flow that leaves it to an end event of its own."""
    node = event("boundaryEvent", kind, *inside, id=id, attachedToRef=at, **attributes)
    return node + el("endEvent", id=f"{id}-end") + flow(id, f"{id}-end")
