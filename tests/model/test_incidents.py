"""Incidents: little needed, everything kept, and filters as the API spells them."""

from __future__ import annotations

import json

import pytest

from c8tui.errors import Refusal
from c8tui.model.base import decode, encode
from c8tui.model.incidents import Incident, IncidentFilter
from c8tui.model.search import Op, Page, Search, Sort


def test_only_the_key_is_needed() -> None:
    incident = decode(b'{"incidentKey":"7"}', Incident)
    assert incident == Incident(incident_key="7")
    assert (incident.job_key, incident.creation_time, incident.error_message) == (None, None, "")


def test_a_message_keeps_its_lines_and_its_controls() -> None:
    message = "Card declined\n\tat pay(Pay.java:7)\x1b[2J [bold]"
    body = json.dumps({"incidentKey": "7", "errorMessage": message, "jobKey": None, "rootCause": {"new": 1}})
    assert decode(body.encode(), Incident) == Incident(incident_key="7", error_message=message)


def test_enums_are_read_in_any_case_and_unknown_ones_survive() -> None:
    incident = decode(b'{"incidentKey":"7","state":"active","errorType":"AGENT_RAN_AWAY"}', Incident)
    assert (incident.state, incident.error_type) == ("ACTIVE", "AGENT_RAN_AWAY")


def test_what_is_odd_spoils_neither_the_incident_nor_the_page() -> None:
    body = b'{"items":[{"incidentKey":7,"errorMessage":null,"creationTime":5,"elementId":{}},{"state":"ACTIVE"}]}'
    page = decode(body, Page[Incident])
    assert [(one.incident_key, one.error_message) for one in page.items] == [("7", "")]
    assert page.left_out == 1


def test_a_filter_and_a_sort_on_the_wire() -> None:
    wanted = IncidentFilter(state="ACTIVE", error_message=Op(like="*ink*"), job_key=Op(in_=("1", "2")))
    assert json.loads(encode(Search(filter=wanted, sort=(Sort("creation_time", "DESC"),)).body())) == {
        "filter": {"state": "ACTIVE", "errorMessage": {"$like": "*ink*"}, "jobKey": {"$in": ["1", "2"]}},
        "sort": [{"field": "creationTime", "order": "DESC"}],
    }


def test_the_api_does_not_sort_by_message() -> None:
    with pytest.raises(Refusal, match="error_message"):
        Search(filter=IncidentFilter(), sort=(Sort("error_message"),))
