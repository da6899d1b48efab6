"""Jobs by type: as the cluster counts them from 8.9 on, else over what is loaded, which is said."""

from __future__ import annotations

from collections import Counter

import pytest

from c8tui.session.job_groups import job_groups
from c8tui.session.jobs import JobQuery
from c8tui.session.session import Session
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox
from tests.session.lists import all_of, every_job


@pytest.mark.parametrize("dialect", ["8.9", "8.10"])
async def test_the_cluster_counts_and_a_group_lists_just_these(dialect: str, open_session: OpenSession) -> None:
    session = await open_session(Sandbox(dialect=dialect))
    found = await job_groups(session.jobs, (), "0")
    assert found.counted.startswith("Jobs created in the last 7 days, counted by the cluster")
    types = found.by["type"]
    assert [group.number for group in types] == sorted((group.number for group in types), reverse=True)
    for group in types:
        listed = await all_of(session.jobs.rows(JobQuery(conditions=group.conditions)))
        assert len(listed) == group.number > 0
        assert {job.type for job in listed} == {group.title}
    assert any("completed" in group.more and "worker" in group.more for group in types)


async def test_before_8_9_what_is_loaded_is_counted(open_session: OpenSession) -> None:
    session = await open_session(Sandbox(dialect="8.8"))
    jobs = (await every_job(session))[:20]
    found = await job_groups(session.jobs, jobs, "1,000")
    assert found.counted == "Jobs, counted over 20 loaded of 1,000: the cluster counts them from 8.9 on."
    assert {group.title: group.number for group in found.by["type"]} == Counter(job.type for job in jobs)


async def test_where_the_statistics_are_missing_what_is_loaded_is_counted(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    await sandbox.faults("404@/v2/jobs/statistics/by-types")
    jobs = await every_job(sandbox_session)
    found = await job_groups(sandbox_session.jobs, jobs, str(len(jobs)))
    assert found.counted.startswith(f"Jobs, counted over all {len(jobs)}")
