"""Jobs in groups by their types, each with how many there are: as the cluster counts them, or over what is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from c8tui.api import job_statistics
from c8tui.errors import NotFound
from c8tui.model.job_statistics import TypeCount
from c8tui.model.jobs import Job
from c8tui.model.search import PageRequest
from c8tui.model.versions import has
from c8tui.session.filter_syntax import quoted
from c8tui.session.groups import Group, Groups, over_loaded
from c8tui.session.jobs import Jobs
from c8tui.text import counted

SINCE = (8, 9)
"""The version that counts them."""
DAYS = 7
"""How far back the cluster is asked to count: it wants a time."""
MOST_TYPES = 1_000


async def job_groups(use_case: Jobs, loaded: Sequence[Job], total: str) -> Groups:
    """The types as the cluster counts them; before 8.9, or where it does not, over the `loaded` ones of `total`.

    Raises C8Error.
    """
    if has(use_case.gateway_version, SINCE):
        try:
            return await _counted_by_cluster(use_case)
        except NotFound:
            pass
    types = Counter(job.type for job in loaded)
    failed = Counter(job.type for job in loaded if job.state == "FAILED")
    groups = (
        Group(type_, number, {"type": quoted(type_)}, f"{failed[type_]:,} failed" if failed[type_] else "")
        for type_, number in types.most_common()
    )
    words = f"Jobs, counted over {over_loaded(loaded, total)}: the cluster counts them from 8.9 on."
    return Groups({"type": tuple(groups)}, words)


async def _counted_by_cluster(use_case: Jobs) -> Groups:
    now = use_case.now()
    found = await job_statistics.by_types(use_case.wire, now - timedelta(days=DAYS), now, PageRequest(limit=MOST_TYPES))
    groups = sorted(map(_group, found.items), key=lambda group: -group.number)
    words = f"Jobs created in the last {DAYS} days, counted by the cluster; completed and failed ones in that time."
    return Groups({"type": tuple(groups)}, words)


def _group(one: TypeCount) -> Group:
    more = [f"{metric.count:,} {name}" for name, metric in (("completed", one.completed), ("failed", one.failed))
            if metric.count]  # fmt: skip
    if one.workers:
        more.append(counted(one.workers, "worker"))
    conditions = {"type": quoted(one.job_type), "creation_time": f">= now-{DAYS}d"}
    return Group(one.job_type, one.created.count, conditions, ", ".join(more))
