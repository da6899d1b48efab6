"""All that a process instance, or one of its element instances, consists of: counts, the path, scopes, what belongs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from c8tui.api import (
    incidents,
    jobs,
    process_instances,
    process_statistics,
    processes,
    user_tasks,
    variables,
)
from c8tui.api.paging import pages
from c8tui.diagrams.element_boxes import ElementCounts
from c8tui.diagrams.model import BpmnModel
from c8tui.diagrams.read import BpmnError, read
from c8tui.errors import C8Error, NotFound, part
from c8tui.exact_json import exact_json
from c8tui.model.audit_logs import AuditLog, InstanceAuditFilter
from c8tui.model.base import encode
from c8tui.model.incidents import Incident, IncidentFilter
from c8tui.model.jobs import Job, JobFilter
from c8tui.model.process_instances import (
    CallingInstance,
    ElementInstance,
    ElementInstanceFilter,
    ElementStatistics,
    ProcessInstance,
    ProcessInstanceFilter,
)
from c8tui.model.search import Op, Page, PageRequest, Search, Sort
from c8tui.model.user_tasks import UserTask, UserTaskFilter
from c8tui.model.variables import InstanceVariableFilter, Variable
from c8tui.model.versions import has

if TYPE_CHECKING:
    from c8tui.api.wire import Wire
    from c8tui.session.instance_writes import InstanceWrites

SHOWN = 20
"""Incidents, jobs and so on that are told one by one."""
VARIABLES_LIMIT = 1_000
AUDIT_LOG = (8, 9)
"""Since when the cluster keeps one."""
MOST_MODELS = 8
"""Models that are kept; those read longest ago go first."""
WRITTEN_S = 60.0
"""So long what was written is shown where the index says something else."""
UNDONE = ("CREATED", "FAILED", "TIMED_OUT", "RETRIES_UPDATED", "ERROR_THROWN", "MIGRATED")
"""Jobs of an instance that are told of; those of an element instance all are."""
_ONE = PageRequest(limit=1)
_FEW = PageRequest(limit=SHOWN)


class NoDiagram(C8Error):
    """A version whose BPMN the cluster does not have, or that cannot be read as such."""


class InstanceState(Struct, frozen=True):
    """An instance as it is now, with what its diagram shows."""

    instance: ProcessInstance
    counts: Mapping[str, ElementCounts] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    """The ids of the flows that were taken."""
    callers: tuple[CallingInstance, ...] = ()
    """From the outermost down to the instance."""
    model: BpmnModel | None = None
    troubles: Mapping[str, C8Error] = field(default_factory=dict)
    """Why a part is missing: counts, path, callers, diagram."""


class ScopeDetail(Struct, frozen=True):
    """What belongs to one scope: the process instance, or an element instance in it. A part is None with a trouble."""

    variables: tuple[Variable, ...] | None = None
    incidents: Page[Incident] | None = None
    jobs: Page[Job] | None = None
    tasks: Page[UserTask] | None = None
    called: Page[ProcessInstance] | None = None
    """Instances that it has called."""
    history: tuple[AuditLog, ...] | None = None
    """Of the process instance; None below 8.9 as well."""
    troubles: Mapping[str, C8Error] = field(default_factory=dict)


def counts_of(items: tuple[ElementStatistics, ...]) -> dict[str, ElementCounts]:
    """Statistics of the API as diagrams show them."""
    return {
        one.element_id: ElementCounts(one.active, one.completed, one.canceled, one.incidents) for one in items
    }  # fmt: skip


class VariableWrites(Struct):
    """Read-your-writes for variables: what was set in a scope is shown until the index says the same."""

    clock: Callable[[], float] = monotonic
    _written: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)
    """The JSON that was written, and until when it is shown, by scope and name."""

    def wrote(self, scope_key: str, changed: Mapping[str, Any]) -> None:
        """These were confirmed."""
        until = self.clock() + WRITTEN_S
        self._written.update({(scope_key, name): (encode(value).decode(), until) for name, value in changed.items()})

    @property
    def behind(self) -> bool:
        """Whether something is not shown by the index yet, as far as it was asked."""
        return any(self.clock() < until for _, until in self._written.values())

    def over(self, scope_key: str, found: tuple[Variable, ...]) -> tuple[Variable, ...]:
        """The variables of a scope as they are shown."""
        written = {name: value for (scope, name), value in self._written.items() if scope == scope_key}
        shown = {one.name: one for one in found}
        for name, (value, until) in written.items():
            before = shown.get(name)
            if self.clock() >= until or (before is not None and _same(before.value, value)):
                del self._written[scope_key, name]
            else:
                fresh = before or Variable(name=name, scope_key=scope_key)
                shown[name] = replace(fresh, value=value, is_truncated=False)
        return tuple(shown[name] for name in sorted(shown))


def _same(one: str, other: str) -> bool:
    try:
        return bool(encode(exact_json(one)) == encode(exact_json(other)))
    except (ValueError, RecursionError):
        return False


class InstanceDetails(Struct):
    """Reads on one process instance."""

    wire: Wire
    writes: InstanceWrites
    gateway_version: str = ""
    variable_writes: VariableWrites = field(default_factory=VariableWrites)
    _models: dict[str, BpmnModel] = field(default_factory=dict)

    async def model(self, process_definition_key: str) -> BpmnModel:
        """The diagram of a version; it never changes. Raises NoDiagram, and C8Error."""
        if (known := self._models.get(process_definition_key)) is not None:
            return known
        xml = await processes.xml(self.wire, process_definition_key)
        if not xml.strip():
            raise NoDiagram("the cluster has no BPMN of this version")
        try:
            model = await asyncio.to_thread(read, xml.encode("utf-8", "surrogatepass"))
        except BpmnError as wrong:
            raise NoDiagram(f"its BPMN cannot be read: {wrong}") from None
        self._models[process_definition_key] = model
        while len(self._models) > MOST_MODELS:
            del self._models[next(iter(self._models))]
        return model

    async def state(self, process_instance_key: str) -> InstanceState:
        """The instance as it is now. Raises NotFound, and C8Error where nothing can be read."""
        troubles: dict[str, C8Error] = {}
        key = process_instance_key
        instance, counts, taken, callers = await asyncio.gather(
            process_instances.get(self.wire, key),
            part("counts", process_instances.statistics(self.wire, key), troubles),
            part("path", process_instances.sequence_flows(self.wire, key), troubles),
            part("callers", process_instances.call_hierarchy(self.wire, key), troubles),
        )
        model = await part("diagram", self.model(instance.process_definition_key), troubles)
        return InstanceState(
            self.writes.seen(instance), counts_of(counts or ()), frozenset(one.element_id for one in taken or ()),
            callers or (), model, troubles,
        )  # fmt: skip

    async def element_counts(self, process_definition_key: str) -> dict[str, ElementCounts]:
        """Counts by element over all instances of a version."""
        return counts_of(await process_statistics.by_element(self.wire, process_definition_key))

    # What belongs to a scope

    async def scope(self, instance: ProcessInstance, element: ElementInstance | None) -> ScopeDetail:
        """What belongs to an element instance, or, without one, to the process instance."""
        troubles: dict[str, C8Error] = {}
        key = instance.process_instance_key
        here = element.element_instance_key if element is not None else key
        by: dict[str, Any] = {"process_instance_key": key} if element is None else {"element_instance_key": here}
        undone = Op(in_=UNDONE) if element is None else None
        calls = element is None or element.type == "CALL_ACTIVITY"
        called_by: dict[str, Any] = (
            {"parent_process_instance_key": key} if element is None else {"parent_element_instance_key": here}
        )
        found = await asyncio.gather(
            part("variables", self.variables(here), troubles),
            part("incidents", incidents.search(self.wire, Search(
                filter=IncidentFilter(**by, state="ACTIVE"), page=_FEW)), troubles),
            part("jobs", jobs.search(self.wire, Search(filter=JobFilter(**by, state=undone), page=_FEW)), troubles),
            part("tasks", user_tasks.search(self.wire, Search(filter=UserTaskFilter(**by), page=_FEW)), troubles),
            part("called", self._called(ProcessInstanceFilter(**called_by)), troubles) if calls else _nothing(),
            part("history", self._history(key), troubles) if element is None else _nothing(),
        )  # fmt: skip
        return ScopeDetail(*found, troubles=troubles)

    async def variables(self, scope_key: str, *, whole: bool = False) -> tuple[Variable, ...]:
        """The variables of exactly this scope, by name."""
        query = Search(
            filter=InstanceVariableFilter(scope_key=scope_key), sort=(Sort("name"),),
            page=PageRequest(limit=VARIABLES_LIMIT),
        )  # fmt: skip
        found = (await variables.search(self.wire, query, truncate=not whole)).items
        return self.variable_writes.over(scope_key, found)

    async def _called(self, wanted: ProcessInstanceFilter) -> Page[ProcessInstance]:
        query = Search(filter=wanted, sort=(Sort("process_instance_key"),), page=_FEW)
        return await process_instances.search(self.wire, query)

    async def _history(self, key: str) -> tuple[AuditLog, ...] | None:
        if not has(self.gateway_version, AUDIT_LOG):
            return None
        query = Search(
            filter=InstanceAuditFilter(process_instance_key=key), sort=(Sort("timestamp", "DESC"),), page=_FEW
        )
        try:
            return (await process_instances.audit_logs(self.wire, query)).items
        except NotFound:
            return None

    async def at_element(self, process_instance_key: str, element_id: str) -> tuple[ElementInstance, ...]:
        """The element instances of one element that are active, up to a thousand."""
        wanted = ElementInstanceFilter(process_instance_key=process_instance_key, element_id=element_id, state="ACTIVE")
        query = Search(filter=wanted, sort=(Sort("element_instance_key"),), page=PageRequest(limit=VARIABLES_LIMIT))
        async for page in pages(lambda asked: process_instances.search_elements(self.wire, asked), query):
            bodies = tuple(one for one in page.items if one.type == "MULTI_INSTANCE_BODY")
            return bodies or page.items
        return ()


async def _nothing() -> None:
    return None
