"""What the sandbox answers when it refuses: problem+json with the titles and statuses of the API."""

from __future__ import annotations

from collections.abc import Mapping

STATUS: Mapping[str, int] = {
    "INVALID_ARGUMENT": 400,
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "INVALID_STATE": 409,
    "ALREADY_EXISTS": 409,
    "CONTENT_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}
"""Every title that the resource handlers use, with its HTTP status."""


class Problem(Exception):
    """A refusal on its way to the client: `title` is one of `STATUS`, `detail` a sentence that names the culprit."""

    def __init__(self, title: str, detail: str) -> None:
        super().__init__(detail)
        self.title = title
        self.detail = detail

    @property
    def status(self) -> int:
        """The HTTP status that goes with the title."""
        return STATUS[self.title]

    def body(self, path: str) -> dict[str, object]:
        """The five members of the answer; `instance` is the path that was asked."""
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": path,
        }


def invalid(detail: str) -> Problem:
    """A 400: the request itself is wrong, whatever the state of the cluster."""
    return Problem("INVALID_ARGUMENT", detail)


def rejected(intent: str, code: str, reason: str) -> Problem:
    """A refusal by the engine, in the form that its clients read: intent, code and reason."""
    return Problem(code, f"Command '{intent}' rejected with code '{code}': {reason}")
