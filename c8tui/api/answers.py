"""What an answer means: good, a problem, or nothing that this API says."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import urlsplit

from msgspec import Struct

from c8tui.api.advice import BETWEEN, CHECK_PATH, LOGIN, LOOK_AGAIN, PROXY_CREDENTIALS, for_401, for_wait
from c8tui.api.route import Route
from c8tui.api.strangers import USE_TLS, wants_tls
from c8tui.errors import (
    Backpressure,
    BadAnswer,
    C8Error,
    Conflict,
    Forbidden,
    GatewayFailure,
    InvalidArgument,
    NotFound,
    NotOffered,
    Problem,
    RequestLine,
    ServerFault,
    TlsFailure,
    Unauthorized,
    Unavailable,
    Unreachable,
)

Expects = Literal["json", "text", "nothing"]
"""`nothing`: the endpoint answers 204, so that an answer that is good but unreadable loses nothing."""

_DOCUMENTED = frozenset({400, 403, 404, 405, 406, 409, 413, 415, 422, 503})
"""Statuses of failures that the API documents, or its servlet layer gives, before a command has an effect."""
PAGES = ("text/html", "application/xhtml+xml")
"""Media types of web pages, which the API never answers with."""
_LOGIN = re.compile(
    r"<input[^>]{0,200}type=[\"']?password|<title[^>]{0,80}>[^<]{0,80}(log ?in|sign ?in|anmeld|single sign)",
    re.IGNORECASE,
)
_LOGIN_PATH = re.compile(r"log-?in|sign-?in|oauth|openid|saml|sso|/auth(?![a-z])|keycloak|adfs", re.IGNORECASE)
_SAY_ERROR = frozenset({"error", "errors", "title", "detail", "message", "error_description"})
_OF_ERRORS = _SAY_ERROR | {"type", "status", "instance", "timestamp", "path", "code", "trace", "requestId", "success"}
"""The members of bodies that are nothing but an error: problem+json, the servlet layer's, gateways'."""
LONGEST_TEXT = 2_000
"""Characters of a foreign text that end up in an error."""


class Reply(Struct, frozen=True):
    """What came over the wire; header names in lower case. `flaw`: why `body` is not whole, where it is not."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    flaw: C8Error | None = None

    @property
    def media_type(self) -> str:
        """Lower case, without parameters; empty when the server did not say."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def fault_of(
    reply: Reply,
    request: RequestLine,
    *,
    expects: Expects,
    safe: bool,
    now: Callable[[], float],
    route: Route,
) -> C8Error | None:
    """The error that `reply` amounts to, None when it is what the request asked for.

    `safe`: the request only reads, so that its outcome is no question. `now`: Unix time in seconds, for Retry-After.
    """
    if not 200 <= reply.status < 300:
        return _failure(reply, request, safe=safe, now=now, route=route)
    found = _foreign(reply, expects)
    if found is None and (wrong := _undocumented(reply.status, expects, safe=safe)):
        found = wrong, None
    if found is not None:
        wrong, advice = found
        return BadAnswer(wrong, status=reply.status, request=request, outcome_known=safe, advice=advice)
    return None if expects == "nothing" else reply.flaw


def _foreign(reply: Reply, expects: Expects) -> tuple[str, str | None] | None:
    """Why a good status is not the API speaking, and what to do about it where that is special; None when it is."""
    kind = reply.media_type
    if reply.status == 204:
        return None
    if kind in PAGES:
        return _page(reply)
    if expects != "text" and (said := _error_within(reply)):
        return f"answered {reply.status}, with an error inside: {said}", BETWEEN
    if expects == "json" and kind and kind != "application/json" and not kind.endswith("+json"):
        return f"expected JSON, but {kind} came", None
    return None


def _page(reply: Reply) -> tuple[str, str]:
    """What a web page says of whoever sent it, and what to do about it."""
    title = html_title(reply.body)
    named = f", titled {title!r}" if title else ""
    if _LOGIN.search(reply.body[: 32 * LONGEST_TEXT].decode("utf-8", "replace")):
        return f"a login page came instead of an answer of the API{named}", LOGIN
    return f"a web page came instead of an answer of the API{named}: a proxy, a filter or a web server sent it", BETWEEN


def _error_within(reply: Reply) -> str:
    """What a body says of an error, when it is nothing but that; empty for an answer."""
    if len(reply.body) > 4 * LONGEST_TEXT:
        return ""
    fields = _json_object(reply.body)
    if not fields or not fields.keys() <= _OF_ERRORS or not fields.keys() & _SAY_ERROR:
        return ""
    status = fields.get("status")
    if isinstance(status, int) and status < 400:
        return ""
    title, detail, _ = read_problem(reply)
    nested = fields.get("error")
    if isinstance(nested, dict):
        detail = _text(nested, "message") or _text(nested, "detail") or detail
    return detail if title in (detail, _phrase(reply.status)) else f"{title}: {detail}"


def _undocumented(status: int, expects: Expects, *, safe: bool) -> str:
    """Why a good status is none of the endpoint's own, or nothing. A proxy may answer 200 or 202 in its place.

    Endpoints without a body answer 204, commands with one 200 or 201; what only reads may be answered by any.
    """
    good = (204,) if expects == "nothing" else (200, 201)
    if status in good or (safe and expects != "nothing"):
        return ""
    return f"answered {status}, where {' or '.join(map(str, good))} is the only answer that says it was done"


def _failure(reply: Reply, request: RequestLine, *, safe: bool, now: Callable[[], float], route: Route) -> C8Error:
    if reply.status < 400:
        detail, advice = _redirected(reply, route)
        return BadAnswer(detail, status=reply.status, request=request, outcome_known=safe, advice=advice)
    if (stray := _not_of_the_api(reply, request, route, safe=safe)) is not None:
        return stray
    title, detail, instance = read_problem(reply)
    # On first contact a 404 rather tells of a wrong address.
    missing = _is_not_offered(reply) and (route.met or reply.status != 404)
    kind = NotOffered if missing else _kind(reply.status, title)
    asked_to_wait = retry_after(reply.headers, now)
    if kind is NotFound and not route.met and not _json_object(reply.body):
        detail = f"{str(route.url).rstrip('/')}{request.path} is not known there"
    return kind(
        detail,
        title=title,
        status=reply.status,
        request=request,
        outcome_known=safe or (_is_decided(kind) and _is_of_the_api(reply)),
        retry_after=asked_to_wait,
        instance=instance,
        advice=_advice(kind, reply, route, asked_to_wait, safe=safe),
    )


def _not_of_the_api(reply: Reply, request: RequestLine, route: Route, *, safe: bool) -> C8Error | None:
    """The failure that somebody in between, or another server, speaks of; None when the API may have said it."""
    if reply.status == 407:
        by = f"the proxy {route.by}" if route.proxy else "a proxy"
        detail = f"{by} wants to know who we are (407 {_phrase(407)})"
        return Unreachable(detail, title="Proxy", status=407, request=request, advice=PROXY_CREDENTIALS)
    if reply.status == 400 and wants_tls(reply.body):
        detail = f"{route.where} speaks TLS, and was spoken to in clear text"
        return TlsFailure(detail, status=400, request=request, advice=USE_TLS)
    if reply.media_type in PAGES and reply.status < 500 and reply.status not in (401, 429):
        wrong, advice = _page(reply)
        advice = advice if route.met or reply.status != 404 else CHECK_PATH
        where = "" if route.met else f" of {route.where}"
        return BadAnswer(f"{reply.status}{where}: {wrong}", status=reply.status, request=request, outcome_known=safe,
                         advice=advice)  # fmt: skip
    return None


def _advice(kind: type[Problem], reply: Reply, route: Route, asked_to_wait: float | None, *, safe: bool) -> str | None:
    """What to do about a problem that the API speaks of; None for what is always said of its kind."""
    if kind is Unauthorized:
        return for_401(reply.headers.get("www-authenticate", ""), route.auth) or None
    if kind is Backpressure:
        return for_wait(asked_to_wait)
    if kind is NotFound and not route.met:
        return CHECK_PATH
    if not safe and not _is_decided(kind):
        return LOOK_AGAIN
    return None


def _is_not_offered(reply: Reply) -> bool:
    """Whether there is no such endpoint: a 404 of the API is a problem with a title; one of its web server is none."""
    if reply.status in (405, 501):
        return True
    if reply.status != 404:
        return False
    fields = _json_object(reply.body)
    return "title" not in fields or _text(fields, "detail").startswith(("No static resource", "No endpoint"))


def _kind(status: int, title: str) -> type[Problem]:
    if status == 429 or (status == 503 and title == "RESOURCE_EXHAUSTED"):
        return Backpressure
    named: dict[int, type[Problem]] = {
        400: InvalidArgument,
        401: Unauthorized,
        403: Forbidden,
        404: NotFound,
        409: Conflict,
        413: InvalidArgument,
        415: InvalidArgument,
        422: InvalidArgument,
        502: GatewayFailure,
        503: Unavailable,
        504: GatewayFailure,
    }
    return named.get(status, ServerFault if status >= 500 else Problem)


def _is_decided(kind: type[Problem]) -> bool:
    """Whether such a problem says that a command had no effect.

    A 500 may come from after the effect; so may a 503, which a proxy gives, too, when it loses the cluster.
    """
    return kind not in (GatewayFailure, ServerFault, Unavailable)


def _is_of_the_api(reply: Reply) -> bool:
    """Whether a 4xx is the cluster's own word: a page of somebody in between may stand for an answer it did not like.

    Its statuses come with JSON or, from the servlet layer, with nothing. 401 and 429 are decided before all else.
    """
    if reply.status in (401, 429):
        return True
    if reply.status not in _DOCUMENTED:
        return False
    return "json" in reply.media_type or not reply.body.strip() or bool(_json_object(reply.body))


def _redirected(reply: Reply, route: Route) -> tuple[str, str]:
    try:
        target = urlsplit(reply.headers.get("location", ""))
        host = target.hostname or ""
        where = f"{target.scheme}://{target.netloc.rpartition('@')[2]}{target.path}" if host else target.path
    except ValueError:
        return "redirected, to somewhere unreadable; redirects are not followed", BETWEEN
    to = f" to {_short(where)}" if where else ""
    if _LOGIN_PATH.search(f"{host}{target.path}"):
        return f"redirected{to}, a login page; redirects are not followed", LOGIN
    if route.url.scheme == "http" and target.scheme == "https" and host == route.url.host:
        return f"redirected{to}, from http to https; redirects are not followed", USE_TLS
    return (
        f"redirected{to}, another address; redirects are not followed",
        "If that is the right address, set it.",
    )


def read_problem(reply: Reply) -> tuple[str, str, str | None]:
    """Title, detail and instance: of problem+json, the servlet layer's JSON, a web page, or plain text."""
    phrase = _phrase(reply.status)
    fields = _json_object(reply.body)
    if fields:
        title = _text(fields, "title") or _text(fields, "error") or phrase
        detail = _text(fields, "detail") or _text(fields, "message") or _text(fields, "error_description")
        place = _text(fields, "path")
        return title, detail or (f"at {place}" if place else phrase), _text(fields, "instance") or None
    challenge = _challenge(reply.headers)
    if b"<" in reply.body and "json" not in reply.media_type:
        return phrase, challenge or html_title(reply.body) or phrase, None
    plain = _short(reply.body[: 4 * LONGEST_TEXT].decode("utf-8", "replace"))
    return phrase, challenge or plain or f"{phrase}, without a word of explanation", None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"HTTP status {status}"


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    return _short(value) if isinstance(value, str) else ""


def _challenge(headers: Mapping[str, str]) -> str:
    """The reason that a resource server gives in WWW-Authenticate, as Spring does with an empty body."""
    found = re.search(r'error_description="([^"]*)"', headers.get("www-authenticate", ""))
    return _short(found[1]) if found else ""


def html_title(body: bytes) -> str:
    """The title or first heading of a web page, on one line; empty where there is none."""
    page = body[: 32 * LONGEST_TEXT].decode("utf-8", "replace")
    found = re.search(r"<(title|h1)\b[^>]*>([^<]*)", page, re.IGNORECASE)
    return _short(" ".join(html.unescape(found[2]).split())) if found else ""


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def retry_after(headers: Mapping[str, str], now: Callable[[], float]) -> float | None:
    """Seconds of Retry-After, which is a number or an HTTP date; None for none and for nonsense."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now())
    except (ValueError, TypeError, OverflowError):
        return None
