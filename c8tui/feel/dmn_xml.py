"""Reads DMN 1.1 to 1.5 from XML, safely: no entities, no external references, by local names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from xml.etree.ElementTree import Element as Xml
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from c8tui.feel import dmn_model as m
from c8tui.feel.dmn_boxes_xml import FUNCTION, all_text_in, box_in, local, read_function, text_in, texts
from c8tui.feel.dmn_inner import boxes_in
from c8tui.feel.dmn_languages import pass_down
from c8tui.feel.names import reads_as_path

LARGEST = 50_000_000
"""Bytes of the largest file that is read."""
DEEPEST = 200

_GRAPH = frozenset({"decision", "inputData", "businessKnowledgeModel", "knowledgeSource", "decisionService"})

_REQUIREMENTS = {
    "informationRequirement": ("requiredDecision", "requiredInput"),
    "knowledgeRequirement": ("requiredKnowledge",),
}

_AUTHORITIES = {"authorityRequirement": ("requiredAuthority", "requiredDecision", "requiredInput")}


def read(source: bytes | str | Path, imports: Mapping[str, m.Definitions] | None = None) -> m.Definitions:
    """The model of a file: its bytes, its text, or its path; a text without any `<` is a path.

    `imports` are the models that it may import, by namespace. Raises `DmnError`.
    """
    root = _root(_content(source))
    reader = _Reader(imports or {})
    try:
        return reader.definitions(root)
    except RecursionError:
        raise m.DmnError("elements inside each other too deep") from None


def _content(source: bytes | str | Path) -> bytes | str:
    if isinstance(source, bytes) or (isinstance(source, str) and ("<" in source or not source.strip())):
        return source
    try:
        with open(source, "rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else problem
        raise m.DmnError(f"{str(source)[:200]} cannot be read: {why}") from None


def _root(xml: bytes | str) -> Xml:
    if len(xml) > LARGEST:
        raise m.DmnError(f"the file has more than {LARGEST // 1_000_000} MB")
    try:
        root: Xml = fromstring(xml, forbid_dtd=True)
    except DefusedXmlException as unsafe:
        raise m.DmnError(f"not read, since it is unsafe XML: {type(unsafe).__name__}") from None
    except ParseError as broken:
        line, column = broken.position
        raise m.DmnError(f"broken XML at {line}:{column + 1}: {str(broken).split(':')[0]}") from None
    except (ValueError, LookupError) as broken:
        raise m.DmnError(f"broken XML: {broken}") from None
    if local(root) != "definitions":
        raise m.DmnError(f"this is <{local(root)}>, not the <definitions> of DMN")
    _not_too_deep(root)
    return root


def _not_too_deep(root: Xml) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise m.DmnError(f"elements inside each other more than {DEEPEST} deep, in <{local(level[0])}>")
        level = [child for node in level for child in node]


def _make_local(root: Xml, own: str) -> None:
    """Hrefs that name this very file by its namespace lose it, so that every element here has one name."""
    for node in root.iter():
        href = node.get("href", "")
        if len(own) > 1 and href.startswith(own):
            node.set("href", f"#{href.removeprefix(own)}")


def _give_ids(root: Xml) -> set[str]:
    """Gives elements of the graph without an id their name, or a number where that would not tell them apart."""
    nodes = [node for node in root if local(node) in _GRAPH]
    names = Counter(node.get("name", "") for node in nodes if not node.get("id"))
    taken = {node.get("id", "") for node in nodes} | {""}
    given: set[str] = set()
    for number, node in enumerate(nodes, 1):
        name = node.get("name", "")
        if node.get("id"):
            continue
        own = name if names[name] == 1 and name not in taken else f"{local(node)} {number}"
        while own in taken:
            own += "'"
        node.set("id", own)
        taken.add(own)
        given.add(own)
    return given


class _Reader:
    """One file under way: its elements by id, and what is wrong with it."""

    def __init__(self, imports: Mapping[str, m.Definitions]) -> None:
        self._available = imports
        self._elements: dict[str, m.Element] = {}
        self._problems: list[str] = []
        self._without_id: set[str] = set()

    def definitions(self, root: Xml) -> m.Definitions:
        _make_local(root, f"{root.get('namespace', '')}#")
        pass_down(root)
        self._without_id = _give_ids(root)
        types, imports = [], []
        for node in root:
            match local(node):
                case "itemDefinition":
                    types.append(_item(node))
                case "import":
                    imports.append(self._import(node))
                case _:
                    self._element(node)
        self._check_requirements(root.get("namespace", ""), imports)
        return m.Definitions(
            root.get("name", ""),
            root.get("namespace", ""),
            self._elements,
            tuple(types),
            tuple(imports),
            tuple(self._problems),
            _names(self._elements, types, imports),
        )

    def _import(self, node: Xml) -> m.Import:
        namespace, name = node.get("namespace", ""), node.get("name", "")
        model = self._available.get(namespace)
        if model is None and not node.get("importType", "").startswith("http://www.w3.org"):
            self._problems.append(f"the import {name or namespace} was not found")
        return m.Import(name, namespace, model, node.get("locationURI", ""))

    def _element(self, node: Xml) -> None:
        kind = local(node)
        if kind not in _GRAPH:
            return
        element = _read_element(node, kind)
        if element.id in self._without_id:
            self._problems.append(f"<{kind}> {element.name or ''} has no id")
        key = element.id
        if key in self._elements:
            self._problems.append(f"the id {key} stands twice")
            return
        self._elements[key] = element

    def _check_requirements(self, namespace: str, imports: list[m.Import]) -> None:
        known = {key for entry in imports if entry.model for key in entry.model.elements}
        for element in self._elements.values():
            for href in element.requires:
                if href not in self._elements and href.rpartition("#")[2] not in known:
                    self._problems.append(f"{element.name} requires {href}, which is not there")


def _read_element(node: Xml, kind: str) -> m.Element:
    variable = next((child for child in node if local(child) == "variable"), None)
    common = {
        "id": node.get("id", ""),
        "name": node.get("name", ""),
        "label": node.get("label", ""),
        "description": all_text_in(node, "description"),
        "variable": _variable_name(node, variable),
        "type_ref": variable.get("typeRef", "") if variable is not None else "",
    }
    requires = tuple(_required(node, _REQUIREMENTS))
    sources = tuple(_required(node, _AUTHORITIES))
    match kind:
        case "decision":
            return m.Decision(
                **common,
                requires=requires,
                sources=sources,
                logic=box_in(node),
                question=text_in(node, "question"),
                allowed_answers=text_in(node, "allowedAnswers"),
            )
        case "businessKnowledgeModel":
            logic = next((child for child in node if local(child) in {"encapsulatedLogic", FUNCTION}), None)
            function = read_function(logic) if logic is not None else None
            return m.KnowledgeModel(**common, requires=requires, sources=sources, logic=function)
        case "decisionService":
            return m.Service(
                **common,
                requires=requires,
                sources=sources,
                outputs=_hrefs(node, "outputDecision"),
                encapsulated=_hrefs(node, "encapsulatedDecision"),
                input_decisions=_hrefs(node, "inputDecision"),
                input_data=_hrefs(node, "inputData"),
            )
        case "inputData":
            return m.InputData(**common, requires=requires, sources=sources)
    return m.KnowledgeSource(**common, requires=requires, sources=sources)


def _variable_name(node: Xml, variable: Xml | None) -> str:
    own = variable.get("name", "") if variable is not None else ""
    return own or node.get("name", "") or node.get("id", "")


def _required(node: Xml, kinds: Mapping[str, tuple[str, ...]]) -> list[str]:
    found = []
    for child in node:
        for inner in child if local(child) in kinds else ():
            if local(inner) in kinds[local(child)]:
                found.append(_target(inner))
    return found


def _hrefs(node: Xml, kind: str) -> tuple[str, ...]:
    return tuple(_target(child) for child in node if local(child) == kind)


def _target(node: Xml) -> str:
    """The id that an href names; the namespace of an import stays before its `#`."""
    href = node.get("href", "").strip()
    return href[1:] if href.startswith("#") else href


def _item(node: Xml) -> m.ItemDefinition:
    function = next((child for child in node if local(child) == "functionItem"), None)
    parameters = None
    if function is not None:
        parameters = tuple((part.get("name", ""), part.get("typeRef", "")) for part in function)
    allowed, allowed_language = texts(node, "allowedValues")
    constraint, constraint_language = texts(node, "typeConstraint")
    return m.ItemDefinition(
        name=node.get("name", ""),
        type_ref=text_in(node, "typeRef"),
        is_list=node.get("isCollection") == "true",
        components=tuple(_item(child) for child in node if local(child) == "itemComponent"),
        allowed=allowed,
        constraint=constraint,
        parameters=parameters,
        result=function.get("outputTypeRef", "") if function is not None else "",
        allowed_language=allowed_language,
        constraint_language=constraint_language,
    )


def _names(elements: Mapping[str, m.Element], types: list[m.ItemDefinition], imports: list[m.Import]) -> frozenset[str]:
    """What expressions may speak of.

    What reads as a path, such as `person.age`, is known only where it stands for something: in the function whose
    parameter it is, in a decision that requires it. Other names with a point, `Part 2.1`, can be no path.
    """
    names = {name for element in elements.values() for name in (element.name, element.variable, element.id)}
    waiting = list(types)
    while waiting:
        item = waiting.pop()
        names.add(item.name)
        names.update(name for name, _ in item.parameters or ())
        waiting.extend(item.components)
    for element in elements.values():
        logic = element.logic if isinstance(element, m.Decision | m.KnowledgeModel) else None
        if logic is not None:
            names |= _names_in(logic)
    for entry in imports:
        names.add(entry.name)
        names |= entry.model.names if entry.model else frozenset()
    return frozenset(name for name in names if name and not reads_as_path(name))


def _names_in(logic: m.Box) -> set[str]:
    names: set[str] = set()
    for box in boxes_in(logic):
        match box:
            case m.ContextBox():
                names.update(entry.name for entry in box.entries)
            case m.InvocationBox():
                names.update(entry.name for entry in box.bindings)
            case m.FunctionBox():
                names.update(entry.name for entry in box.parameters)
            case m.RelationBox():
                names.update(box.columns)
            case m.TableBox():
                names.update(output.name for output in box.outputs)
            case m.LoopBox():
                names.add(box.variable)
    return names
