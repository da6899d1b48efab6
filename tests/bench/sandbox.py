"""What the sandbox's engine does in a second, and what a hundred thousand waiting instances cost it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from c8tui.sandbox.app import Sandbox, build
from c8tui.sandbox.deployments import Deployer, File
from c8tui.sandbox.options import Options
from tests.bench.cluster import C8TUI, started
from tests.bench.table import Figure
from tests.sandbox.engine.notation import bpmn

FIVE_ELEMENTS = File("five.bpmn", bpmn("process five\n  s start\n  x service work\n  g xor\n  y task\n  e end\n"
                                       "  s > x > g > y > e"))  # fmt: skip
LOOP = File("loop.bpmn", bpmn("process loop\n  s start\n  x service work each==items as=item collect=out output==item\n"
                              "  e end\n  s > x > e"))  # fmt: skip
TENANT = "<default>"
WAITING = 100_000
_MIB = 2**20


class Direct:
    """Calls a sandbox as a server would, without a socket and without a client's own work."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def ask(self, method: str, path: str, body: object) -> Any:
        """The JSON of an answer; None where there is none."""
        sent = [{"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}]
        got: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            if not sent:  # a client that waits for its answer says no more
                await asyncio.Event().wait()
            return sent.pop()

        async def send(message: Any) -> None:
            got.append(message)

        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": f"/v2{path}", "raw_path": f"/v2{path}".encode(), "query_string": b"", "root_path": "",
            "headers": [(b"content-type", b"application/json")], "client": ("127.0.0.1", 1), "server": ("sandbox", 80),
        }  # fmt: skip
        await self._sandbox(scope, receive, send)
        assert got[0]["status"] < 300, got
        text = b"".join(message.get("body", b"") for message in got[1:])
        return json.loads(text) if text else None


def _opened(file: File, db: str | None = None) -> Sandbox:
    sandbox = build(Options(tasks=1, db=db))
    with sandbox.engine.transaction(1):
        Deployer(sandbox.engine).deploy([file], TENANT)
    return sandbox


def _activation(most: int) -> dict[str, object]:
    return {"type": "work", "worker": "w", "timeout": 600_000, "maxJobsToActivate": most,
            "requestTimeout": -1, "fetchVariable": ["item", "order"]}  # fmt: skip


async def _worked_off(direct: Direct, most: int) -> None:
    while jobs := (await direct.ask("POST", "/jobs/activation", _activation(most)))["jobs"]:
        for job in jobs:
            await direct.ask("POST", f"/jobs/{job['jobKey']}/completion", {"variables": {"paid": True}})


def per_second(instances: int, db: str | None) -> float:
    """Instances that are created, and whose job is activated and completed, in a second."""
    sandbox = _opened(FIVE_ELEMENTS, db)

    async def run() -> None:
        direct = Direct(sandbox)
        body = {"processDefinitionId": "five", "variables": {"order": 7}}
        for _ in range(instances // 50):
            for _ in range(50):
                await direct.ask("POST", "/process-instances", body)
            await _worked_off(direct, 50)

    asyncio.run(run())  # warms up
    began = perf_counter()
    asyncio.run(run())
    took = perf_counter() - began
    left = sandbox.store.count("process_instance", process_definition_id="five", state="ACTIVE")
    sandbox.close()
    assert left == 0
    return instances / took


def loop_of(number: int) -> tuple[float, float]:
    """Seconds until so many parallel inner instances wait, and until workers are done with them."""
    sandbox = _opened(LOOP)

    async def run() -> tuple[float, float]:
        direct = Direct(sandbox)
        body = {"processDefinitionId": "loop", "variables": {"items": list(range(number))}}
        began = perf_counter()
        await direct.ask("POST", "/process-instances", body)
        while sandbox.store.count("job", type="work", phase="ready") < number:
            await direct.ask("POST", "/process-instances/search", {"page": {"limit": 1}})
        waiting = perf_counter() - began
        await _worked_off(direct, 1_000)
        return waiting, perf_counter() - began

    found = asyncio.run(run())
    assert sandbox.store.count("process_instance", process_definition_id="loop", state="COMPLETED") == 1
    sandbox.close()
    return found


def _filled(db: str) -> float:
    """Seconds that filling a file with waiting instances took."""
    sandbox = _opened(FIVE_ELEMENTS, db)
    began = perf_counter()
    engine = sandbox.engine
    definition = engine.definitions.latest("process_definition", "process_definition_id", "five", TENANT)
    assert definition is not None
    for _ in range(WAITING // 1_000):
        with engine.transaction(1):
            for number in range(1_000):
                engine.create(definition, {"order": number}, TENANT)
    sandbox.close()
    return perf_counter() - began


def _resident(pid: int) -> float:
    """MiB of memory that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _page(address: str) -> float:
    question = {
        "filter": {"state": "ACTIVE"},
        "sort": [{"field": "startDate", "order": "DESC"}],
        "page": {"limit": 100},
    }
    request = urllib.request.Request(
        f"{address}/process-instances/search", json.dumps(question).encode(), {"content-type": "application/json"}
    )
    began = perf_counter()
    with urllib.request.urlopen(request) as answer:
        assert len(json.load(answer)["items"]) == 100
    return perf_counter() - began


def many_waiting() -> Iterator[Figure]:
    """Memory, a search page and the start of a sandbox with a hundred thousand waiting instances."""
    with tempfile.TemporaryDirectory(prefix="c8tui-bench-") as folder:
        db = str(Path(folder) / "many.db")
        filled = _filled(db)
        command = [*C8TUI, "sandbox", "--port", "0", "--quiet", "--tasks", "1", "--db", db]
        began = perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                address = process.stdout.readline().strip()
                first = _page(address)
                start = perf_counter() - began
                pages = [_page(address) for _ in range(20)]
                memory = _resident(process.pid)
            finally:
                process.terminate()
        size = Path(db).stat().st_size / _MIB
    what = f"{WAITING:,} waiting instances"
    yield Figure(f"{what}: built", f"{filled:.1f} s, {size:.0f} MiB", "-", filled, 60)
    yield Figure(f"{what}: started again until a page, s", f"{start:.2f} s", "-", start, 2)
    yield Figure(f"{what}: a search page, ms", f"{median(pages) * 1e3:.1f} ms (first {first * 1e3:.0f})", "-",
                 median(pages) * 1e3, 100)  # fmt: skip
    yield Figure(f"{what}: memory, MiB", f"{memory:.0f} MiB", "-", memory, 300)


def figures() -> Iterator[Figure]:
    """All of it."""
    with tempfile.TemporaryDirectory(prefix="c8tui-bench-") as folder:
        for where, db, goal in (("in memory", None, 500), ("with --db", str(Path(folder) / "a.db"), 200)):
            rate = per_second(1_000, db)
            yield Figure(f"instances a second, {where}", f"{rate:,.0f}", f"{goal}", goal / rate, 1.0)
    waiting, done = loop_of(10_000)
    yield Figure("parallel loop of 10,000: until its jobs are there, s", f"{waiting:.2f} s", "-", waiting, 10)
    yield Figure("parallel loop of 10,000: until all are done, s", f"{done:.2f} s", "-", done, 10)
    first = median(started() for _ in range(7))
    yield Figure("start of the sandbox until its first page, s", f"{first:.2f} s", "-", first, 0.6)
    yield from many_waiting()
