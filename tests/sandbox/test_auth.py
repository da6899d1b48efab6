"""Who may pass, what a refusal looks like, and the token endpoint of the sandbox."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from c8tui.sandbox.auth import DEMO, USERS, Authentication, Principal
from c8tui.sandbox.options import Options

GRANT = {"grant_type": "client_credentials", "client_id": "c8tui", "client_secret": "c8tui-secret"}


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


async def who(scope: Scope, receive: Receive, send: Send) -> None:
    """The app behind the middleware: it says whom it was told about."""
    principal: Principal = Request(scope).state.principal
    body = {"username": principal.username, "client_id": principal.client_id, "groups": list(principal.groups)}
    await JSONResponse(body | {"can_read": principal.can_read})(scope, receive, send)


def client(**options: Any) -> httpx.AsyncClient:
    app = Authentication(who, Options(**options))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox")


async def bearer(http: httpx.AsyncClient) -> dict[str, str]:
    answer = await http.post("/oauth/token", data=GRANT)
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


def jwt(**claims: Any) -> dict[str, str]:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return {"authorization": f"Bearer e30.{body}.c2ln"}


async def test_an_open_sandbox_takes_everyone_for_demo() -> None:
    answer = await client().get("/v2/topology", headers={"authorization": "Bearer nonsense"})
    assert answer.json()["username"] == "demo"
    assert answer.json()["groups"] == list(DEMO.groups)


@pytest.mark.parametrize("name", USERS)
async def test_basic_knows_its_users(name: str) -> None:
    answer = await client(auth="basic").get("/v2/topology", auth=(name, name))
    assert answer.json()["username"] == name
    assert answer.json()["can_read"] is (name != "guest")


@pytest.mark.parametrize(
    "header",
    [None, "Basic", "Basic !!!", "Basic ZGVtbzp3cm9uZw==", "Basic ZGVtbw==", "Basic \u00e9", "Bearer ZGVtbzpkZW1v"],
)
async def test_basic_refuses_all_else_with_a_challenge(header: str | None) -> None:
    headers = {} if header is None else {b"authorization": header.encode("latin-1")}
    answer = await client(auth="basic").get("/v2/topology", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Basic realm="sandbox"'
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem | {"detail": ""} == {
        "type": "about:blank",
        "title": "UNAUTHORIZED",
        "status": 401,
        "detail": "",
        "instance": "/v2/topology",
    }


@pytest.mark.parametrize("path", ["/v2/status", "/sandbox/log", "/sandbox/tokens"])
async def test_status_and_control_routes_need_no_credential(path: str) -> None:
    assert (await client(auth="oauth").get(path)).status_code == 200


@pytest.mark.parametrize("form", ["form", "json", "header"])
async def test_a_token_opens_the_door_as_a_client(form: str) -> None:
    http = client(auth="oauth", token_lifetime_s=42)
    match form:
        case "form":
            answer = await http.post("/oauth/token", data=GRANT | {"audience": "zeebe.camunda.io"})
        case "json":
            answer = await http.post("/oauth/token", json=GRANT | {"audience": "zeebe.camunda.io"})
        case _:
            just_grant = {"grant_type": "client_credentials"}
            answer = await http.post("/oauth/token", data=just_grant, auth=("c8tui", "c8tui-secret"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    token = answer.json()
    assert (token["token_type"], token["expires_in"], "scope" in token) == ("Bearer", 42, False)
    seen = await http.get("/v2/topology", headers={"authorization": f"Bearer {token['access_token']}"})
    assert seen.json() == {"username": None, "client_id": "c8tui", "groups": [], "can_read": True}


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"grant_type": None}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_id": None}, 401, "invalid_client"),
        ({"client_secret": "wrong"}, 401, "unauthorized_client"),
        ({"client_secret": None}, 401, "unauthorized_client"),
        ({"scope": ""}, 400, "invalid_scope"),
        ({"scope": "profile cluster"}, 400, "invalid_scope"),
    ],
)
async def test_the_token_endpoint_refuses_as_keycloak_does(change: dict[str, Any], status: int, error: str) -> None:
    form = {key: value for key, value in (GRANT | change).items() if value is not None}
    answer = await client(auth="oauth").post("/oauth/token", data=form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"]


@pytest.mark.parametrize("body", [b"{", b"[1]", b'{"grant_type": 7}', b"[" * 100_000, b"\xff\xfe"])
async def test_an_unreadable_token_request_is_a_bad_request(body: bytes) -> None:
    answer = await client().post("/oauth/token", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_a_known_scope_comes_back() -> None:
    answer = await client().post("/oauth/token", data=GRANT | {"scope": "profile email"})
    assert answer.json()["scope"] == "profile email"


async def test_a_token_dies_on_time() -> None:
    clock = Clock()
    http = client(auth="oauth", token_lifetime_s=5, clock=clock)
    headers = await bearer(http)
    clock.now += 4.9
    assert (await http.get("/v2/topology", headers=headers)).status_code == 200
    clock.now += 0.1
    late = await http.get("/v2/topology", headers=headers)
    assert (late.status_code, late.headers["www-authenticate"]) == (401, 'Bearer error="invalid_token"')


async def test_tokens_can_be_revoked_and_counted() -> None:
    http = client(auth="oauth")
    headers = await bearer(http)
    await bearer(http)
    assert (await http.get("/sandbox/tokens")).json() == {"requests": 2, "live": 2}
    assert (await http.post("/sandbox/tokens/revoke")).json() == {"revoked": 2}
    assert (await http.get("/v2/topology", headers=headers)).status_code == 401
    assert (await http.get("/v2/topology", headers=await bearer(http))).status_code == 200


@pytest.mark.parametrize("path", ["/oauth/token", "/sandbox/tokens/revoke"])
async def test_a_wrong_method_is_named(path: str) -> None:
    answer = await client().get(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_a_foreign_token_counts_by_issuer_and_expiry() -> None:
    clock, issuer = Clock(), "http://127.0.0.1:18080/realms/camunda-platform"
    http = client(auth="oauth", issuer=issuer, clock=clock)

    async def status(**claims: Any) -> int:
        return (await http.get("/v2/topology", headers=jwt(**claims))).status_code

    assert await status(iss=issuer, exp=clock.now + 1, sub="x") == 200
    assert await status(iss=issuer, exp=clock.now, sub="x") == 401
    assert await status(iss=issuer, sub="x") == 401
    assert await status(iss=issuer, exp="soon", sub="x") == 401
    assert await status(iss=issuer + "/", exp=clock.now + 1, sub="x") == 401
    assert (await http.get("/v2/topology", headers={"authorization": "Bearer a.b.c"})).status_code == 401
    assert (await http.get("/v2/topology", headers={"authorization": "Bearer a.W10.c"})).status_code == 401


async def test_without_an_issuer_no_foreign_token_counts() -> None:
    answer = await client(auth="oauth").get("/v2/topology", headers=jwt(iss=None, exp=9e9, sub="x"))
    assert answer.status_code == 401


async def test_the_claims_tell_clients_from_people() -> None:
    http = client(auth="oauth", issuer="i", clock=Clock())
    service = jwt(iss="i", exp=9e9, client_id="worker", preferred_username="service-account-worker")
    person = jwt(iss="i", exp=9e9, preferred_username="anna", groups=["leads"], sub="4711")
    seen = (await http.get("/v2/topology", headers=service)).json()
    assert (seen["username"], seen["client_id"]) == (None, "worker")
    seen = (await http.get("/v2/topology", headers=person)).json()
    assert (seen["username"], seen["client_id"], seen["groups"]) == ("anna", None, ["leads"])
