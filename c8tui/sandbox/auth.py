"""Who is asking: Basic, the sandbox's own bearer tokens and `POST /oauth/token`, for a server that guards nothing."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from c8tui.sandbox.options import Options

TOKEN_PATH = "/oauth/token"
TOKENS_PATH = "/sandbox/tokens"
REVOKE_PATH = "/sandbox/tokens/revoke"
DEFAULT_TENANT = "<default>"
SCOPES = frozenset({"openid", "profile", "email"})
"""The scopes that a token request may name; any other is refused, and so is an empty one."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who sent a request, and what they may do. A client (OAuth) has no user name."""

    username: str | None = None
    client_id: str | None = None
    display_name: str | None = None
    email: str | None = None
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    tenants: tuple[str, ...] = (DEFAULT_TENANT,)
    can_read: bool = True
    """False: searches find nothing and reads by key are forbidden."""
    can_update: bool = True
    """False: commands are forbidden."""


def _user(name: str, *groups: str, tenants: tuple[str, ...] = (DEFAULT_TENANT,), may: bool = True) -> Principal:
    return Principal(
        username=name,
        display_name=name.capitalize(),
        email=f"{name}@example.com",
        groups=groups,
        roles=("worker",) if may else (),
        tenants=tenants,
        can_read=may,
        can_update=may,
    )


_BOTH_TENANTS = (DEFAULT_TENANT, "tenant-b")
DEMO = _user("demo", "accounting", "sales", "support", tenants=_BOTH_TENANTS)
ANONYMOUS = Principal(can_read=False, can_update=False)
"""The sender of a request that needs no credential, where credentials are asked for elsewhere."""

USERS: Mapping[str, Principal] = {
    "demo": DEMO,
    "anna": _user("anna", "accounting", "leads"),
    "ben": _user("ben", "sales", "support", tenants=_BOTH_TENANTS),
    "guest": _user("guest", may=False),
}
"""The known users by name; each one's password is the name."""

CLIENTS: Mapping[str, Principal] = {
    "c8tui": Principal(client_id="c8tui", roles=("worker",), tenants=_BOTH_TENANTS),
    "guest": Principal(client_id="guest", can_read=False, can_update=False),
}
"""The known OAuth clients by id; each one's secret is the id followed by `-secret`."""


@dataclass(frozen=True, slots=True)
class _Token:
    principal: Principal
    audience: str
    expires: float


class _OAuthError(Exception):
    """A refusal of the token endpoint in the form of RFC 6749: status, error code, description."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error


class Authentication:
    """ASGI middleware: answers the token endpoint, refuses what has no valid credential with 401, names the principal.

    `scope["state"]["principal"]` holds a `Principal` for every request that passes. `/v2/status` and `/sandbox/*` need
    no credential. With `options.issuer`, a bearer JWT whose `iss` is that issuer and whose `exp` lies ahead is taken
    at its word: its signature is NOT verified, since the sandbox has nothing to guard.
    """

    def __init__(self, app: ASGIApp, options: Options) -> None:
        self.app = app
        self._options = options
        self._tokens: dict[str, _Token] = {}
        self._token_requests = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = await self._own(Request(scope, receive)) or self._identify(scope)
        await (self.app if answer is None else answer)(scope, receive, send)

    async def _own(self, request: Request) -> Response | None:
        """Answers what is the middleware's own: the token endpoint and the control routes of its tokens."""
        path, method = request.url.path, request.method
        if path == TOKEN_PATH:
            return await self._grant(request) if method == "POST" else _method_not_allowed("POST")
        if path == REVOKE_PATH:
            return self._revoke() if method == "POST" else _method_not_allowed("POST")
        if path == TOKENS_PATH:
            return self._count() if method == "GET" else _method_not_allowed("GET")
        return None

    def _revoke(self) -> Response:
        revoked = len(self._tokens)
        self._tokens.clear()
        return JSONResponse({"revoked": revoked})

    def _count(self) -> Response:
        self._drop_expired()
        return JSONResponse({"requests": self._token_requests, "live": len(self._tokens)})

    def _identify(self, scope: Scope) -> Response | None:
        """Puts the principal into the scope, or returns the 401 that ends the request."""
        path: str = scope["path"]
        state: dict[str, Any] = scope.setdefault("state", {})
        if self._options.auth == "none":
            state["principal"] = DEMO
            return None
        if path == "/v2/status" or path.startswith("/sandbox/"):
            state["principal"] = ANONYMOUS
            return None
        scheme, _, credential = Headers(scope=scope).get("authorization", "").partition(" ")
        principal = self._principal(scheme.lower(), credential.strip())
        if principal is None:
            return self._unauthorized(path, presented=bool(credential))
        state["principal"] = principal
        return None

    def _principal(self, scheme: str, credential: str) -> Principal | None:
        if self._options.auth == "basic":
            return _user_of(credential) if scheme == "basic" else None
        if scheme != "bearer":
            return None
        token = self._tokens.get(credential)
        if token is not None:
            return token.principal if self._options.clock() < token.expires else None
        return self._foreign(credential)

    def _foreign(self, credential: str) -> Principal | None:
        """The principal of a JWT of `options.issuer`; None without an issuer, for another one's, or once expired."""
        claims = _jwt_claims(credential)
        expires = claims.get("exp")
        if self._options.issuer is None or claims.get("iss") != self._options.issuer:
            return None
        if not isinstance(expires, int | float) or self._options.clock() >= expires:
            return None
        client_id, groups = claims.get("client_id"), claims.get("groups")
        name = claims.get("preferred_username") or claims.get("sub")
        return Principal(
            username=None if client_id else str(name),
            client_id=str(client_id) if client_id else None,
            display_name=None if client_id else str(claims.get("name") or name),
            email=str(claims["email"]) if claims.get("email") else None,
            groups=tuple(str(group) for group in groups) if isinstance(groups, list) else (),
        )

    def _unauthorized(self, path: str, *, presented: bool) -> Response:
        if self._options.auth == "basic":
            challenge = 'Basic realm="sandbox"'
        else:
            challenge = 'Bearer error="invalid_token"' if presented else "Bearer"
        detail = "The credential is wrong, expired or revoked." if presented else "The request carries no credential."
        body = {"type": "about:blank", "title": "UNAUTHORIZED", "status": 401, "detail": detail, "instance": path}
        headers = {"www-authenticate": challenge}
        return JSONResponse(body, status_code=401, headers=headers, media_type="application/problem+json")

    async def _grant(self, request: Request) -> Response:
        self._token_requests += 1
        headers = {"cache-control": "no-store", "pragma": "no-cache"}
        try:
            return JSONResponse(self._issue(await _parameters(request), request.headers), headers=headers)
        except _OAuthError as refusal:
            body = {"error": refusal.error, "error_description": str(refusal)}
            return JSONResponse(body, status_code=refusal.status, headers=headers)

    def _issue(self, parameters: Mapping[str, str], headers: Headers) -> dict[str, Any]:
        """A fresh opaque token for a client-credentials request; raises `_OAuthError`."""
        if "grant_type" not in parameters:
            raise _OAuthError(400, "invalid_request", "Missing parameter: grant_type")
        if parameters["grant_type"] != "client_credentials":
            raise _OAuthError(400, "unsupported_grant_type", "Only client_credentials is granted here")
        client = _client(parameters, headers)
        if "scope" in parameters and not SCOPES.issuperset(parameters["scope"].split() or [""]):
            raise _OAuthError(400, "invalid_scope", "An empty or unknown scope")
        self._drop_expired()
        value = secrets.token_urlsafe(32)
        lifetime = self._options.token_lifetime_s
        self._tokens[value] = _Token(client, parameters.get("audience", ""), self._options.clock() + lifetime)
        answer = {"access_token": value, "expires_in": lifetime, "token_type": "Bearer"}
        return answer | ({"scope": parameters["scope"]} if "scope" in parameters else {})

    def _drop_expired(self) -> None:
        now = self._options.clock()
        self._tokens = {value: token for value, token in self._tokens.items() if now < token.expires}


async def _parameters(request: Request) -> dict[str, str]:
    """The fields of a token request, from a form or a JSON body; an unreadable body raises `_OAuthError`."""
    try:
        body = await request.body()
    except ClientDisconnect:
        raise _OAuthError(400, "invalid_request", "The body did not arrive") from None
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        fields = json.loads(body) if media_type == "application/json" else dict(parse_qsl(body.decode(), True))
    except (ValueError, RecursionError):
        raise _OAuthError(400, "invalid_request", "The body is neither a form nor JSON") from None
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise _OAuthError(400, "invalid_request", "The body is not an object of strings")
    return fields


def _client(parameters: Mapping[str, str], headers: Headers) -> Principal:
    """The client that a token request authenticates, by HTTP Basic or in the body; raises `_OAuthError`."""
    scheme, _, credential = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        client_id, secret = _basic_pair(credential)
    else:
        client_id, secret = parameters.get("client_id", ""), parameters.get("client_secret", "")
    if client_id not in CLIENTS:
        raise _OAuthError(401, "invalid_client", "Invalid client or Invalid client credentials")
    if not _same(secret, f"{client_id}-secret"):
        raise _OAuthError(401, "unauthorized_client", "Invalid client or Invalid client credentials")
    return CLIENTS[client_id]


def _user_of(credential: str) -> Principal | None:
    name, password = _basic_pair(credential)
    return USERS[name] if name in USERS and _same(password, name) else None


def _basic_pair(credential: str) -> tuple[str, str]:
    """User name and password of a Basic credential; two empty strings when it cannot be read."""
    try:
        name, _, password = base64.b64decode(credential, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return name, password


def _jwt_claims(token: str) -> dict[str, Any]:
    """The claims of a JWT, its signature not looked at; empty when it is none."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _same(given: str, expected: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode())


def _method_not_allowed(allowed: str) -> Response:
    return JSONResponse({"error": "method_not_allowed"}, status_code=405, headers={"allow": allowed})
