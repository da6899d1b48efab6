"""The sandbox on a port: in the foreground for the shell, in a thread for tests."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from c8tui.sandbox.app import build
from c8tui.sandbox.faults import HANG_UP
from c8tui.sandbox.options import Options
from c8tui.sandbox.own_files import Account

_ADVICE = "Choose another with --port, or let --port 0 pick a free one."


class _Line(H11Protocol):
    """One connection; it lends its requests the means to break it, which plain ASGI has not."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, HANG_UP: transport.close}


class _Server(uvicorn.Server):
    """uvicorn, but silent, deaf to signals (they are the caller's), and able to tell when it serves."""

    def __init__(self, app: ASGIApp, *, abrupt: bool) -> None:
        logger = logging.getLogger("uvicorn")
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())  # else Python prints warnings on the screen of the TUI
        super().__init__(
            uvicorn.Config(
                app,
                http=_Line,
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        self.serving = threading.Event()
        """Set once connections are answered, or once the server has failed to start."""
        self._abrupt = abrupt

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.serving.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._abrupt:
            for line in list(self.server_state.connections):
                line.transport.abort()
        await super().shutdown(sockets)


def serve(
    options: Options,
    host: str,
    port: int,
    announce: Callable[[str], None],
    begun: Callable[[Account], None] = lambda _: None,
) -> int:
    """Serves until Ctrl-C or SIGTERM and returns the exit code; `announce` gets the URL once the port is bound, `begun`
    what became of own files.

    A port or host that cannot be had is one line on stderr and exit code 1. `port` 0 picks a free one. Raises
    `DatabaseUnfit` before anything is announced.
    """
    sandbox = build(options)
    server = _Server(sandbox, abrupt=False)
    try:
        listener = _listen(host, port)
    except OSError as error:
        sys.stderr.write(f"c8tui sandbox: cannot listen on {host}:{port}: {error.strerror}. {_ADVICE}\n")
        return 1

    def stop(number: int, frame: FrameType | None) -> None:
        server.should_exit = True

    try:
        account = sandbox.begin() if options.db is not None or options.files else None
    except BaseException:
        listener.close()
        raise
    previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        announce(_url(listener))
        if account is not None:
            begun(account)
        asyncio.run(server.serve(sockets=[listener]))
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
        listener.close()
        sandbox.close()  # what a lag holds back was answered, and belongs into the file
    return 0


class Running:
    """A sandbox on a port of this machine, served by a thread; it can be stopped and started again."""

    def __init__(self, make: Callable[[], ASGIApp], port: int) -> None:
        self._make = make
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`, the same after a restart."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Serves a freshly built app; returns once it answers. OSError when the port is taken."""
        listener = _listen("127.0.0.1", self._port)
        self._port = listener.getsockname()[1]
        self._server = server = _Server(self._make(), abrupt=True)
        run = server.serve(sockets=[listener])
        self._thread = threading.Thread(target=asyncio.run, args=(run,), name="sandbox", daemon=True)
        self._thread.start()
        server.serving.wait()

    def stop(self) -> None:
        """Ends the server as a crash would: open connections break. Without effect when it does not run."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
        self._server = self._thread = None


@contextlib.contextmanager
def running(options: Options, port: int = 0, *, app: ASGIApp | None = None) -> Iterator[Running]:
    """A sandbox (or another ASGI app) on a port for the length of a `with`; a restarted sandbox begins anew."""
    server = Running((lambda: build(options)) if app is None else (lambda: app), port)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:  # the resolver would cut it to 16 bits and serve somewhere else
        raise OSError(errno.EINVAL, "a port is a number from 0 to 65535")
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere the option would let two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
