"""The XML of a BPMN file, parsed safely: no entities, no more than the API takes, and BPMN for Camunda 8 at all."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element as Xml
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from c8tui.sandbox.bpmn.refusals import THE_FILE, Refusal, Refused, Subject

LARGEST = 4 * 1024 * 1024
"""Bytes of the largest file: the limit of the API for a deployment."""
DEEPEST = 400
"""Elements inside each other; a subprocess takes one."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
CAMUNDA_7 = frozenset({"http://camunda.org/schema/1.0/bpmn", "http://activiti.org/bpmn"})
_PLATFORM = "{http://camunda.org/schema/modeler/1.0}executionPlatform"

CAMUNDA_7_FILE = (
    "this is a file for Camunda 7 (camunda: extensions), which Camunda 8 does not run: open it in Camunda Modeler, "
    "create a Camunda 8 diagram and set job types, forms and FEEL expressions there, or convert it with the "
    "migration tools of Camunda"
)


def tag_of(xml: Xml) -> tuple[str, str]:
    """Namespace and local name of an element."""
    namespace, brace, local = xml.tag.rpartition("}")
    return (namespace[1:], local) if brace else ("", xml.tag)


def bpmn_name(xml: Xml) -> str:
    """The local name of an element of BPMN; empty for any other."""
    namespace, local = tag_of(xml)
    return local if namespace == BPMN else ""


def subject_of(xml: Xml) -> Subject:
    """The element as a refusal names it."""
    return Subject(xml.get("id", ""), xml.get("name", ""))


def child(xml: Xml, name: str) -> Xml | None:
    """The first child of BPMN with this name."""
    return xml.find(f"{{{BPMN}}}{name}")


def children(xml: Xml, name: str) -> list[Xml]:
    """The children of BPMN with this name."""
    return xml.findall(f"{{{BPMN}}}{name}")


def text_of(xml: Xml | None) -> str:
    """The text inside an element without the space around it."""
    return "" if xml is None else "".join(xml.itertext()).strip()


def is_true(xml: Xml, attribute: str, otherwise: bool = False) -> bool:
    """A boolean attribute as XML Schema writes it."""
    said = xml.get(attribute)
    return otherwise if said is None else said.strip() in {"true", "1"}


def parse(content: bytes | str) -> Xml:
    """The `definitions` of a BPMN file. Raises `Refused` for what is no BPMN, or not for Camunda 8.

    A `str` is decoded already: the encoding that its prolog declares does not count.
    """
    size = len(content) if isinstance(content, bytes) else len(content.encode("utf-8", "surrogatepass"))
    if size > LARGEST:
        raise _refused(f"the file has {size:,} bytes, more than the 4 MB that a deployment may have")
    root = _root(content)
    _not_too_deep(root)
    _is_bpmn(root)
    if is_camunda_7(root):
        raise _refused(CAMUNDA_7_FILE)
    return root


def _refused(reason: str) -> Refused:
    return Refused([Refusal(THE_FILE.id, THE_FILE.name, reason)])


def _root(content: bytes | str) -> Xml:
    head = content[:200] if isinstance(content, str) else content[:200].decode("utf-8", "replace")
    start = head.lstrip("\ufeff \t\r\n")
    if not start:
        raise _refused("the file is empty")
    if start.startswith(("{", "[")):
        raise _refused("this is JSON, as Camunda forms are, and no BPMN: deploy a form as a .form file")
    try:
        root: Xml = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise _refused("the XML declares a document type or entities, which is unsafe: remove the DOCTYPE") from None
    except ParseError as broken:
        line, column = broken.position
        raise _refused(f"this is no well-formed XML: {str(broken).split(':')[0]} at {line}:{column + 1}") from None
    except (ValueError, LookupError) as broken:
        raise _refused(f"this is no well-formed XML: {broken}") from None
    return root


def _not_too_deep(root: Xml) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise _refused(f"elements stand more than {DEEPEST} deep inside each other")
        level = [inner for xml in level for inner in xml]


def _is_bpmn(root: Xml) -> None:
    namespace, local = tag_of(root)
    if namespace == BPMN and local == "definitions":
        return
    if "/DMN/" in namespace:
        raise _refused("this is a DMN file with decisions, no BPMN: deploy it as a .dmn file")
    if local == "definitions":
        here = f"the namespace '{namespace}'" if namespace else "no namespace"
        raise _refused(f"<definitions> has {here}, but BPMN 2.0 is {BPMN}")
    raise _refused(f"this is <{local}>, not the <definitions> of BPMN 2.0 ({BPMN})")


def names_used(xml: Xml) -> Iterator[tuple[str, str]]:
    """Namespaces and local names of an element and of its attributes."""
    yield tag_of(xml)
    for name in xml.keys():  # noqa: SIM118 - an element iterates over its children
        namespace, _, local = name.rpartition("}")
        yield namespace[1:], local


def uses_zeebe(root: Xml) -> bool:
    """Whether the file has anything of the extension that Camunda 8 reads."""
    return any(namespace == ZEEBE for xml in root.iter() for namespace, _ in names_used(xml))


def is_camunda_7(root: Xml) -> bool:
    """Whether the file was made for Camunda 7 and nothing in it for Camunda 8."""
    if root.get(_PLATFORM) == "Camunda Platform":
        return True
    used = {namespace for xml in root.iter() for namespace, _ in names_used(xml)}
    return bool(used & CAMUNDA_7) and ZEEBE not in used
