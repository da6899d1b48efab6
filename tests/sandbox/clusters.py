"""A sandbox in this process and somebody who sends it requests; time passes only when told."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from c8tui.sandbox.app import build
from c8tui.sandbox.options import Options

NOON = 1_800_000_000.0
"""Unix time at which the clocks of these sandboxes begin."""


class Cluster:
    """One sandbox; requests are demo's unless a user (whose password is the name) is given."""

    def __init__(self, user: str | None = None, **options: Any) -> None:
        self.at = NOON
        auth = {"auth": "basic"} if user else {}
        self.options = Options(**{"tasks": 200, "clock": lambda: self.at, **auth, **options})
        self.app = build(self.options)
        self.http = self.client(user)

    def client(self, user: str | None) -> httpx.AsyncClient:
        """Another client of the same sandbox."""
        credentials = (user, user) if user else None
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url="http://sandbox", auth=credentials)

    async def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """Any request below /v2."""
        return await self.http.request(method, f"/v2{path}", json=body)

    async def get(self, path: str) -> Any:
        """The JSON of a read that works."""
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def search(self, path: str, filter: Any = None, sort: Any = None, page: Any = None) -> Any:
        """The answer to a search that works: `sort` is written like `dueDate DESC, name`."""
        body: dict[str, Any] = {"page": page or {"limit": 1000}, "filter": filter or {}}
        if sort:
            words = [part.split() for part in sort.split(", ")]
            body["sort"] = [{"field": word[0], "order": word[1] if len(word) > 1 else "ASC"} for word in words]
        answer = await self.ask("POST", f"{path}/search", body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def items(self, path: str, filter: Any = None, sort: Any = None) -> list[dict[str, Any]]:
        """The items of a search."""
        found: list[dict[str, Any]] = (await self.search(path, filter, sort))["items"]
        return found

    async def do(self, method: str, path: str, body: Any = None) -> None:
        """A command that works."""
        answer = await self.ask(method, path, body)
        assert answer.status_code == 204, answer.text

    async def refused(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """The problem of a request that does not work."""
        answer = await self.ask(method, path, body)
        assert answer.status_code >= 400, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        problem: dict[str, Any] = answer.json()
        assert set(problem) == {"type", "title", "status", "detail", "instance"}
        assert (problem["status"], problem["instance"]) == (answer.status_code, f"/v2{path}")
        return problem

    async def task(self, **fields: Any) -> dict[str, Any]:
        """The first open task of the default tenant with these values."""
        wanted = {"state": "CREATED", "tenantId": "<default>", **fields}
        for item in await self.items("/user-tasks"):
            if all(item[name] == value for name, value in wanted.items()):
                return item
        raise AssertionError(f"no task with {fields}")

    async def left(self, path: str, state: str) -> None:
        """Comes back once the item at a path is in another state than this one."""
        for _ in range(10_000):
            if (await self.get(path))["state"] != state:
                return
            await asyncio.sleep(0)
        raise AssertionError(f"{path} stays in {state}")

    async def job(self, **fields: Any) -> dict[str, Any]:
        """The first job of the default tenant with these values."""
        wanted = {"tenantId": "<default>", **fields}
        for item in await self.items("/jobs"):
            if all(item[name] == value for name, value in wanted.items()):
                return item
        raise AssertionError(f"no job with {fields}")

    async def activate(self, type: str = "payment-service", **body: Any) -> list[dict[str, Any]]:
        """Jobs that an activation locks."""
        order = {"type": type, "worker": "w", "timeout": 60_000, "maxJobsToActivate": 1, "requestTimeout": -1, **body}
        answer = await self.ask("POST", "/jobs/activation", order)
        assert answer.status_code == 200, answer.text
        jobs: list[dict[str, Any]] = answer.json()["jobs"]
        return jobs
