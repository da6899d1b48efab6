"""Everything that can go wrong on purpose, as one tree.

    C8Error
    ├── SettingsError          the settings cannot be used; nothing was tried
    │   └── FilesRefused           files of the command line cannot be used
    ├── Refusal                refused here by a rule, before anything was sent
    ├── TokenError             no access token was to be had
    │   ├── CredentialsRejected    the token server knows the request and says no
    │   └── TokenServerDown        the token server gave no usable answer
    ├── Unreachable            no byte of the request reached the cluster
    │   └── TlsFailure             certificate or handshake
    ├── NoAnswer               sent, but the answer was cut, late or lost
    ├── BadAnswer              an answer came that is not what the API speaks
    ├── OutcomeUnknown            sent, no answer, and reading it again did not tell
    └── Problem                the cluster answered with a failure
        ├── InvalidArgument    400, 413, 415, 422
        ├── Unauthorized       401
        ├── Forbidden          403
        ├── NotFound           404
        │   └── NotOffered         404 of no resource of the API, 405, 501: there is no such endpoint
        ├── Conflict           409
        ├── Backpressure       429, and 503 with the title RESOURCE_EXHAUSTED
        ├── Unavailable        any other 503
        ├── GatewayFailure     502 and 504: somebody in between gave up
        └── ServerFault        any other 5xx

An error outside this tree is a bug and is meant to crash.
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RequestLine:
    """The request that an error speaks of: `method` and `path`, without host, query or body."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class C8Error(Exception):
    """A failure with a name: `title` for machines, `detail` for people.

    `outcome_known` is False when a command may or may not have taken effect, so that it has to be read again before
    anything is said of it. `status` is the HTTP status where there was an answer. Texts may come from the cluster: they
    are raw and must pass `text.visible()` before they are shown.
    """

    advice = ""
    """What a person can do about it, one sentence, or nothing."""

    def __init__(
        self,
        detail: str,
        *,
        title: str | None = None,
        status: int | None = None,
        request: RequestLine | None = None,
        outcome_known: bool = True,
        advice: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.title = title or type(self).__name__
        self.status = status
        self.request = request
        self.outcome_known = outcome_known
        if advice is not None:
            self.advice = advice

    @property
    def sentence(self) -> str:
        """What happened, for a screen: a title goes before it where it is in words, never a class or a code."""
        return f"{self.title}: {self.detail}" if " " in self.title else self.detail

    def __str__(self) -> str:
        """What a person reads: the sentence first, then the code, unless that is only the name of a class."""
        if self.title == type(self).__name__:
            return self.detail
        code = f"{self.status} {self.title}" if self.status else self.title
        return f"{self.detail.rstrip()} ({code})"


class SettingsError(C8Error):
    """A setting is missing, contradictory or unreadable; names the setting, its origin and the mend."""

    def __init__(self, setting: str, origin: str, detail: str, mend: str) -> None:
        super().__init__(detail, title="Settings", advice=mend)
        self.setting = setting
        self.origin = origin

    def __reduce__(self) -> tuple[Any, ...]:
        """So that it can be copied: one failure is raised for each of those who wait."""
        return type(self), (self.setting, self.origin, self.detail, self.advice)

    def __str__(self) -> str:
        return f"{self.setting} ({self.origin}): {self.detail}. {self.advice}"


class FilesRefused(SettingsError):
    """Files of the command line that cannot be used; `reasons` has a sentence for each fault, with its file."""

    def __init__(self, detail: str, reasons: Sequence[str]) -> None:
        super().__init__("files", "command line", detail, "")
        self.reasons = tuple(reasons)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.detail, self.reasons)

    def __str__(self) -> str:
        return f"{self.detail}:"


class Refusal(C8Error):
    """Refused by c8tui itself; nothing was sent."""


class TokenError(C8Error):
    """No access token could be obtained."""


class CredentialsRejected(TokenError):
    """The token server refused the client; remembered for a while so that it is not asked again at once."""

    advice = "Check the client id, the secret and that the client is enabled."


class TokenServerDown(TokenError):
    """The token server could not be reached, or answered with something that is no token."""

    advice = "Check the authorization server URL and that it is up."
    retry_after: float | None = None
    """Seconds that the token server asked us to wait."""


class Unreachable(C8Error):
    """The connection failed before a byte of the request was sent."""

    advice = "Check the address, and that the cluster is up and reachable from here."


class TlsFailure(Unreachable):
    """The certificate or the TLS handshake was refused."""

    advice = "Check the address, the clock, and whether a private CA has to be configured (ca_path)."


class NoAnswer(C8Error):
    """The request was sent and no whole answer came back in time; what to do depends on whether it only reads."""


class BadAnswer(C8Error):
    """The answer was no JSON, too large, cut, or of another shape than the API's."""

    advice = "Check that the address is that of the Orchestration Cluster REST API v2."
    came = ""
    """The beginning of what came, where that helps to understand it."""


class Problem(C8Error):
    """The cluster, or something in front of it, answered with an error status."""

    def __init__(
        self,
        detail: str,
        *,
        title: str | None = None,
        status: int | None = None,
        request: RequestLine | None = None,
        outcome_known: bool = True,
        retry_after: float | None = None,
        instance: str | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(
            detail, title=title, status=status, request=request, outcome_known=outcome_known, advice=advice
        )
        self.retry_after = retry_after
        """Seconds that the answer asked us to wait, from Retry-After."""
        self.instance = instance
        """The `instance` member of problem+json, a trace for the operators, where there was one."""

    def __str__(self) -> str:
        """With its title in any case: those of HTTP, as Forbidden, are words, though classes are called so too."""
        head = f"{self.status} {self.title}" if self.status else self.title
        return f"{head}: {self.detail}"


class InvalidArgument(Problem):
    """The request broke a rule of the API."""


class Unauthorized(Problem):
    """No credential, or one that the cluster does not accept."""

    advice = "Check the credentials of this profile."


class Forbidden(Problem):
    """The credential is good, the permission is missing."""

    advice = "Ask an administrator of the cluster for the permission."


class NotFound(Problem):
    """Gone, of another tenant, or not yet indexed."""


class NotOffered(NotFound):
    """The cluster has no such endpoint at all, or has it switched off."""

    advice = "It may be too old for it, have it switched off, or be another kind of server."


class Conflict(Problem):
    """The state does not allow it: changed by somebody else, denied by a listener, or in transition."""


class Backpressure(Problem):
    """Rejected before it was processed, because the cluster is busy; safe to repeat."""


class Unavailable(Problem):
    """The cluster or its storage is down for the moment."""


class GatewayFailure(Problem):
    """A gateway gave up waiting; whether the command took effect is unknown."""


class ServerFault(Problem):
    """The server failed in a way that it does not explain."""


class OutcomeUnknown(C8Error):
    """A command was sent, its answer was lost, and reading it again did not show that it took effect."""

    advice = "Do not repeat it blindly: look at it again in a moment."


async def part(name: str, asked: Awaitable[T], troubles: dict[str, C8Error]) -> T | None:
    """One part of an answer, or None with its failure noted under `name`, so that the other parts stand."""
    try:
        return await asked
    except C8Error as failed:
        troubles[name] = failed
        return None
