"""Bodies of requests: as many bytes as a cluster takes, as JSON or as the parts of a form."""

from __future__ import annotations

import re
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from c8tui.sandbox import wire
from c8tui.sandbox.body import Body
from c8tui.sandbox.deployments import MOST_BYTES
from c8tui.sandbox.problems import Problem, invalid

_LONGS = ("operationReference", "requestTimeout", "retryBackOff", "timeToLive", "timeout", "timestamp")
_INTEGER = re.compile("-?[0-9]{1,19}")


async def upload(request: Request) -> Body:
    """The parts of a multipart body, texts by name and files apart.

    A part `file` is its bytes, with `fileName` and `contentType` beside it; parts `resources` and `files` are lists of
    names and bytes. Further texts of one name are in `data` under that name with `[]` behind it.
    """
    media_type = _media_type(request)
    if media_type != "multipart/form-data":
        raise Problem("UNSUPPORTED_MEDIA_TYPE", f"The content type '{media_type}' is not multipart/form-data.")
    raw = await _raw(request)

    async def once() -> Message:
        return {"type": "http.request", "body": raw, "more_body": False}

    data: dict[str, Any] = {}
    try:
        async with Request(request.scope, once).form(max_files=10_000, max_part_size=MOST_BYTES) as form:
            for name, part in form.multi_items():
                if isinstance(part, str):
                    data[name] = part
                    continue
                content, type_ = await part.read(), part.content_type or "application/octet-stream"
                if name == "file":
                    data |= {"file": content, "fileName": part.filename, "contentType": type_}
                elif name in ("metadata", "metadataList"):
                    data.setdefault(name, content.decode("utf-8", "replace"))
                elif name == "files":
                    data.setdefault(name, []).append((part.filename or "", content, type_))
                else:
                    data.setdefault(name, []).append((part.filename or "", content))
    except HTTPException as error:
        raise invalid(f"The body cannot be read: {error.detail}.") from None
    return Body(data)


async def json_body(request: Request, *, lenient: bool = False) -> Body:
    """The JSON object of the body; an empty one when there is none. 415 for other types, 400 for other JSON.

    A LENIENT one may spell 64-bit integers as strings of digits: the official SDK of 8.8 does, when it validates.
    """
    raw = await _raw(request)
    if not raw or request.method in ("GET", "HEAD"):
        return Body({})
    media_type = _media_type(request)
    if media_type != "application/json":
        raise Problem("UNSUPPORTED_MEDIA_TYPE", f"The content type '{media_type}' is not application/json.")
    value: Any = wire.decode(raw)
    if value is not None and not isinstance(value, dict):
        raise invalid("The request body must be a JSON object.")
    return Body(_with_numbers(value or {}) if lenient else value or {})


def _with_numbers(body: dict[str, Any]) -> dict[str, Any]:
    """The body with its 64-bit integers as numbers, wherever a command has them."""
    return {
        name: int(value)
        if name in _LONGS and isinstance(value, str) and _INTEGER.fullmatch(value)
        else _with_numbers(value)
        if name == "changeset" and isinstance(value, dict)
        else value
        for name, value in body.items()
    }


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _raw(request: Request) -> bytes:
    """The bytes of the body; 413 as soon as there are too many."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and len(announced) < 20 and int(announced) > MOST_BYTES:
        raise _too_large()
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise _too_large()
    return bytes(raw)


def _too_large() -> Problem:
    return Problem("CONTENT_TOO_LARGE", f"The request body has more than {MOST_BYTES} bytes.")
