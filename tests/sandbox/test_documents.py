"""Documents: kept with their metadata until they expire or are deleted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sandbox.clusters import Cluster
from tests.sandbox.operated import refusal

HELLO = ("hello.txt", b"hello", "text/plain")


async def upload(cluster: Cluster, metadata: Any = None, **query: str) -> httpx.Response:
    parts: dict[str, Any] = {"file": HELLO}
    if metadata is not None:
        parts["metadata"] = (None, json.dumps(metadata), "application/json")
    return await cluster.http.post("/v2/documents", files=parts, params=query)


async def read(cluster: Cluster, reference: dict[str, Any], **query: str) -> httpx.Response:
    hash_ = {"contentHash": reference["contentHash"]}
    return await cluster.http.get(f"/v2/documents/{reference['documentId']}", params=hash_ | query)


async def test_metadata_are_kept(cluster: Cluster) -> None:
    given = {
        "fileName": "other.txt",
        "contentType": "text/x",
        "processDefinitionId": "order",
        "processInstanceKey": "42",
        "customProperties": {"a": None, "b": [1]},
        "expiresAt": "2027-01-15T08:01:00Z",
    }
    answer = await upload(cluster, given, documentId="mine", storeId="local")
    reference = answer.json()
    assert (answer.status_code, reference["documentId"], reference["storeId"]) == (201, "mine", "local")
    assert reference["metadata"] == given | {"size": 5, "expiresAt": "2027-01-15T08:01:00.000Z"}
    found = await read(cluster, reference, storeId="local")
    assert (found.content, found.headers["content-type"].partition(";")[0]) == (b"hello", "text/x")
    cluster.at += 61
    assert (await read(cluster, reference)).status_code == 404
    assert (await upload(cluster, documentId="mine")).status_code == 201


async def test_ids_are_taken_once(cluster: Cluster) -> None:
    assert (await upload(cluster, documentId="mine")).status_code == 201
    again = await upload(cluster, documentId="mine")
    assert (again.status_code, again.json()["title"]) == (409, "ALREADY_EXISTS")


async def test_they_are_deleted(cluster: Cluster) -> None:
    reference = (await upload(cluster)).json()
    path = f"/documents/{reference['documentId']}"
    await cluster.do("DELETE", path)
    assert (await read(cluster, reference)).status_code == 404
    assert (await cluster.refused("DELETE", path))["status"] == 404


async def test_there_is_one_store(cluster: Cluster) -> None:
    assert (await upload(cluster, storeId="aws")).status_code == 400
    reference = (await upload(cluster)).json()
    assert (await read(cluster, reference, storeId="aws")).status_code == 404
    status, detail = await refusal(cluster, f"/documents/{reference['documentId']}/links", {"timeToLive": 5})
    assert (status, "gives no links" in detail) == (400, True)


@pytest.mark.parametrize(
    "metadata",
    [[], {"size": "5"}, {"fileName": 1}, {"expiresAt": "soon"}, {"processInstanceKey": 1}, {"more": 1},
     {"customProperties": []}],
)  # fmt: skip
async def test_wrong_metadata_are_refused(cluster: Cluster, metadata: Any) -> None:
    assert (await upload(cluster, metadata)).status_code == 400


async def test_several_at_once(cluster: Cluster) -> None:
    files: list[Any] = [("files", HELLO), ("files", ("b.txt", b"b", "text/plain"))]
    whole = await cluster.http.post("/v2/documents/batch", files=files)
    assert whole.status_code == 201
    assert [one["metadata"]["fileName"] for one in whole.json()["createdDocuments"]] == ["hello.txt", "b.txt"]
    listed = ("metadataList", (None, json.dumps([{"fileName": "x"}, {"size": "y"}]), "application/json"))
    some = await cluster.http.post("/v2/documents/batch", files=[*files, listed])
    answer = some.json()
    assert some.status_code == 207
    assert [one["metadata"]["fileName"] for one in answer["createdDocuments"]] == ["x"]
    assert [(one["fileName"], one["status"]) for one in answer["failedDocuments"]] == [("b.txt", 400)]
    short: Any = ("metadataList", (None, "[]", "application/json"))
    for wrong in ([*files, short], [("other", HELLO)]):
        assert (await cluster.http.post("/v2/documents/batch", files=wrong)).status_code == 400


async def test_references_have_the_members_of_their_version() -> None:
    """Answers with another status than 200 leave absent members out before 8.9 as others do."""
    absent = {"expiresAt", "processDefinitionId", "processInstanceKey"}
    listed = ("metadataList", (None, json.dumps([{}, {"size": "y"}]), "application/json"))
    files: list[Any] = [("files", HELLO), ("files", HELLO), listed]
    for dialect, members, why in (
        ("8.8", set[str](), {"fileName", "detail"}),
        ("8.9", absent, {"fileName", "detail", "status", "title"}),
    ):
        cluster = Cluster(dialect=dialect)
        reference = (await upload(cluster, {"customProperties": {"a": None}})).json()
        assert set(reference["metadata"]) & absent == members
        assert reference["metadata"]["customProperties"] == {"a": None}
        some = (await cluster.http.post("/v2/documents/batch", files=files)).json()
        assert set(some["createdDocuments"][0]["metadata"]) & absent == members
        assert set(some["failedDocuments"][0]) == why


async def test_they_are_kept_with_the_database(tmp_path: Path) -> None:
    path = str(tmp_path / "sandbox.db")
    first = Cluster(db=path, tasks=1)
    reference = (await upload(first)).json()
    first.app.close()
    second = Cluster(db=path, tasks=1)
    assert (await read(second, reference)).content == b"hello"
    second.app.close()
