"""`c8tui serve`: the screens in a browser on this machine, by textual-serve, for whoever was given the address.

A page elsewhere could reach a port of this machine through the browser of the person who sits at it, and so could other
users of the machine: the address holds a key, the names of host and origin have to be ours, and the page loads nothing
from elsewhere. Every tab is a c8tui of its own.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import shlex
import socket
import subprocess
import sys
from hmac import compare_digest
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from aiohttp import web
from textual_serve.server import Server

from c8tui.errors import SettingsError
from c8tui.shell_output import put

if TYPE_CHECKING:
    from textual_serve.app_service import AppService

    from c8tui.flags import Flags

HOST = "127.0.0.1"
"""Nothing else is listened on."""
ENDS_WITHIN_S = 5.0
"""What the tabs have to end in when the server ends."""
TEXTS = ("profile", "config", "address", "views", "screen", "theme", "log")
SWITCHES = ("any_version", "no_mouse", "linear", "debug")
"""Flags that are passed on."""


def serve_in_browser(flags: Flags) -> int:
    """Serve until Ctrl-C or SIGTERM; the exit code. Raises SettingsError for a port that cannot be had."""
    listener = _listening(flags.port)
    server = BrowserServer(command_of(flags), listener.getsockname()[1], secrets.token_urlsafe(24))
    put(f"c8tui in the browser: {server.address}", "Ctrl-C ends it.", flush=True)
    logging.getLogger("textual-serve").addHandler(logging.NullHandler())
    loop = asyncio.new_event_loop()
    web.run_app(
        server.application(), sock=listener, print=None, access_log=None, shutdown_timeout=ENDS_WITHIN_S, loop=loop
    )
    return 0


def command_of(flags: Flags) -> str:
    """The line of the shell that a tab runs: the same flags. There is no flag that holds a secret."""
    words = [sys.executable, "-P", "-m", "c8tui"]  # -P: never a folder c8tui that happens to lie here
    words += [f"--{name}={value}" for name in TEXTS if (value := getattr(flags, name)) is not None]
    words += [f"--{name.replace('_', '-')}" for name in SWITCHES if getattr(flags, name)]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _listening(port: int) -> socket.socket:
    listener = socket.socket()
    try:
        if os.name == "posix":  # elsewhere it would share a port that somebody serves
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except OSError as failure:
        listener.close()
        why = (failure.strerror or "it cannot be had").lower()
        raise SettingsError(
            "port", "flag --port", f"{HOST}:{port}: {why}", "Name another, or 0 for a free one"
        ) from None
    return listener


class BrowserServer(Server):
    """textual-serve behind a key."""

    def __init__(self, command: str, port: int, key: str) -> None:
        super().__init__(command, host=HOST, port=port, title="c8tui")
        self._key = key
        self._cookie = f"c8tui-{port}"  # cookies know no ports
        self._tabs: WeakSet[web.WebSocketResponse] = WeakSet()

    @property
    def address(self) -> str:
        """What to open."""
        return f"{self.public_url}/?key={self._key}"

    async def application(self) -> web.Application:
        """textual-serve's, guarded."""
        made: web.Application = await self._make_app()
        made.middlewares.append(self._guarded)
        return made

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Only for a browser that was given the key, and for no page of another origin."""
        ours = self.public_url
        if request.headers.get("Host") != ours.removeprefix("http://"):  # a name that leads here, DNS rebinding
            raise web.HTTPForbidden(text=f"This is {ours}, and nothing else.")
        if request.headers.get("Origin", ours) != ours:
            raise web.HTTPForbidden(text="Another page may not do that.")
        if request.path == "/" and self._is_key(request.query.get("key", "")):
            found = web.HTTPFound("/")
            found.set_cookie(self._cookie, self._key, httponly=True, samesite="Strict")
            raise found
        if not self._is_key(request.cookies.get(self._cookie, "")):
            raise web.HTTPForbidden(text="Open the address that c8tui serve has printed, with its key.")
        response: web.StreamResponse = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = self._policy
            response.headers["Referrer-Policy"] = "no-referrer"
            if request.path == "/":  # a page that is kept to come back to would keep its c8tui
                response.headers["Cache-Control"] = "no-store"
        return response

    @property
    def _policy(self) -> str:
        socket_ = self.public_url.replace("http", "ws", 1)
        inline = "'self' 'unsafe-inline'"
        return (
            f"default-src 'self'; script-src {inline}; style-src {inline}; img-src 'self' data:;"
            f" connect-src 'self' {socket_}; frame-ancestors 'none'"
        )

    def _is_key(self, given: str) -> bool:
        return compare_digest(given.encode(), self._key.encode())

    async def on_startup(self, app: web.Application) -> None:
        """textual-serve prints its name here."""

    async def on_shutdown(self, app: web.Application) -> None:
        """End the tabs, so that no c8tui is left behind."""
        for tab in list(self._tabs):
            await tab.close(code=1001)

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        self._tabs.add(websocket)
        await super()._process_messages(websocket, app_service)
