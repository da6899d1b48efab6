"""Active incidents in groups: by what they say, and by their processes, each with how many there are."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence

from c8tui.api import incident_statistics
from c8tui.errors import NotFound
from c8tui.model.incidents import ErrorCount, Incident
from c8tui.model.search import PageRequest
from c8tui.model.versions import has
from c8tui.session.filter_syntax import quoted
from c8tui.session.groups import Group, Groups, over_loaded
from c8tui.session.incidents import ACTIVE, Incidents, exact_message

SINCE = (8, 9)
"""The version that counts them."""
MOST_ERRORS = 100
"""Messages that are counted, the most frequent first."""
MOST_SPLIT = 20
"""Messages of which the processes are asked for, too."""


async def groups(use_case: Incidents, loaded: Sequence[Incident], total: str) -> Groups:
    """The groups as the cluster counts them; before 8.9, or where it does not, over the `loaded` ones of `total`.

    Raises C8Error.
    """
    if has(use_case.gateway_version, SINCE):
        try:
            return await _counted_by_cluster(use_case)
        except NotFound:
            pass
    active = [one for one in loaded if one.state == "ACTIVE"]
    return Groups(
        {
            "error": _errors(Counter(one.error_message for one in active).most_common()),
            "process": _processes(Counter(one.process_definition_id for one in active).most_common()),
        },
        f"Incidents, counted over {over_loaded(loaded, total)}: the cluster counts them from 8.9 on.",
    )


async def _counted_by_cluster(use_case: Incidents) -> Groups:
    page = PageRequest(limit=MOST_ERRORS)
    found = (await incident_statistics.by_error(use_case.wire, page)).items
    processes: Counter[str] = Counter()
    split_up = [
        incident_statistics.by_definition(use_case.wire, one.error_hash_code, page) for one in found[:MOST_SPLIT]
    ]
    for split in await asyncio.gather(*split_up):
        for part in split.items:
            processes[part.process_definition_id] += part.active_instances_with_error_count
    rest = f" Processes: of the first {MOST_SPLIT} messages." if len(found) > MOST_SPLIT else ""
    return Groups(
        {"error": _errors(map(_number, found)), "process": _processes(processes.most_common())},
        f"Process instances with an active incident, counted by the cluster.{rest}",
    )


def _number(one: ErrorCount) -> tuple[str, int]:
    return one.error_message, one.active_instances_with_error_count


def _errors(counted: Iterable[tuple[str, int]]) -> tuple[Group, ...]:
    return tuple(
        Group(message, number, {**ACTIVE, "error_message": exact_message(message)}) for message, number in counted
    )


def _processes(counted: Iterable[tuple[str, int]]) -> tuple[Group, ...]:
    return tuple(Group(id_, number, {**ACTIVE, "process_definition_id": quoted(id_)}) for id_, number in counted)
