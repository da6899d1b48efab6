"""Documents: uploaded, and downloaded with their hash."""

from __future__ import annotations

import httpx

from tests.sandbox.clusters import Cluster


async def upload(cluster: Cluster, content: bytes = b"hello") -> httpx.Response:
    return await cluster.http.post("/v2/documents", files={"file": ("hello.txt", content, "text/plain")})


async def test_what_goes_up_comes_down(cluster: Cluster) -> None:
    answer = await upload(cluster)
    reference = answer.json()
    assert (answer.status_code, reference["camunda.document.type"]) == (201, "camunda")
    metadata = reference["metadata"]
    assert (metadata["fileName"], metadata["contentType"], metadata["size"]) == ("hello.txt", "text/plain", 5)
    path = f"/v2/documents/{reference['documentId']}"
    down = await cluster.http.get(path, params={"contentHash": reference["contentHash"]})
    assert (down.content, down.headers["content-type"].startswith("text/plain")) == (b"hello", True)
    assert (await cluster.http.get(path)).status_code == 400
    assert (await cluster.http.get("/v2/documents/none")).status_code == 404


async def test_other_bodies_are_refused(cluster: Cluster) -> None:
    assert (await cluster.http.post("/v2/documents", json={})).status_code == 415
    assert (await cluster.http.post("/v2/documents", files={"other": b"x"})).status_code == 400
    broken = await cluster.http.post("/v2/documents", content=b"x", headers={"content-type": "multipart/form-data"})
    assert broken.status_code == 400
