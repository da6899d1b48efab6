"""The API as a Starlette application: routing, permissions, errors and the request log."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from c8tui.sandbox import wire
from c8tui.sandbox.auth import Principal
from c8tui.sandbox.calls import Answer, Call, Endpoint
from c8tui.sandbox.problems import Problem, invalid, rejected
from c8tui.sandbox.requests import json_body, upload
from c8tui.sandbox.search import nothing
from c8tui.sandbox.world import Logged, World

_PROBLEM = "application/problem+json"
_OF_USERS = ("variables", "customHeaders", "customProperties")
"""Members whose value is a user's own JSON."""
Reply = Callable[[Request], Awaitable[Response]]


def application(world: World, endpoints: Iterable[Endpoint], control: Iterable[Route]) -> Starlette:
    """Serves the endpoints that the dialect has below `/v2`, and the control routes as they are."""
    there = [endpoint for endpoint in endpoints if world.speaks(endpoint.since)]
    routes = [Route("/v2" + one.path, _reply(world, one), methods=[one.method]) for one in there]

    async def refuse(request: Request, error: Exception) -> Response:
        path = request.scope["path"]
        allowed = sorted({method for one in all_routes if _reaches(one, request) for method in one.methods or ()})
        if allowed:
            problem = Problem("METHOD_NOT_ALLOWED", f"There is no {request.method} here.")
        else:
            problem = Problem("NOT_FOUND", f"No endpoint {request.method} {path} in {world.options.dialect}.")
        response = _problem(world, problem, path)
        if allowed:
            response.headers["allow"] = ", ".join(allowed)
        return _log(world, request, None, response, took_effect=False)

    all_routes = [*routes, *control]
    app = Starlette(routes=all_routes, middleware=[Middleware(_Trimmed)], exception_handlers={HTTPException: refuse})
    app.router.redirect_slashes = False
    return app


def _reaches(route: Route, request: Request) -> bool:
    return route.matches(request.scope)[0] is not Match.NONE


class _Trimmed:
    """Serves a path with a slash behind it as the same path without."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] == "http" and len(path) > 1 and path.endswith("/"):
            scope = {**scope, "path": path.rstrip("/") or "/"}
        await self._app(scope, receive, send)


def _reply(world: World, endpoint: Endpoint) -> Reply:
    """The Starlette endpoint around a handler."""

    async def reply(request: Request) -> Response:
        principal: Principal = request.scope["state"]["principal"]
        try:
            body = await (upload(request) if endpoint.uploads else json_body(request, lenient=not world.speaks("8.9")))
            world.turn()
            call = Call(
                world=world,
                principal=principal,
                method=request.method,
                path=request.scope["path"],
                values=request.path_params,
                query=request.query_params,
                body=body,
                gone=request.is_disconnected,
            )
            response = await _answer(endpoint, call)
        except Problem as problem:
            response = _problem(world, problem, request.scope["path"])
        except ClientDisconnect:
            response = _problem(world, invalid("The request body did not arrive."), request.scope["path"])
        except Exception:  # whatever it is, the client gets an answer, and the next request is served
            sys.stderr.write(f"c8tui sandbox: {request.method} {request.scope['path']} failed\n")
            traceback.print_exc(file=sys.stderr)
            fault = Problem("INTERNAL", "The sandbox failed; its standard error output says why.")
            response = _problem(world, fault, request.scope["path"])
        took_effect = endpoint.kind == "command" and response.status_code < 300
        return _log(world, request, principal, response, took_effect=took_effect)

    return reply


async def _answer(endpoint: Endpoint, call: Call) -> Response:
    """What the handler says, unless the principal lacks the permission: a search then finds nothing."""
    if endpoint.kind == "search" and not call.principal.can_read:
        result: object = nothing()
    elif endpoint.kind == "get" and not call.principal.can_read:
        raise Problem("FORBIDDEN", "The permission to read this is missing.")
    elif endpoint.kind == "command" and not call.principal.can_update:
        raise rejected("COMMAND", "FORBIDDEN", "the permission for it is missing")
    else:
        result = await endpoint.handler(call)
    if isinstance(result, Response):
        return result
    if result is None:
        return Response(status_code=204)
    status, content = (result.status, result.content) if isinstance(result, Answer) else (200, result)
    if not call.world.speaks("8.9"):
        content = _without_absent(content)
    return Response(wire.encode(content), status, media_type="application/json")


def _without_absent(value: Any) -> Any:
    """An answer as the server gave it before 8.9: a member that is null is not there. Variables are nobody else's."""
    if isinstance(value, Mapping):
        return {
            name: inner if name in _OF_USERS else _without_absent(inner)
            for name, inner in value.items()
            if inner is not None
        }
    return [_without_absent(one) for one in value] if isinstance(value, list) else value


def _problem(world: World, problem: Problem, path: str) -> Response:
    body = problem.body(path)
    body["detail"] = world.story.text(problem.detail)
    return Response(wire.encode(body), problem.status, media_type=_PROBLEM)


def _log(
    world: World, request: Request, principal: Principal | None, response: Response, *, took_effect: bool
) -> Response:
    name = None if principal is None else principal.username or principal.client_id
    entry = Logged(request.method, request.scope["path"], response.status_code, world.options.clock(), name)
    world.requests.append(entry)
    if name is not None:
        world.present.add(name)
    if took_effect:
        world.commands.append(entry)
    return response
