"""What tests ask the sandbox about itself: the commands that took effect, and the last requests of any kind."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from c8tui.sandbox.world import World


def routes(world: World) -> list[Route]:
    """`GET /sandbox/log` and `GET /sandbox/requests`."""

    async def log(_: Request) -> Response:
        return JSONResponse({"commands": [asdict(entry) for entry in world.commands]})

    async def requests(_: Request) -> Response:
        return JSONResponse({"requests": [asdict(entry) for entry in world.requests]})

    return [Route("/sandbox/log", log), Route("/sandbox/requests", requests)]
