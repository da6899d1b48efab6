"""Running work: what may be sorted and filtered, as the API lists it."""

from __future__ import annotations

from c8tui.sandbox.catalog_work import INCIDENTS, JOBS, PROCESS_INSTANCES, USER_TASKS, VARIABLES


def test_user_tasks_sort_by_few_fields() -> None:
    fields = {"creationDate", "completionDate", "followUpDate", "dueDate", "priority", "name"}
    assert set(USER_TASKS.view("8.9").sorts) == fields
    assert set(USER_TASKS.view("8.10").sorts) == fields | {"businessId"}


def test_user_tasks_filter_by_the_singular() -> None:
    filters = USER_TASKS.view("8.9").filters
    assert {"candidateGroup", "candidateUser", "tags"} <= set(filters)
    assert not {"candidateGroups", "candidateUsers", "processName", "businessId"} & set(filters)
    assert "tags" not in USER_TASKS.view("8.8").filters


def test_incidents_take_operators_and_leave_out_several_kinds_from_8_9_on() -> None:
    assert {code for _, code in INCIDENTS.view("8.8").filters.values()} == {"S", "BS", "E", "D", "K"}
    assert {code for _, code in INCIDENTS.view("8.9").filters.values()} == {"S", "BS", "EN", "D", "K"}


def test_jobs_and_the_others() -> None:
    assert len(JOBS.view("8.9").sorts) == 20
    assert {"creationTime", "lastUpdateTime"} <= set(JOBS.view("8.9").filters)
    assert "creationTime" not in JOBS.view("8.8").filters
    assert len(VARIABLES.view("8.9").sorts) == 6
    assert len(PROCESS_INSTANCES.view("8.9").sorts) == 14
