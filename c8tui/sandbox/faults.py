"""The ASGI middleware that makes the wire misbehave, as the faults that are on demand.

`GET /sandbox/faults` lists what is on, `POST` with `{"spec": "..."}` adds one, `PUT` with `{"specs": [...]}` replaces
all and `DELETE` ends the bad weather; `fault_specs.py` has the language. Faults of the wire reach `/v2/*` and
`/oauth/token`, never the control routes.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from c8tui.sandbox.fault_after import GARBAGE, SHAPE, answer_after
from c8tui.sandbox.fault_specs import KINDS, Fault, Faults, parse
from c8tui.sandbox.options import Options

__all__ = ["HANG_UP", "KINDS", "Fault", "FaultInjector", "Faults", "parse"]

FAULTS_PATH = "/sandbox/faults"
HANG_UP = "hang_up"
"""Where `scope["state"]` of a server on a port holds the callable that closes the connection at once."""

_PROBLEMS: Mapping[str, tuple[int, str]] = {
    "400": (400, "INVALID_ARGUMENT"),
    "401": (401, "UNAUTHORIZED"),
    "403": (403, "FORBIDDEN"),
    "404": (404, "NOT_FOUND"),
    "409": (409, "INVALID_STATE"),
    "429": (429, "Too Many Requests"),
    "500": (500, "INTERNAL"),
    "502": (502, "ABORTED"),
    "503": (503, "RESOURCE_EXHAUSTED"),
    "unavailable": (503, "UNAVAILABLE"),
    "504": (504, "DEADLINE_EXCEEDED"),
}
_OAUTH_ERRORS: Mapping[int, str] = {400: "invalid_request", 401: "invalid_client", 403: "access_denied"}
_MEBIBYTE = 1 << 20


class FaultInjector:
    """ASGI middleware around the whole sandbox: plays the faults of the wire and serves their control routes.

    Where a connection must break it is closed on a real port; in-process the call raises `ConnectionResetError`.
    """

    def __init__(self, app: ASGIApp, faults: Faults, options: Options) -> None:
        self.app = app
        self._faults = faults
        self._options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "http" and path == FAULTS_PATH:
            await (await self._control(Request(scope, receive)))(scope, receive, send)
        elif scope["type"] == "http" and (path.startswith("/v2/") or path == "/oauth/token"):
            await self._weather(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _weather(self, scope: Scope, receive: Receive, send: Send) -> None:
        method, path = scope["method"], scope["path"]
        slow = self._faults.take("slow", method, path)
        if slow is not None:
            await asyncio.sleep(slow.number / 1000)
        fault = self._faults.take_wire(method, path)
        if fault is None:
            await self.app(scope, receive, send)
        elif fault.kind in ("drop", "lost"):
            if fault.kind == "lost":
                await self.app(scope, receive, _swallow)
            await _hang_up(scope, receive)
        elif fault.kind == "cut":
            await self._cut(scope, receive, send)
        elif fault.kind == "after":
            await self.app(scope, receive, _swallow)
            await answer_after(fault.value, path)(scope, receive, send)
        elif fault.kind == "media":
            await self.app(scope, receive, _relabelled(send, fault.value))
        else:
            if fault.value == "done":
                await self.app(scope, receive, _swallow)
            await self._instead(fault, path)(scope, receive, send)

    async def _cut(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The true answer up to the middle of its body; an answer without a body does not arrive at all."""
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self.app(scope, receive, keep)
        body = b"".join(message.get("body", b"") for message in answer[1:])
        if body:
            await send(answer[0])
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        await _hang_up(scope, receive)

    def _instead(self, fault: Fault, path: str) -> ASGIApp:
        """The answer that a request gets in place of the true one."""
        match fault.kind:
            case "garbage":
                return Response(GARBAGE, media_type="application/json")
            case "shape":
                return JSONResponse(SHAPE)
            case "big":
                return _Big(fault.number)
            case "html":
                return _html(fault.number)
            case "bare":
                return Response(status_code=fault.number)
            case "servlet":
                return self._servlet(fault.number, path)
        status, title = _PROBLEMS[fault.kind]
        return self._problem(fault, status, title, path)

    def _problem(self, fault: Fault, status: int, title: str, path: str) -> Response:
        headers: dict[str, str] = {}
        if status == 401:
            headers["www-authenticate"] = 'Basic realm="sandbox"' if self._options.auth == "basic" else "Bearer"
        if status == 429:
            headers["retry-after"] = fault.value
        detail = f"The sandbox answers so because the fault '{fault}' is on."
        if path == "/oauth/token":
            body: dict[str, object] = {"error": _OAUTH_ERRORS.get(status, "server_error"), "error_description": detail}
            return JSONResponse(body, status, headers)
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": path}
        return JSONResponse(body, status, headers, "application/problem+json")

    def _servlet(self, status: int, path: str) -> Response:
        time = datetime.fromtimestamp(self._options.clock(), UTC).isoformat(timespec="milliseconds")
        return JSONResponse({"timestamp": time, "status": status, "error": _phrase(status), "path": path}, status)

    async def _control(self, request: Request) -> Response:
        try:
            match request.method:
                case "POST":
                    self._faults.add((await _ordered(request, "spec"))[0])
                case "PUT":
                    self._faults.replace(await _ordered(request, "specs"))
                case "DELETE":
                    self._faults.replace(())
                case "GET":
                    pass
                case _:
                    return PlainTextResponse("GET, POST, PUT or DELETE", 405, {"allow": "GET, POST, PUT, DELETE"})
        except ValueError as error:
            return PlainTextResponse(str(error), 400)
        return JSONResponse({"faults": self._faults.listed()})


async def _ordered(request: Request, key: str) -> list[str]:
    """The specs in the body of a control request, from its `spec` or `specs`; ValueError in words for people."""
    try:
        body = json.loads(await request.body())
        ordered = [body["spec"]] if key == "spec" else list(body["specs"])
    except (ValueError, KeyError, TypeError, RecursionError, ClientDisconnect):
        ordered = [None]
    if not all(isinstance(spec, str) for spec in ordered):
        example = '{"spec": "503*2"}' if key == "spec" else '{"specs": ["slow=500", "503*2"]}'
        raise ValueError(f"The body must be JSON like {example}")
    return ordered


class _Big:
    """An answer of many mebibytes, sent in pieces so that nobody has to hold it."""

    def __init__(self, mebibytes: int) -> None:
        self._mebibytes = mebibytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        for piece in (b'{"items": ["', *[b"x" * _MEBIBYTE] * self._mebibytes):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b'"]}'})


async def _hang_up(scope: Scope, receive: Receive) -> None:
    """Closes the connection under the request; without one (in-process) the caller gets `ConnectionResetError`."""
    close = scope.get("state", {}).get(HANG_UP)
    if close is None:
        raise ConnectionResetError("The sandbox broke the connection: a fault is on.")
    close()
    while (await receive())["type"] != "http.disconnect":
        pass  # uvicorn would answer for us if the app returned before the connection is really gone


async def _swallow(message: Message) -> None:
    """A `send` that sends nothing."""


def _relabelled(send: Send, media_type: str) -> Send:
    async def relabel(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [pair for pair in message.get("headers", []) if pair[0].lower() != b"content-type"]
            label = media_type.encode("latin-1", "replace")
            message = {**message, "headers": [*headers, (b"content-type", label)]}
        await send(message)

    return relabel


def _html(status: int) -> Response:
    title = f"{status} {_phrase(status)}"
    page = f"<html><head><title>{title}</title></head><body><center><h1>{title}</h1></center></body></html>"
    return HTMLResponse(page, status)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
