"""The requirements graph of a DMN model: what there is, what needs what, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from c8tui.decisions.kinds import NodeKind, box_kind_of, node_kind_of
from c8tui.decisions.sheet import policy_of
from c8tui.feel import dmn_model as m
from c8tui.text import counted

EdgeKind = Literal["information", "knowledge", "authority", "service"]
LONGEST_CIRCLE = 8
"""Names of a circle that its problem tells."""


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the graph. All texts are raw."""

    id: str
    """As the model's elements are keyed; the href of what is not in it."""
    name: str
    kind: NodeKind
    hint: str = ""
    """Its logic in a word or two, as `table U 2x6`: inputs by rules; the type of an input."""
    words: str = ""
    """The same in words that can be said."""

    @property
    def title(self) -> str:
        """What to call it: its name, else its id."""
        return self.name or self.id or "no name"


@dataclass(frozen=True, slots=True)
class Edge:
    """One element needs another: a requirement, or a service has it as a part."""

    needing: str
    needed: str
    kind: EdgeKind
    part: str = ""
    """What it is to a service: output, encapsulated, input."""
    implied: bool = False
    """A part that the outputs of the service need anyway: known, but not drawn."""
    back: bool = False
    """It closes a circle, so that it is drawn upwards."""


@dataclass(frozen=True)
class Graph:
    """Every element, what is missing, and every requirement once; `problems` in words, raw."""

    nodes: dict[str, Node]
    edges: tuple[Edge, ...]
    problems: tuple[str, ...] = ()

    @cached_property
    def _ends(self) -> tuple[dict[str, list[Edge]], dict[str, list[Edge]]]:
        down: dict[str, list[Edge]] = {}
        up: dict[str, list[Edge]] = {}
        for edge in self.edges:
            down.setdefault(edge.needing, []).append(edge)
            up.setdefault(edge.needed, []).append(edge)
        return down, up

    def needs(self, id: str) -> tuple[Edge, ...]:
        """What it requires, in the order of the model."""
        return tuple(self._ends[0].get(id, ()))

    def needed_by(self, id: str) -> tuple[Edge, ...]:
        """What requires it, in the order of the model."""
        return tuple(self._ends[1].get(id, ()))


def graph_of(model: m.Definitions) -> Graph:
    """The graph of a whole model. Never fails: what is dangling, twice or in a circle is drawn and said."""
    nodes = {key: _node(key, element) for key, element in model.elements.items()}
    problems = list(model.problems)
    edges: dict[tuple[str, str, str], Edge] = {}
    for key, element in model.elements.items():
        for edge in _edges(key, element, model):
            if edge.needed not in nodes:
                nodes[edge.needed] = found = _elsewhere(edge.needed, model)
                if found.kind == "missing" and edge.needed not in element.requires:  # those the reader has named
                    problems.append(f"{nodes[key].title} names {edge.needed}, which is not there")
            edges.setdefault((key, edge.needed, edge.kind), edge)
    back = _circles(nodes, [edge for edge in edges.values() if not edge.implied])
    for names in back.values():
        problems.append(_circle_words([nodes[id].title for id in names]))
    marked = tuple(replace(edge, back=True) if key[:2] in back else edge for key, edge in edges.items())
    return Graph(nodes, marked, tuple(problems))


def _circle_words(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} requires itself"
    shown = [*names[:LONGEST_CIRCLE], "…"] if len(names) > LONGEST_CIRCLE else names
    return f"a circle: {' requires '.join([*shown, names[0]])}"


def _node(key: str, element: m.Element) -> Node:
    hint, words = "", ""
    match element:
        case m.Decision(logic=logic):
            hint, words = hint_of(logic)
        case m.KnowledgeModel(logic=function):
            hint, words = hint_of(function.body if function is not None else None)
            if function is not None and function.kind not in ("", "FEEL"):
                hint = words = f"{function.kind} function"
        case m.InputData():
            hint = words = element.type_ref
        case m.Service():
            count = len(element.outputs)
            hint = words = counted(count, "output")
    return Node(key, element.name or element.label, node_kind_of(element), hint, words)


def hint_of(logic: m.Box | None) -> tuple[str, str]:
    """What kind of logic this is: in a word or two, and in words that can be said."""
    if isinstance(logic, m.TableBox):
        policy, inputs, rules = policy_of(logic.hit_policy, logic.aggregation), len(logic.inputs), len(logic.rules)
        words = f"table {policy.name}, {counted(inputs, 'input')}, {counted(rules, 'rule')}"
        return f"table {policy.letter} {inputs}x{rules}", words
    word = box_kind_of(logic).word
    return word, word


def _edges(key: str, element: m.Element, model: m.Definitions) -> Iterator[Edge]:
    for id in element.requires:
        callable = isinstance(_element(id, model), m.KnowledgeModel | m.Service)
        yield Edge(key, id, "knowledge" if callable else "information")
    yield from (Edge(key, id, "authority") for id in element.sources)
    if isinstance(element, m.Service):
        yield from (Edge(key, id, "service", "output") for id in element.outputs)
        others = [(id, "encapsulated") for id in element.encapsulated]
        others += [(id, "input") for id in (*element.input_decisions, *element.input_data)]
        anyway = _reached(element.outputs, {id for id, _ in others}, model)
        yield from (Edge(key, id, "service", part, implied=id in anyway) for id, part in others)


def _reached(outputs: Iterable[str], wanted: set[str], model: m.Definitions) -> set[str]:
    """Which of these the outputs need, directly or not."""
    waiting, seen, found = list(outputs), set[str](), set[str]()
    while waiting and found < wanted:
        id = waiting.pop()
        if id not in seen:
            seen.add(id)
            needed = model.elements[id].requires if id in model.elements else ()
            found.update(wanted.intersection(needed))
            waiting.extend(needed)
    return found


def _element(id: str, model: m.Definitions) -> m.Element | None:
    """The element of this id, here or in an imported model."""
    if id in model.elements:
        return model.elements[id]
    namespace, _, inner = id.rpartition("#")
    imported = next((entry.model for entry in model.imports if entry.namespace == namespace and entry.model), None)
    return imported.elements.get(inner) if imported is not None else None


def _elsewhere(id: str, model: m.Definitions) -> Node:
    """The node of what is not in this model."""
    namespace, mark, inner = id.rpartition("#")
    if not mark:
        return Node(id, id, "missing", "not there", "not in the model")
    source = next((entry.name for entry in model.imports if entry.namespace == namespace), "") or namespace
    element = _element(id, model)
    if element is None:
        return Node(id, inner, "imported", f"of {source}", f"of {source}, which does not have it or was not given")
    kind = _node(inner, element).kind
    return Node(id, element.name or inner, "imported", f"{kind} of {source}", f"{kind} of {source}")


def _circles(nodes: Iterable[str], edges: list[Edge]) -> dict[tuple[str, str], list[str]]:
    """The edges that close a circle, with the ids of each; without them none is left."""
    down: dict[str, list[str]] = {id: [] for id in nodes}
    roots = dict.fromkeys(down)
    for edge in edges:
        down[edge.needing].append(edge.needed)
        roots.pop(edge.needed, None)
    back: dict[tuple[str, str], list[str]] = {}
    done: set[str] = set()
    for start in (*roots, *down):
        path = {start: iter(down[start])} if start not in done else {}
        while path:
            here = next(reversed(path))
            for id in path[here]:
                if id in path:
                    ids = list(path)
                    back[here, id] = ids[ids.index(id) :]
                elif id not in done:
                    path[id] = iter(down[id])
                    break
            else:
                done.add(here)
                del path[here]
    return back
