"""Where in its process a task stands, read from the BPMN: `step 2 of 4: Check > [Review] > Approve > Pay`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from c8tui.api import processes
from c8tui.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from c8tui.api.wire import Wire
    from c8tui.diagrams.model import FlowNode

LARGEST = 5_000_000
"""Characters of a BPMN that is read at all; in a larger one nobody's place is told."""
IN_A_THREAD = 100_000
"""Characters of a BPMN from which on reading it would hold up the keys."""
MOST_KEPT = 64
NEIGHBOURS = 2
"""Steps before and behind the task that are named; the rest is an ellipsis."""
STEPS = frozenset({"userTask", "manualTask"})
"""What people do; everything else happens by itself."""


class TaskPosition(Struct, frozen=True):
    """The steps for people on the ways through one of them; those of one rank are alternatives or run side by side."""

    ranks: tuple[tuple[str, ...], ...]
    """Names by rank, the first rank first."""
    at: int
    """The rank of the task, from 0."""
    may_be_shorter: bool
    """Whether a way through it has fewer steps."""

    def words(self) -> str:
        """`step 2 of 4: Check > [Review] > Approve or Refuse > Pay`."""
        total = f"{len(self.ranks)} or fewer" if self.may_be_shorter else f"{len(self.ranks)}"
        first, last = max(0, self.at - NEIGHBOURS), self.at + NEIGHBOURS + 1
        named = [self._named(number) for number in range(len(self.ranks))][first:last]
        ways = ["…"] * (first > 0) + named + ["…"] * (last < len(self.ranks))
        return f"step {self.at + 1} of {total}: {' > '.join(ways)}"

    def _named(self, rank: int) -> str:
        names = self.ranks[rank]
        if rank == self.at:
            return f"[{names[0]}]"
        return " or ".join(names[:2]) + (f" or {len(names) - 2} more" if len(names) > 2 else "")


class FlowGraph(Struct):
    """The nodes of a process and what follows them; a subprocess is two nodes, its entry and its exit."""

    names: dict[str, str] = field(default_factory=dict)
    """Of the steps for people, by element id."""
    after: dict[str, list[str]] = field(default_factory=dict)

    def join(self, source: str, target: str) -> None:
        """`target` follows `source`."""
        self.after.setdefault(source, []).append(target)
        self.after.setdefault(target, [])


def read(xml: str) -> FlowGraph | None:
    """The flow of all processes of a BPMN; None when it is none that we can read."""
    from c8tui.diagrams.model import MISSING
    from c8tui.diagrams.read import BpmnError
    from c8tui.diagrams.read import read as read_bpmn

    if not xml.strip() or len(xml) > LARGEST:
        return None
    try:
        model = read_bpmn(xml)
    except BpmnError:
        return None
    flow = FlowGraph()
    for node in model.nodes.values():
        flow.after.setdefault(node.id, [])
        if node.kind in STEPS:
            flow.names[node.id] = node.name or node.id
        if node.attached_to:
            flow.join(node.attached_to, node.id)
    for arrow in model.flows:
        flow.join(_exit(model.nodes[arrow.source]), arrow.target)
    for node in model.nodes.values():
        if node.is_scope:
            _join_ends(flow, [one for one in model.children.get(node.id, ()) if one.kind != MISSING], node)
    return flow


def _exit(node: FlowNode) -> str:
    """The node of the graph that the flow leaves an element by."""
    return f"{node.id} exit" if node.is_scope else node.id


def _join_ends(flow: FlowGraph, nodes: Sequence[FlowNode], scope: FlowNode) -> None:
    """Join the entry of a subprocess with what nothing leads to, and what leads nowhere with its exit."""
    outs = {out for node in nodes for out in (node.id, _exit(node))}
    reached = {target for out in outs for target in flow.after.get(out, ())}
    for node in nodes:
        if node.id not in reached and not node.by_event:
            flow.join(scope.id, node.id)
        if not flow.after.get(_exit(node)):
            flow.join(_exit(node), _exit(scope))


def position_of(flow: FlowGraph, element_id: str) -> TaskPosition | None:
    """Where a step for people stands; None when it is no such step, or the only one."""
    if element_id not in flow.names:
        return None
    order, forward = _without_loops(flow.after)
    backward = _reversed(forward)
    earlier = _steps_before(flow, order, backward, _reach(backward, element_id))
    later = _steps_before(flow, order, backward, _reach(forward, element_id))
    most, least = earlier[element_id]
    ranks = {id_: most + longest for id_, (longest, _) in later.items()} | {
        id_: longest for id_, (longest, _) in earlier.items()
    }
    rows = _rows(flow, ranks, element_id)
    ends = [shortest + (id_ in flow.names) for id_, (_, shortest) in later.items() if not flow.after.get(id_)]
    fewest = least + min(ends, default=len(rows))
    return TaskPosition(tuple(map(tuple, rows)), most, fewest < len(rows)) if len(rows) > 1 else None


def _rows(flow: FlowGraph, ranks: dict[str, int], element_id: str) -> list[list[str]]:
    """The names of the steps by rank; on its own rank a task stands alone."""
    rows: dict[int, list[str]] = {}
    for id_, name in flow.names.items():
        if id_ in ranks and name not in rows.setdefault(ranks[id_], []):
            rows[ranks[id_]].append(name)
    rows[ranks[element_id]] = [flow.names[element_id]]
    return [rows[rank] for rank in sorted(rows)]


def _without_loops(after: dict[str, list[str]]) -> tuple[list[str], dict[str, list[str]]]:
    """The nodes, each before all that follow it, and the flow without the ways that lead back."""
    forward: dict[str, list[str]] = {id_: [] for id_ in after}
    done: list[str] = []
    state: dict[str, bool] = {}  # False while a node is being walked through, True behind it
    targets = {target for following in after.values() for target in following}
    for start in sorted(after, key=lambda id_: id_ in targets):  # those that nothing leads to come first
        walk = [(start, iter(after[start]))] if start not in state else []
        state.setdefault(start, False)
        while walk:
            id_, following = walk[-1]
            target = next(following, None)
            if target is None:
                state[id_] = True
                done.append(id_)
                walk.pop()
            elif state.get(target) is not False:
                forward[id_].append(target)
                if target not in state:
                    state[target] = False
                    walk.append((target, iter(after.get(target, ()))))
    return done[::-1], forward


def _steps_before(
    flow: FlowGraph, order: list[str], backward: dict[str, list[str]], among: set[str]
) -> dict[str, tuple[int, int]]:
    """For each node the most and the fewest steps on a way to it from the first of `among`, itself not counted."""
    found: dict[str, tuple[int, int]] = {}
    for id_ in order:
        if id_ in among:
            ways = [(found[b], b in flow.names) for b in backward.get(id_, ()) if b in found]
            most = max((longest + step for (longest, _), step in ways), default=0)
            found[id_] = most, min((shortest + step for (_, shortest), step in ways), default=0)
    return found


def _reversed(after: dict[str, list[str]]) -> dict[str, list[str]]:
    before: dict[str, list[str]] = {}
    for source, targets in after.items():
        for target in targets:
            before.setdefault(target, []).append(source)
    return before


def _reach(after: dict[str, list[str]], start: str) -> set[str]:
    """Every node that can be come to from `start`, itself included."""
    seen, waiting = {start}, [start]
    while waiting:
        for target in after.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


class TaskPositions(Struct):
    """The flows of processes by definition key, each fetched and read once."""

    wire: Wire
    _flows: dict[str, FlowGraph | None] = field(default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def of(self, process_definition_key: str, element_id: str) -> TaskPosition | None:
        """Where a step stands in its process; None when there is no BPMN, or it says nothing of it. Raises C8Error."""
        flow = await self._flow(process_definition_key)
        return position_of(flow, element_id) if flow is not None else None

    async def steps(self, process_definition_key: str) -> Mapping[str, str]:
        """The names of the steps of a process for people, by element id. Raises C8Error."""
        flow = await self._flow(process_definition_key)
        return flow.names if flow is not None else {}

    async def _flow(self, key: str) -> FlowGraph | None:
        """The flow of a process, fetched once."""
        async with self._locks.setdefault(key, asyncio.Lock()):
            if key not in self._flows:
                self._flows[key] = await self._fetch(key)  # where that fails, the next one asks anew
        flow = self._flows[key]
        while len(self._flows) > MOST_KEPT:
            oldest = next(iter(self._flows))
            del self._flows[oldest], self._locks[oldest]
        return flow

    async def _fetch(self, process_definition_key: str) -> FlowGraph | None:
        try:
            xml = await processes.xml(self.wire, process_definition_key)
        except (NotFound, Forbidden):
            return None
        return read(xml) if len(xml) < IN_A_THREAD else await asyncio.to_thread(read, xml)
