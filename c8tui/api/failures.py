"""What a failed exchange means: every way in which httpx can fail, as an error with a name."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from traceback import format_tb

import httpx

from c8tui.errors import BadAnswer, C8Error, NoAnswer, RequestLine, TlsFailure, Unreachable

FAILURES = (httpx.HTTPError, ssl.SSLError, TimeoutError, ConnectionError)
"""What an exchange fails with. httpx lets a TLS error through that comes while it reads."""
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

CLIENT_ADVICE = "Check the client certificate (client_cert_path, client_key_path)."


def failure_of(error: Exception, url: httpx.URL, request: RequestLine, *, safe: bool) -> C8Error:
    """The error that `error`, raised while `url` was asked, amounts to.

    `safe`: the request only reads, so that its outcome is no question.
    """
    where = place(url)
    causes = list(_causes(error))
    for cause in causes:
        # With TLS 1.3 a server refuses our certificate only after the handshake, when we already read.
        if isinstance(cause, ssl.SSLError) and (isinstance(error, NEVER_SENT) or _wants_certificate(cause)):
            return _tls(cause, where, request)
    if isinstance(error, NEVER_SENT):
        return _unreachable(error, causes, where, request)
    if isinstance(error, httpx.DecodingError):
        return BadAnswer(f"{where} sent a body that cannot be unpacked", request=request, outcome_known=safe)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return NoAnswer(f"{where} did not answer in time", title="Timeout", request=request, outcome_known=safe)
    return NoAnswer(f"the connection to {where} was cut", request=request, outcome_known=safe)


def place(url: httpx.URL) -> str:
    """Host and port, never user names, path or query."""
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    return f"[{url.host}]:{port}" if ":" in url.host else f"{url.host}:{port}"


def reason_of(error: ssl.SSLError) -> str:
    """OpenSSL's word for what went wrong, empty where the error is none of OpenSSL's."""
    return getattr(error, "reason", None) or ""


def _wants_certificate(error: ssl.SSLError) -> bool:
    reason = reason_of(error)
    return "ALERT" in reason and ("CERTIFICATE" in reason or "UNKNOWN_CA" in reason)


def _unreachable(error: Exception, causes: list[BaseException], where: str, request: RequestLine) -> C8Error:
    if isinstance(error, httpx.ProxyError):
        return Unreachable(f"the proxy did not let us through to {where}: {error}", request=request)
    if isinstance(error, httpx.UnsupportedProtocol):
        return Unreachable(f"{where} is no address that starts with http:// or https://", request=request)
    if isinstance(error, httpx.PoolTimeout):
        return Unreachable(f"all connections to {where} are busy", request=request)
    for cause in causes:
        why = _system_reason(cause)
        if why:
            return Unreachable(f"cannot connect to {where}: {why}", request=request)
    return Unreachable(f"cannot connect to {where}", request=request)


def _system_reason(cause: BaseException) -> str:
    if isinstance(cause, ConnectionRefusedError):
        return "nothing listens there (connection refused)"
    if isinstance(cause, socket.gaierror):
        return "the host name is not known"
    if isinstance(cause, httpx.ConnectTimeout | TimeoutError):
        return "no reaction in time"
    if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        return "there is no route to it"
    return ""


def _tls(error: ssl.SSLError, where: str, request: RequestLine) -> C8Error:
    if isinstance(error, ssl.SSLCertVerificationError):
        return TlsFailure(
            f"the certificate of {where} is not trusted: {getattr(error, 'verify_message', error)}", request=request
        )
    if reason_of(error) in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "RECORD_LAYER_FAILURE"):
        return TlsFailure(f"{where} does not speak TLS", request=request, advice="Try http:// instead of https://.")
    reason = (reason_of(error) or "handshake failed").lower().replace("_", " ")
    if _wants_certificate(error):
        return TlsFailure(f"{where} wants another client certificate: {reason}", request=request, advice=CLIENT_ADVICE)
    return TlsFailure(f"no TLS with {where}: {reason}", request=request)


def _causes(error: BaseException | None, depth: int = 0) -> Iterator[BaseException]:
    """`error` and what led to it, groups included."""
    while error is not None and depth < 20:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for inner in error.exceptions:
                yield from _causes(inner, depth + 1)
        error = error.__cause__ or error.__context__
        depth += 1


def without_locals(bug: Exception) -> Exception:
    """`bug` with the frames below taken off and added as plain text.

    Frames of the HTTP library hold the Authorization header or a client secret in their locals, and crash reports show
    locals.
    """
    for error in list(_causes(bug)):
        if error.__traceback__ is not None:
            error.add_note("".join(format_tb(error.__traceback__)).rstrip())
            error.__traceback__ = None
    return bug
