"""The sandbox on a real port: it serves, breaks lines for real, dies, comes back, and leaves the shell clean."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from c8tui.sandbox.faults import FaultInjector, Faults
from c8tui.sandbox.options import Options
from c8tui.sandbox.server import Running, running, serve
from tests.sandbox.test_faults import Cluster

SERVE = """
import sys
from c8tui.sandbox.options import Options
from c8tui.sandbox.server import serve
sys.exit(serve(Options(), "127.0.0.1", 0, lambda url: print(url, flush=True)))
"""


def test_it_serves_on_a_free_port_and_ends() -> None:
    with running(Options()) as server:
        assert httpx.get(f"{server.url}/v2/status").status_code == 204
        url = server.url
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/v2/status")


@pytest.mark.parametrize(
    ("spec", "error", "effects"),
    [
        ("drop", httpx.RemoteProtocolError, 0),
        ("lost", httpx.RemoteProtocolError, 1),
        ("cut", httpx.RemoteProtocolError, 1),
    ],
)
def test_a_broken_line_is_broken_for_real(spec: str, error: type[Exception], effects: int) -> None:
    cluster = Cluster()
    app = FaultInjector(cluster, Faults([f"{spec}*1"]), Options())
    with running(Options(), app=app) as server, httpx.Client(base_url=server.url) as http:
        with pytest.raises(error):
            http.get("/v2/topology")
        assert len(cluster.effects) == effects
        assert http.get("/v2/topology").json() == {"items": ["a", "b"]}


def test_a_cut_answer_says_how_long_it_would_have_been() -> None:
    app = FaultInjector(Cluster(), Faults(["cut"]), Options())
    with running(Options(), app=app) as server, socket.create_connection(("127.0.0.1", port_of(server))) as line:
        line.sendall(b"GET /v2/topology HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b""
        while piece := line.recv(4096):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"content-length: 19" in head
    assert body == b'{"items":'


def test_an_answer_without_a_body_that_is_cut_does_not_arrive() -> None:
    app = FaultInjector(Cluster(), Faults(["cut"]), Options())
    with running(Options(), app=app) as server, pytest.raises(httpx.RemoteProtocolError, match="without sending"):
        httpx.post(f"{server.url}/v2/user-tasks/7/completion", json={})


def test_it_can_be_killed_and_started_again_on_its_port() -> None:
    cluster = Cluster()
    with running(Options(), app=FaultInjector(cluster, Faults(), Options())) as server, httpx.Client() as http:
        url = server.url
        assert http.get(f"{url}/v2/topology").status_code == 200
        server.stop()
        with pytest.raises(httpx.TransportError):
            http.get(f"{url}/v2/topology")
        server.stop()
        server.start()
        assert server.url == url
        assert http.get(f"{url}/v2/topology").status_code == 200
    assert len(cluster.effects) == 2


def test_a_taken_port_is_one_line_and_exit_code_1(capfd: pytest.CaptureFixture[str]) -> None:
    with running(Options()) as server:
        port = port_of(server)
        with pytest.raises(OSError, match="in use"):
            Running(Cluster, port).start()
        assert serve(Options(), "127.0.0.1", port, pytest.fail) == 1
    output = capfd.readouterr()
    assert output.out == ""
    assert output.err == (
        f"c8tui sandbox: cannot listen on 127.0.0.1:{port}: Address already in use. "
        "Choose another with --port, or let --port 0 pick a free one.\n"
    )


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("192.0.2.1", 8080)])
def test_a_place_that_does_not_exist_is_one_line_too(host: str, port: int, capfd: pytest.CaptureFixture[str]) -> None:
    assert serve(Options(), host, port, pytest.fail) == 1
    assert capfd.readouterr().err.startswith(f"c8tui sandbox: cannot listen on {host}:{port}: ")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen(
        [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        assert httpx.get(f"{url}/v2/status").status_code == 204
        process.send_signal(number)
        output, errors = process.communicate(timeout=30)
    assert (process.returncode, output, errors) == (0, "", "")


def test_what_was_answered_is_in_the_file_although_searches_are_late(tmp_path: Path) -> None:
    code = SERVE.replace("Options()", f"Options(lag_ms=60_000, db={str(tmp_path / 'db')!r}, tasks=5)")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    asked = {"decisionDefinitionId": "season", "variables": {"temperature": 30}}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        evaluated = httpx.post(f"{url}/v2/decision-definitions/evaluation", json=asked, timeout=30).json()
        process.terminate()
        process.wait(timeout=30)
    with sqlite3.connect(tmp_path / "db") as file:
        sql = "SELECT count(*) FROM decision_instance WHERE decision_evaluation_key = ?"
        assert file.execute(sql, (int(evaluated["decisionEvaluationKey"]),)).fetchone() == (1,)
    file.close()


def port_of(server: Running) -> int:
    return int(server.url.rpartition(":")[2])
