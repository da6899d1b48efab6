"""The language of faults, and how they wear out."""

from __future__ import annotations

import re

import pytest

from c8tui.sandbox.fault_specs import KINDS, Fault, Faults, parse


@pytest.mark.parametrize(
    ("spec", "fault"),
    [
        ("slow=2000", Fault("slow", "2000", None, "/v2/*", None)),
        ("503@/v2/user-tasks/search*3", Fault("503", "", None, "/v2/user-tasks/search", 3)),
        ("drop@/v2/user-tasks/*/completion*1", Fault("drop", "", None, "/v2/user-tasks/*/completion", 1)),
        ("503@/v2/jobs/**2", Fault("503", "", None, "/v2/jobs/*", 2)),
        ("lost@POST:/v2/*/assignment", Fault("lost", "", "POST", "/v2/*/assignment", None)),
        ("401@*", Fault("401", "", None, "*", None)),
        ("429=2*5", Fault("429", "2", None, "/v2/*", 5)),
        ("429", Fault("429", "1", None, "/v2/*", None)),
        (" html ", Fault("html", "502", None, "/v2/*", None)),
        ("504=done", Fault("504", "done", None, "/v2/*", None)),
        ("deny=Ask a lead (a@b) first*1", Fault("deny", "Ask a lead (a@b) first", None, "/v2/*", 1)),
        ("listener-timeout@/v2/user-tasks/7/*", Fault("listener-timeout", "", None, "/v2/user-tasks/7/*", None)),
    ],
)
def test_a_spec_says_what_when_and_how_often(spec: str, fault: Fault) -> None:
    assert parse(spec) == fault
    assert parse(str(fault)) == fault


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_works_without_a_value(kind: str) -> None:
    assert parse(kind) == Fault(kind, KINDS[kind].default, None, "/v2/*", None)
    assert str(parse(kind)) == kind
    assert KINDS[kind].help


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("", "KIND[=VALUE]"),
        ("slow 5", "KIND[=VALUE]"),
        ("503@jobs", "KIND[=VALUE]"),
        ("fire", "'fire' is not a kind of fault; there are: slow, drop, lost"),
        ("slow=soon", "the value of slow must be a whole number from 0 to 600000"),
        ("slow=-1", "the value of slow must be"),
        ("slow=99999999999999999999", "the value of slow must be"),
        ("html=200", "from 400 to 599"),
        ("409=why", "the value of 409 must be one of ''"),
        ("504=later", "one of '', 'done'"),
        ("deny=", "the value of deny must be some text"),
        ("503*0", "hits 0 requests"),
    ],
)
def test_a_bad_spec_is_told_what_is_wrong(spec: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse(spec)


def test_a_counted_fault_wears_out() -> None:
    faults = Faults(["503@/v2/jobs/**2", "409"])
    assert [str(faults.take_wire("POST", "/v2/jobs/search")) for _ in range(3)] == [
        "503@/v2/jobs/**2",
        "503@/v2/jobs/**2",
        "409",
    ]
    assert faults.listed() == [{"spec": "409", "hits": 1}]


def test_a_fault_meets_only_its_own_requests() -> None:
    faults = Faults(["lost@POST:/v2/user-tasks/*/completion"])
    assert faults.take_wire("PATCH", "/v2/user-tasks/7/completion") is None
    assert faults.take_wire("POST", "/v2/user-tasks/7/assignment") is None
    assert faults.take_wire("POST", "/v2/user-tasks/7/completion") is not None


def test_semantic_faults_are_left_to_those_who_ask_for_them() -> None:
    faults = Faults(["deny=No", "listener=30", "slow=5"])
    assert faults.take_wire("POST", "/v2/user-tasks/7/completion") is None
    denied = faults.take("deny", "POST", "/v2/user-tasks/7/completion")
    waits = faults.take("listener", "POST", "/v2/user-tasks/7/completion")
    assert denied is not None
    assert denied.value == "No"
    assert waits is not None
    assert waits.number == 30


def test_replacing_is_all_or_nothing() -> None:
    faults = Faults(["drop"])
    with pytest.raises(ValueError, match="fire"):
        faults.replace(["409", "fire"])
    assert faults.listed() == [{"spec": "drop", "hits": 0}]
    faults.replace(["409"])
    faults.add("cut*1")
    assert [entry["spec"] for entry in faults.listed()] == ["409", "cut@/v2/**1"]
