"""Reads boxed expressions from XML: tables, contexts, invocations, lists, relations, functions, loops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element as Xml
from xml.etree.ElementTree import tostring

from c8tui.feel import dmn_model as m
from c8tui.feel.dmn_languages import language_of

FUNCTION = "functionDefinition"
LONGEST_XML = 20_000
_NO_LOGIC = frozenset(
    {
        "description", "extensionElements", "variable", "question", "allowedAnswers", "informationRequirement",
        "knowledgeRequirement", "authorityRequirement", "supportedObjective", "impactedPerformanceIndicator",
        "decisionMaker", "decisionOwner", "usingProcess", "usingTask", "parameter", "formalParameter", "binding",
        "column",
    }
)  # fmt: skip
"""What may stand beside the logic of a decision, a context entry, a binding, a function, an invocation, a relation."""


def local(node: Xml) -> str:
    """The name of an element without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: Xml, name: str) -> Xml | None:
    return next((inner for inner in node if local(inner) == name), None)


def text_in(node: Xml, name: str) -> str:
    """The text of a child element, without white space around it."""
    found = child(node, name)
    return (found.text or "").strip() if found is not None else ""


def all_text_in(node: Xml, name: str) -> str:
    """All text of a child element that may hold markup, a blank in place of each tag."""
    found = child(node, name)
    if found is None:
        return ""
    return (found.text or "").strip() if len(found) == 0 else " ".join(" ".join(found.itertext()).split())


def texts(node: Xml, name: str) -> tuple[str, str]:
    """The `<text>` within a child element, and the language that it is in, empty for FEEL."""
    found = child(node, name)
    return _text_and_language(found) if found is not None else ("", "")


def _text_and_language(node: Xml) -> tuple[str, str]:
    text = text_in(node, "text")
    return text, language_of(node, text)


def box_in(node: Xml | None) -> m.Box | None:
    """The first boxed expression among the children, one of a known kind if there is one; None when there is none."""
    logic = [] if node is None else list(_logic_in(node))
    known = (inner for inner in logic if local(inner) in _READERS)
    found = next(known, logic[0] if logic else None)
    return None if found is None else box_of(found)


def box_of(node: Xml) -> m.Box:
    """The boxed expression that this element is, or its XML."""
    reader = _READERS.get(local(node))
    if reader is not None:
        return reader(node)
    return m.UnknownBox(node.get("id", ""), xml=tostring(node, encoding="unicode").strip()[:LONGEST_XML])


def _boxes(node: Xml) -> tuple[m.Box, ...]:
    return tuple(map(box_of, _logic_in(node)))


def _logic_in(node: Xml) -> Iterator[Xml]:
    """The children that are logic; those of another namespace than the element's belong to some tool."""
    own = _namespace(node)
    for inner in node:
        if local(inner) and local(inner) not in _NO_LOGIC and _namespace(inner) == own:
            yield inner


def _namespace(node: Xml) -> str:
    return node.tag.rpartition("}")[0] if isinstance(node.tag, str) else ""


def _common(node: Xml) -> tuple[str, str]:
    return node.get("id", ""), node.get("typeRef", "")


def _literal(node: Xml) -> m.Box:
    found = child(node, "text")
    text = "".join(found.itertext()).strip() if found is not None else ""
    return m.LiteralBox(*_common(node), text, language_of(node, text))


def entry_of(node: Xml, kind: str) -> m.Entry:
    """A context entry (its `variable`), a binding (its `parameter`)."""
    variable = child(node, kind)
    name, type_ref = ("", "") if variable is None else (variable.get("name", ""), variable.get("typeRef", ""))
    return m.Entry(name, type_ref, box_in(node))


def _context(node: Xml) -> m.Box:
    entries = tuple(entry_of(inner, "variable") for inner in node if local(inner) == "contextEntry")
    return m.ContextBox(*_common(node), entries)


def _invocation(node: Xml) -> m.Box:
    bindings = tuple(entry_of(inner, "parameter") for inner in node if local(inner) == "binding")
    return m.InvocationBox(*_common(node), box_in(node), bindings)


def _list(node: Xml) -> m.Box:
    return m.ListBox(*_common(node), _boxes(node))


def _relation(node: Xml) -> m.Box:
    columns = tuple(inner.get("name", "") for inner in node if local(inner) == "column")
    rows = tuple(_boxes(inner) for inner in node if local(inner) == "row")
    return m.RelationBox(*_common(node), columns, rows)


def read_function(node: Xml) -> m.FunctionBox:
    """A function definition, or the encapsulated logic of a knowledge model, which is one."""
    parameters = tuple(
        m.Entry(inner.get("name", ""), inner.get("typeRef", ""), None)
        for inner in node
        if local(inner) == "formalParameter"
    )
    return m.FunctionBox(*_common(node), node.get("kind", "FEEL"), parameters, box_in(node))


def _conditional(node: Xml) -> m.Box:
    parts = (box_in(child(node, name)) for name in ("if", "then", "else"))
    return m.ConditionalBox(*_common(node), *parts)


def _filter(node: Xml) -> m.Box:
    return m.FilterBox(*_common(node), box_in(child(node, "in")), box_in(child(node, "match")))


def _loop(node: Xml) -> m.Box:
    body = child(node, "return" if local(node) == "for" else "satisfies")
    source = box_in(child(node, "in"))
    return m.LoopBox(*_common(node), local(node), node.get("iteratorVariable", ""), source, box_in(body))


def _table(node: Xml) -> m.Box:
    inputs = tuple(_table_input(inner) for inner in node if local(inner) == "input")
    outputs = tuple(_table_output(inner) for inner in node if local(inner) == "output")
    return m.TableBox(
        *_common(node),
        hit_policy=node.get("hitPolicy", "UNIQUE"),
        aggregation=node.get("aggregation", ""),
        inputs=inputs,
        outputs=outputs,
        annotations=tuple(inner.get("name", "") for inner in node if local(inner) == "annotation"),
        rules=tuple(_rule(inner) for inner in node if local(inner) == "rule"),
    )


def _table_input(node: Xml) -> m.TableInput:
    expression = child(node, "inputExpression")
    text, language = ("", "") if expression is None else _text_and_language(expression)
    type_ref = "" if expression is None else expression.get("typeRef", "")
    allowed, allowed_language = texts(node, "inputValues")
    return m.TableInput(node.get("id", ""), node.get("label", ""), text, type_ref, allowed, language, allowed_language)


def _table_output(node: Xml) -> m.TableOutput:
    default, default_language = texts(node, "defaultOutputEntry")
    return m.TableOutput(
        node.get("id", ""),
        node.get("name", ""),
        node.get("label", ""),
        node.get("typeRef", ""),
        texts(node, "outputValues")[0],
        default,
        default_language,
    )


def _rule(node: Xml) -> m.Rule:
    def entries(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = [_text_and_language(inner) for inner in node if local(inner) == kind]
        languages = tuple(language for _, language in found)
        return tuple(text for text, _ in found), languages if any(languages) else ()

    tests, test_languages = entries("inputEntry")
    results, result_languages = entries("outputEntry")
    return m.Rule(
        node.get("id", ""),
        all_text_in(node, "description"),
        tests,
        results,
        tuple(text_in(inner, "text") for inner in node if local(inner) == "annotationEntry"),
        test_languages,
        result_languages,
    )


_READERS: dict[str, Callable[[Xml], m.Box]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "invocation": _invocation,
    "list": _list,
    "relation": _relation,
    FUNCTION: read_function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _loop,
    "some": _loop,
    "every": _loop,
}
