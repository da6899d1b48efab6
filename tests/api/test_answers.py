"""What an answer means, whatever came."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from c8tui.api.answers import Expects, Reply, fault_of, read_problem, retry_after
from c8tui.api.route import Route
from c8tui.errors import (
    Backpressure,
    BadAnswer,
    C8Error,
    Conflict,
    Forbidden,
    GatewayFailure,
    InvalidArgument,
    NoAnswer,
    NotFound,
    NotOffered,
    Problem,
    RequestLine,
    ServerFault,
    Unauthorized,
    Unavailable,
)
from tests.clocks import NOON

LINE = RequestLine("POST", "/user-tasks/7/completion")
ROUTE = Route(httpx.URL("https://cluster.test/v2"))
JSON = {"content-type": "application/json; charset=utf-8"}
HTML = {"content-type": "text/html"}


def judged(reply: Reply, *, expects: Expects = "json", safe: bool = False) -> C8Error | None:
    return fault_of(reply, LINE, expects=expects, safe=safe, now=lambda: NOON, route=ROUTE)


def fault(status: int, body: Any = b"", headers: dict[str, str] | None = None, *, safe: bool = False) -> C8Error:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    error = judged(Reply(status, headers or {}, content), safe=safe)
    assert error is not None
    return error


@pytest.mark.parametrize(
    ("status", "title", "kind", "decided"),
    [
        (400, "INVALID_ARGUMENT", InvalidArgument, True),
        (401, "UNAUTHORIZED", Unauthorized, True),
        (403, "FORBIDDEN", Forbidden, True),
        (404, "NOT_FOUND", NotFound, True),
        (405, "Method Not Allowed", NotOffered, True),
        (409, "INVALID_STATE", Conflict, True),
        (413, "Too Large", InvalidArgument, True),
        (415, "Unsupported", InvalidArgument, True),
        (422, "Unprocessable", InvalidArgument, True),
        (429, "Too Many Requests", Backpressure, True),
        (500, "INTERNAL", ServerFault, False),
        (502, "ABORTED", GatewayFailure, False),
        (503, "RESOURCE_EXHAUSTED", Backpressure, True),
        (503, "UNAVAILABLE", Unavailable, False),
        (504, "DEADLINE_EXCEEDED", GatewayFailure, False),
        (599, "Odd", ServerFault, False),
    ],
)
def test_status_and_title_make_the_kind(status: int, title: str, kind: type[C8Error], decided: bool) -> None:
    body = {"type": "about:blank", "title": title, "status": status, "detail": "why", "instance": "/v2/x"}
    error = fault(status, body)
    assert type(error) is kind
    assert (error.title, error.detail, error.status, error.request) == (title, "why", status, LINE)
    assert error.outcome_known is decided
    assert isinstance(error, Problem)
    assert error.instance == "/v2/x"
    assert fault(status, body, safe=True).outcome_known


@pytest.mark.parametrize(
    ("status", "headers", "body", "title", "detail"),
    [
        (403, JSON, b'{"timestamp":"t","status":403,"error":"Forbidden","path":"/v2/x"}', "Forbidden", "at /v2/x"),
        (500, JSON, b'{"error":"Oops","message":"null pointer","path":"/v2/x"}', "Oops", "null pointer"),
        (404, JSON, b'{"status":404}', "Not Found", "Not Found"),
        (502, HTML, b"<html><head><title>502 Bad\n Gateway</title>", "Bad Gateway", "502 Bad Gateway"),
        (504, HTML, b"<body><h1>Time &amp; tide</h1></body>", "Gateway Timeout", "Time & tide"),
        (503, HTML, b"<p>", "Service Unavailable", "Service Unavailable"),
        (500, {"content-type": "text/plain"}, b" upstream down \n", "Internal Server Error", "upstream down"),
        (500, {}, b"", "Internal Server Error", "Internal Server Error, without a word of explanation"),
        (500, JSON, b"[1]", "Internal Server Error", "[1]"),
        (500, JSON, b'{"title": 1, "detail": ["x"]}', "Internal Server Error", "Internal Server Error"),
        (520, {}, b"\xff", "HTTP status 520", "\ufffd"),
        (
            401,
            {"www-authenticate": 'Bearer error="invalid_token", error_description="Jwt expired"'},
            b"",
            "Unauthorized",
            "Jwt expired",
        ),
    ],
)
def test_what_can_be_read_of_a_failure(
    status: int, headers: dict[str, str], body: bytes, title: str, detail: str
) -> None:
    assert read_problem(Reply(status, headers, body))[:2] == (title, detail)


def test_a_long_text_is_cut() -> None:
    assert len(fault(500, {"detail": "x" * 1_000_000}).detail) == 2_000


def test_nested_beyond_reading() -> None:
    assert fault(500, b"[" * 200_000).detail.startswith("[[[")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (" 0 ", 0.0),
        ("Fri, 15 Jan 2027 08:00:30 GMT", 30.0),
        ("Fri, 15 Jan 2027 07:00:00 GMT", 0.0),
        ("-1", None),
        ("1e9", None),
        ("9" * 400, None),
        ("soon", None),
        ("", None),
        ("Fri, 32 Jan 2027 08:00:30 GMT", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}, lambda: NOON) == seconds


def test_the_error_says_how_long_to_wait() -> None:
    error = fault(429, b"", {"retry-after": "9"})
    assert isinstance(error, Backpressure)
    assert error.retry_after == 9.0


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("https://sso.test:8443/login?state=secret", " to https://sso.test:8443/login,"),
        ("/login;x", " to /login;x,"),
        ("", "redirected, "),
        ("http://[", "redirected, "),
    ],
)
def test_a_redirect_is_told_without_its_query(location: str, where: str) -> None:
    error = fault(302, b"", {"location": location})
    assert isinstance(error, BadAnswer)
    assert where in error.detail
    assert "secret" not in error.detail
    assert not error.outcome_known


@pytest.mark.parametrize(
    ("headers", "expects", "said"),
    [
        (HTML, "json", "a login page"),
        ({"content-type": "application/xhtml+xml"}, "text", "a login page"),
        (HTML, "nothing", "a login page"),
        ({"content-type": "text/plain"}, "json", "expected JSON, but text/plain"),
    ],
)
def test_a_good_status_of_somebody_else(headers: dict[str, str], expects: Expects, said: str) -> None:
    error = judged(Reply(200, headers, b"<title>Log in</title>"), expects=expects)
    assert isinstance(error, BadAnswer)
    assert said in error.detail
    assert not error.outcome_known
    assert error.status == 200


@pytest.mark.parametrize(
    ("reply", "expects"),
    [
        (Reply(200, JSON, b"{}"), "json"),
        (Reply(200, {"content-type": "Application/VND.x+JSON"}, b"{}"), "json"),
        (Reply(200, {}, b"{}"), "json"),
        (Reply(201, JSON, b"{}"), "json"),
        (Reply(200, {"content-type": "text/xml"}, b"<a/>"), "text"),
        (Reply(204, HTML), "nothing"),
        (Reply(204, JSON, b"", NoAnswer("cut")), "nothing"),
    ],
)
def test_good_answers(reply: Reply, expects: Expects) -> None:
    assert judged(reply, expects=expects) is None


def test_a_cut_body_is_the_fault_of_a_good_answer() -> None:
    cut = NoAnswer("cut")
    assert judged(Reply(200, JSON, b'{"a"', cut)) is cut


def test_a_status_is_known_though_its_body_was_cut() -> None:
    error = judged(Reply(409, JSON, b'{"title": "INVAL', NoAnswer("cut")))
    assert isinstance(error, Conflict)
    assert error.outcome_known


@given(
    status=st.integers(200, 599),
    kind=st.sampled_from(["", "application/json", "application/problem+json", "text/html", "text/xml", "\xff;"]),
    body=st.binary(max_size=60) | st.recursive(st.none() | st.text(), st.lists).map(lambda j: json.dumps(j).encode()),
    expects=st.sampled_from(["json", "text", "nothing"]),
    safe=st.booleans(),
    extra=st.dictionaries(st.sampled_from(["location", "retry-after", "www-authenticate"]), st.text()),
)
@example(503, "application/json", b"[" * 100_000, "json", True, {})
def test_no_answer_breaks_the_judge(
    status: int, kind: str, body: bytes, expects: Expects, safe: bool, extra: dict[str, str]
) -> None:
    error = judged(Reply(status, {"content-type": kind, **extra}, body), expects=expects, safe=safe)
    assert (error is None) <= (200 <= status < 300)
    if error is not None:
        assert error.detail
        assert error.title
        assert error.outcome_known or not safe
