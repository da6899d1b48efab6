"""What is said to do about a failure: it depends on what was asked, with what, and whether it has ever worked."""

from __future__ import annotations

import json
import ssl
from typing import Any

import httpx
import pytest

from c8tui.api.advice import for_401, for_certificate, for_wait
from c8tui.api.route import Auth, Route
from c8tui.api.wire import Wire
from c8tui.errors import BadAnswer, C8Error, Forbidden, NotFound, Unauthorized, Unreachable

ADDRESS = "http://cluster.test:8080/v2"
LOGIN = b'<html><title>Company portal</title><form><input name=p type="password"></form></html>'
FILTER = b"<html><title>Access blocked</title><p>Category: games</p></html>"
GREETING: dict[str, Any] = {"brokers": []}


def serving(*answers: httpx.Response, auth: Auth = "none") -> Wire:
    """A wire to a server with these answers, the last one for good."""
    left = list(answers)
    handler = httpx.MockTransport(lambda _: left.pop(0) if len(left) > 1 else left[0])
    return Wire(ADDRESS, transport=handler, signs_in=auth)


async def refused(wire: Wire, *, command: bool = False) -> C8Error:
    with pytest.raises(C8Error) as caught:
        await (wire.command("POST", "/user-tasks/7/completion") if command else wire.read("/topology", dict[str, Any]))
    return caught.value


def page(status: int, body: bytes, **headers: str) -> httpx.Response:
    return httpx.Response(status, content=body, headers={"content-type": "text/html", **headers})


def problem(status: int, body: object, **headers: str) -> httpx.Response:
    kind = {"content-type": "application/problem+json"}
    return httpx.Response(status, content=json.dumps(body).encode(), headers={**kind, **headers})


@pytest.mark.parametrize("status", [200, 203, 403, 404])
async def test_a_filters_page_is_not_the_clusters_word(status: int) -> None:
    found = await refused(serving(page(status, FILTER)))
    assert type(found) is BadAnswer
    assert "a web page came" in found.detail
    assert "'Access blocked'" in found.detail
    assert "administrator" not in found.advice
    assert not (await refused(serving(page(status, FILTER)), command=True)).outcome_known


@pytest.mark.parametrize("status", [200, 403])
async def test_a_login_page(status: int) -> None:
    found = await refused(serving(page(status, LOGIN)))
    assert "a login page came" in found.detail
    assert "login for browsers" in found.advice


@pytest.mark.parametrize(
    ("target", "said", "advice"),
    [
        ("https://sso.test/auth/realms/x?state=1", "a login page", "login for browsers"),
        ("/login", "a login page", "login for browsers"),
        ("https://cluster.test/v2/topology", "from http to https", "https://"),
        ("http://other.test/v2/topology", "another address", "set it"),
    ],
)
async def test_a_redirect_says_where_it_leads(target: str, said: str, advice: str) -> None:
    found = await refused(serving(httpx.Response(302, headers={"location": target})))
    assert said in found.detail
    assert "state" not in found.detail
    assert advice in found.advice


async def test_a_404_at_first_shows_the_address_and_later_does_not() -> None:
    nowhere = httpx.Response(404)
    found = await refused(serving(nowhere))
    assert isinstance(found, NotFound)
    assert "http://cluster.test:8080/v2/topology" in found.detail
    assert "path before /v2" in found.advice
    wire = serving(httpx.Response(200, json=GREETING), nowhere)
    await wire.read("/topology", dict[str, Any])
    later = await refused(wire)
    assert "path before /v2" not in later.advice
    assert "cluster.test" not in later.detail


async def test_407_of_a_proxy_that_forwards() -> None:
    found = await refused(serving(httpx.Response(407, headers={"proxy-authenticate": "Basic"})))
    assert isinstance(found, Unreachable)
    assert "proxy wants to know who we are" in found.detail
    assert "USER:PASSWORD" in found.advice


@pytest.mark.parametrize("command", [True, False])
async def test_look_again_is_said_of_commands_only(command: bool) -> None:
    for status in (500, 502, 503, 504):
        found = await refused(serving(problem(status, {"title": "X", "detail": "down"})), command=command)
        assert ("Look again" in found.advice) is command, status


async def test_a_wait_is_told() -> None:
    busy = problem(429, {"title": "Too Many Requests"}, **{"retry-after": "90"})
    assert (await refused(serving(busy))).advice == "Try again in 90 s."
    assert for_wait(1_800) == "Try again in 30 min."
    assert for_wait(3 * 3_600) == "Try again in 3 h."
    assert for_wait(2.3e9) == "Try again in 26,620 days."
    assert for_wait(None) == "Try again in a moment."


@pytest.mark.parametrize(
    "body",
    [
        {"type": "about:blank", "title": "FORBIDDEN", "status": 403, "detail": "no permission"},
        {"error": "invalid_request", "message": "no permission"},
        {"timestamp": "2026", "status": 500, "error": "no permission", "path": "/v2/topology"},
        {"error": {"code": 7, "message": "no permission"}},
        {"success": False, "message": "no permission"},
    ],
)
async def test_an_error_inside_a_200(body: object) -> None:
    found = await refused(serving(httpx.Response(200, json=body)))
    assert isinstance(found, BadAnswer)
    assert "error inside" in found.detail
    assert "no permission" in found.detail


@pytest.mark.parametrize("body", [GREETING, {}, {"title": "x", "items": []}, {"status": 200, "title": "fine"}])
async def test_an_answer_is_no_error(body: dict[str, Any]) -> None:
    assert await serving(httpx.Response(200, json=body)).read("/topology", dict[str, Any]) == body


@pytest.mark.parametrize(
    ("challenge", "auth", "said"),
    [
        ('Basic realm="x"', "none", "asks for a user name and a password"),
        ("Bearer", "none", "asks for a token"),
        ('Bearer realm="x", Basic realm="y"', "none", "password (CAMUNDA_BASIC_AUTH_USERNAME"),
        ("", "none", "No credentials are configured"),
        ("Bearer", "basic", "and this profile sends a user name"),
        ("Basic", "oauth", "and this profile sends a token"),
        ("Basic", "basic", "Check the user name and the password"),
        ("Bearer", "oauth", "audience"),
        ("", "bearer", "audience"),
    ],
)
async def test_a_401_says_what_is_asked_for(challenge: str, auth: Auth, said: str) -> None:
    assert said in for_401(challenge, auth)
    answer = problem(401, {"title": "UNAUTHORIZED"}, **({"www-authenticate": challenge} if challenge else {}))
    found = await refused(serving(answer, auth=auth))
    assert isinstance(found, Unauthorized)
    assert said in found.advice


async def test_a_403_of_the_cluster_stays_a_permission() -> None:
    found = await refused(serving(problem(403, {"title": "FORBIDDEN", "detail": "no"})))
    assert isinstance(found, Forbidden)
    assert "administrator" in found.advice


@pytest.mark.parametrize(
    ("code", "ca_path", "said"),
    [
        (10, None, "renewed"),
        (9, None, "clock"),
        (62, None, "the name in the address"),
        (64, None, "the name in the address"),
        (18, None, "name its PEM file in ca_path"),
        (20, "/etc/own.pem", "No authority in ca_path (/etc/own.pem)"),
    ],
)
def test_a_certificate(code: int, ca_path: str | None, said: str) -> None:
    error = ssl.SSLCertVerificationError(1, "x")
    error.verify_code = code
    assert said in for_certificate(error, Route(httpx.URL(ADDRESS), ca_path=ca_path))
