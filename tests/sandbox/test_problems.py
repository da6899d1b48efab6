"""Refusals."""

from __future__ import annotations

from c8tui.sandbox.problems import STATUS, Problem, invalid, rejected


def test_a_problem_has_five_members() -> None:
    assert Problem("NOT_FOUND", "gone").body("/v2/x") == {
        "type": "about:blank",
        "title": "NOT_FOUND",
        "status": 404,
        "detail": "gone",
        "instance": "/v2/x",
    }


def test_the_engine_says_what_it_rejected() -> None:
    problem = rejected("CLAIM", "INVALID_STATE", "taken")
    assert (problem.status, problem.detail) == (409, "Command 'CLAIM' rejected with code 'INVALID_STATE': taken")
    assert invalid("no").status == 400


def test_statuses_are_those_of_the_api() -> None:
    assert {title: STATUS[title] for title in ("UNAVAILABLE", "DEADLINE_EXCEEDED", "FORBIDDEN")} == {
        "UNAVAILABLE": 503,
        "DEADLINE_EXCEEDED": 504,
        "FORBIDDEN": 403,
    }
