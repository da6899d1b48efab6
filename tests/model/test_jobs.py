"""Jobs: searched ones and activated ones."""

from __future__ import annotations

import json

from c8tui.model.base import decode, encode
from c8tui.model.jobs import JOB_STATES, ActivatedJobs, Activation, Job, JobChangeset


def test_a_searched_job_has_a_date_and_an_activated_one_milliseconds() -> None:
    assert decode(b'{"jobKey":"1","deadline":"2026-11-24T20:00:00Z"}', Job).deadline == "2026-11-24T20:00:00Z"
    (job,) = decode(b'{"jobs":[{"jobKey":"1","deadline":1800000000000}]}', ActivatedJobs).jobs
    assert job.deadline == 1_800_000_000_000


def test_variables_of_a_job_keep_their_nulls() -> None:
    (job,) = decode(b'{"jobs":[{"jobKey":"1","worker":null,"variables":{"a":null,"orderKey":7}}]}', ActivatedJobs).jobs
    assert job.variables == {"a": None, "orderKey": 7}


def test_an_activation_says_no_more_than_it_must() -> None:
    activation = Activation(type="mail", timeout=1_000, max_jobs_to_activate=2)
    assert json.loads(encode(activation)) == {"type": "mail", "timeout": 1000, "maxJobsToActivate": 2}


def test_a_changeset_can_set_to_nought() -> None:
    assert json.loads(encode(JobChangeset(retries=0))) == {"retries": 0}


def test_an_unknown_state_survives() -> None:
    assert decode(b'{"jobKey":"1","state":"PRIORITY_UPDATED"}', Job).state == "PRIORITY_UPDATED"
    assert "PRIORITY_UPDATED" not in JOB_STATES
