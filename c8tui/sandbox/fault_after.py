"""What stands in the place of a true answer whose request has taken effect: a proxy's, a gateway's, or nonsense."""

from __future__ import annotations

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

GARBAGE = b'\x00\xff\xfe{"items": [{'
SHAPE = {"items": "none", "page": 7, "brokers": {}, "username": ["?"]}
_LOGIN = '<html><head><title>Sign in</title></head><body><form><input type="password"></form></body></html>'
_BLOCKED = "<html><head><title>Access blocked</title></head><body><h1>Access blocked</h1></body></html>"
_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


def answer_after(value: str, path: str) -> Response:
    """The answer of the fault `after=VALUE` to a request of `path`."""
    match value:
        case "html":
            return HTMLResponse(_GATEWAY, 502)
        case "filter":
            return HTMLResponse(_BLOCKED, 403)
        case "login":
            return HTMLResponse(_LOGIN, 200)
        case "redirect":
            return RedirectResponse("/login", 302)
        case "text":
            return PlainTextResponse("OK", 200)
        case "error":
            return JSONResponse({"status": 500, "error": "Internal Server Error", "path": path}, 200)
        case "garbage":
            return Response(GARBAGE, 200, media_type="application/json")
        case "shape":
            return JSONResponse(SHAPE, 200)
    status = int(value)
    if status in (204, 205, 304):
        return Response(status_code=status)
    if status < 400:
        return JSONResponse({}, status)
    title = {502: "ABORTED", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"}.get(status, "INTERNAL")
    body = {"type": "about:blank", "title": title, "status": status, "detail": "answered after the effect"}
    return JSONResponse({**body, "instance": path}, status, media_type="application/problem+json")
