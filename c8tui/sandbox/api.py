"""The API as a Starlette application: routing, permissions, bodies, errors and the request log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from c8tui.sandbox import wire
from c8tui.sandbox.auth import Principal
from c8tui.sandbox.body import Body
from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.problems import Problem, invalid, rejected
from c8tui.sandbox.search import nothing
from c8tui.sandbox.world import Logged, World

_PROBLEM = "application/problem+json"
Reply = Callable[[Request], Awaitable[Response]]


def application(world: World, endpoints: Iterable[Endpoint], control: Iterable[Route]) -> Starlette:
    """Serves the endpoints that the dialect has below `/v2`, and the control routes as they are."""
    there = [endpoint for endpoint in endpoints if world.speaks(endpoint.since)]
    routes = [Route("/v2" + one.path, _reply(world, one), methods=[one.method]) for one in there]

    async def refuse(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException) and error.status_code == 405:
            problem = Problem("METHOD_NOT_ALLOWED", f"There is no {request.method} here.")
        else:
            problem = Problem(
                "NOT_FOUND", f"No endpoint {request.method} {request.scope['path']} in {world.options.dialect}."
            )
        return _log(world, request, None, _problem(world, problem, request.scope["path"]), took_effect=False)

    return Starlette(routes=[*routes, *control], exception_handlers={HTTPException: refuse})


def _reply(world: World, endpoint: Endpoint) -> Reply:
    """The Starlette endpoint around a handler."""

    async def reply(request: Request) -> Response:
        principal: Principal = request.scope["state"]["principal"]
        try:
            body = await (_upload(request) if endpoint.uploads else _body(request))
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
    return Response(wire.encode(result), media_type="application/json")


async def _upload(request: Request) -> Body:
    """The parts of a multipart body, texts by name and files apart.

    A part `file` is its bytes, with `fileName` and `contentType` beside it; parts `resources` and `files` are lists of
    names and bytes.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "multipart/form-data":
        raise Problem("UNSUPPORTED_MEDIA_TYPE", f"The content type '{media_type}' is not multipart/form-data.")
    data: dict[str, Any] = {}
    try:
        async with request.form(max_files=10_000) as form:
            for name, part in form.multi_items():
                if isinstance(part, str):
                    data[name] = part
                elif name == "file":
                    content_type = part.content_type or "application/octet-stream"
                    data |= {"file": await part.read(), "fileName": part.filename, "contentType": content_type}
                else:
                    data.setdefault(name, []).append((part.filename or "", await part.read()))
    except HTTPException as error:
        raise invalid(f"The body cannot be read: {error.detail}.") from None
    return Body(data)


async def _body(request: Request) -> Body:
    """The JSON object of the body; an empty one when there is none. 415 for other types, 400 for other JSON."""
    raw = await request.body()
    if not raw or request.method in ("GET", "HEAD"):
        return Body({})
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise Problem("UNSUPPORTED_MEDIA_TYPE", f"The content type '{media_type}' is not application/json.")
    value: Any = wire.decode(raw)
    if value is not None and not isinstance(value, dict):
        raise invalid("The request body must be a JSON object.")
    return Body(value or {})


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
