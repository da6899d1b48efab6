"""What a failed exchange means: every way in which httpx can fail, as an error with a name."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from traceback import format_tb, walk_tb

import httpx

from c8tui.api.advice import CHECK_PROXY, CLIENT_ADVICE, LOOK_AGAIN, PROXY_CREDENTIALS, for_certificate
from c8tui.api.route import Route
from c8tui.api.strangers import REST_PORT, USE_TLS, stranger, unread
from c8tui.errors import BadAnswer, C8Error, NoAnswer, RequestLine, TlsFailure, Unreachable

FAILURES = (httpx.HTTPError, ssl.SSLError, TimeoutError, ConnectionError)
"""What an exchange fails with. httpx lets a TLS error through that comes while it reads."""
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


def failure_of(error: Exception, route: Route, request: RequestLine, *, safe: bool) -> C8Error:
    """The error that `error`, raised on the way of `route`, amounts to.

    `safe`: the request only reads, so that its outcome is no question.
    """
    causes = list(_causes(error))
    for cause in causes:
        # With TLS 1.3 a server refuses our certificate only after the handshake, when we already read.
        if isinstance(cause, ssl.SSLError) and (isinstance(error, NEVER_SENT) or _wants_certificate(cause)):
            return _tls(cause, causes, route, request)
    if isinstance(error, NEVER_SENT):
        return _unreachable(error, causes, route, request)
    if isinstance(error, httpx.DecodingError):
        return BadAnswer(f"{route.where} sent a body that cannot be unpacked", request=request, outcome_known=safe)
    if (other := stranger(unread(causes))) is not None:
        return BadAnswer(f"{route.where} {other.what}", request=request, outcome_known=safe, advice=other.advice)
    return _lost(error, route, request, safe=safe)


def _lost(error: Exception, route: Route, request: RequestLine, *, safe: bool) -> C8Error:
    """It was sent, and no whole answer came."""
    by = f" through the proxy {route.by}" if route.proxy else ""
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        advice = "timeout_s sets how long an answer is waited for." if safe else LOOK_AGAIN
        detail, title = f"{route.where} did not answer in time{by}", "Timeout"
        return NoAnswer(detail, title=title, request=request, outcome_known=safe, advice=advice)
    advice = LOOK_AGAIN
    if safe:
        advice = "" if route.met else f"Check the port. {USE_TLS if route.url.scheme == 'http' else ''}".strip()
    return NoAnswer(f"the connection to {route.where}{by} was cut", request=request, outcome_known=safe, advice=advice)


def reason_of(error: ssl.SSLError) -> str:
    """OpenSSL's word for what went wrong, empty where the error is none of OpenSSL's."""
    return getattr(error, "reason", None) or ""


def _wants_certificate(error: ssl.SSLError) -> bool:
    reason = reason_of(error)
    return "ALERT" in reason and ("CERTIFICATE" in reason or "UNKNOWN_CA" in reason)


def _unreachable(error: Exception, causes: list[BaseException], route: Route, request: RequestLine) -> C8Error:
    if isinstance(error, httpx.ProxyError):
        return _held_up(str(error), route, request)
    if isinstance(error, httpx.UnsupportedProtocol):
        return Unreachable(f"{route.where} is no address that starts with http:// or https://", request=request)
    if isinstance(error, httpx.PoolTimeout):
        return Unreachable(f"all connections to {route.where} are busy", request=request, advice="")
    why = next(filter(None, map(_system_reason, causes)), "")
    why = f": {why}" if why else ""
    if route.proxy is not None:  # connections are made to the proxy alone
        detail = f"cannot connect to the proxy {route.by}{why}; {route.where} was not asked"
        return Unreachable(detail, title="Proxy", request=request, advice=CHECK_PROXY)
    return Unreachable(f"cannot connect to {route.where}{why}", request=request)


def _held_up(said: str, route: Route, request: RequestLine) -> C8Error:
    """The proxy answered the CONNECT with `said`, a status and its phrase, or speaks SOCKS and refused."""
    status, the_proxy = said.partition(" ")[0], f"the proxy {route.by}".rstrip()
    if status == "407":
        detail, advice = f"{the_proxy} wants to know who we are ({said})", PROXY_CREDENTIALS
    elif status in ("502", "503", "504"):
        detail = f"{the_proxy} cannot reach {route.where} ({said})"
        advice = "Check the address, and that the proxy knows the way to the cluster; NO_PROXY names what goes past it."
    else:
        detail, advice = f"{the_proxy} does not let us through to {route.where}: {said}", CHECK_PROXY
    return Unreachable(detail, title="Proxy", request=request, advice=advice)


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


def _tls(error: ssl.SSLError, causes: list[BaseException], route: Route, request: RequestLine) -> C8Error:
    of_proxy = route.proxy is not None and route.proxy.scheme == "https" and not _in_tunnel(causes)
    where = f"the proxy {route.by}" if of_proxy else route.where
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = getattr(error, "verify_message", "") or str(error)
        detail = f"the certificate of {where} is not trusted: {reason}"
        return TlsFailure(detail, request=request, advice=for_certificate(error, route))
    reason = reason_of(error)
    if reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "RECORD_LAYER_FAILURE"):
        advice = CHECK_PROXY if of_proxy else "Use http:// instead of https://, or another port."
        return TlsFailure(f"{where} does not speak TLS", request=request, advice=advice)
    if "NO_APPLICATION_PROTOCOL" in reason:
        return TlsFailure(f"{where} does not speak HTTP/1.1, only HTTP/2", request=request, advice=REST_PORT)
    if not reason or "EOF" in reason:
        advice = CHECK_PROXY if of_proxy else "Check the port: if it speaks no TLS, use http:// instead of https://."
        return TlsFailure(f"{where} hung up in the TLS handshake", request=request, advice=advice)
    reason = reason.lower().replace("_", " ")
    if _wants_certificate(error):
        return TlsFailure(f"{where} wants another client certificate: {reason}", request=request, advice=CLIENT_ADVICE)
    return TlsFailure(f"no TLS with {where}: {reason}", request=request)


def _in_tunnel(causes: list[BaseException]) -> bool:
    """Whether it failed behind the proxy: what opens connections, here that to the proxy, has no part in it then."""
    return not any(frame.f_code.co_name == "_connect" for error in causes for frame, _ in walk_tb(error.__traceback__))


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
