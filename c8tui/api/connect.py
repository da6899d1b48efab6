"""From settings to a connection: TLS, credentials and the wire, put together once."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from pydantic import SecretStr

from c8tui.api.auth import Basic, Bearer, StaticBearer
from c8tui.api.http import open_client
from c8tui.api.proxies import proxy_for
from c8tui.api.token_cache import TokenCache, default_directory
from c8tui.api.token_request import Grant, TokenRequest
from c8tui.api.tokens import TokenSource
from c8tui.api.trust import reason, trusting
from c8tui.api.wire import Wire
from c8tui.errors import SettingsError
from c8tui.request_log import LogFile, RequestLog

if TYPE_CHECKING:
    from c8tui.settings import Settings

CONNECT_S = 5.0
"""Longest wait for a connection, when the settings allow longer."""
DEFAULT_CACHE = Path()
"""Stands for the usual directory, which is only looked up when it is needed."""


@dataclass(frozen=True, slots=True)
class Connection:
    """An open connection to a cluster; `tokens` where it signs in by OAuth, to be kept alive by whoever owns it."""

    wire: Wire
    tokens: TokenSource | None

    async def aclose(self) -> None:
        """Close everything."""
        await self.wire.aclose()
        if self.tokens is not None:
            await self.tokens.aclose()
        self.wire.log.close()


def connect(
    settings: Settings, *, transport: httpx.AsyncBaseTransport | None = None, cache_dir: Path | None = DEFAULT_CACHE
) -> Connection:
    """Make ready to talk to the cluster of `settings`; sends nothing yet. Takes about 60 ms where there is TLS.

    `transport` carries every request, those to the token server too. `cache_dir` keeps tokens, None keeps none.
    Raises SettingsError for certificates, proxies and a log file that cannot be used.
    """
    timeouts = httpx.Timeout(settings.timeout_s, connect=min(settings.timeout_s, CONNECT_S))
    named = {"address": settings.address, "oauth_url": settings.oauth_url}
    urls = [_usable(setting, url) for setting, url in named.items() if url]
    proxies = {url: proxy_for(url) for url in urls if transport is None}
    secure = [url for url in (*urls, *(str(proxy.url) for proxy in proxies.values() if proxy)) if _is_https(url)]
    # Plain http needs no certificates. The empty context trusts nobody, so that it is safe should it ever be used.
    verify = ssl_context(settings) if secure and transport is None else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client: dict[str, Any] = {"transport": transport, "verify": verify, "timeouts": timeouts}
    log = RequestLog(LogFile(settings.log) if settings.log else None, debug=settings.debug)
    tokens = None
    if settings.auth == "oauth":
        tokens = _token_source(settings, cache_dir, {**client, "proxy": proxies.get(settings.oauth_url or "")}, log)
    about: dict[str, Any] = {
        "log": log,
        "signs_in": settings.auth,
        "ca_path": str(settings.ca_path) if settings.ca_path else None,
    }
    auth, proxy = _auth(settings, tokens), proxies.get(settings.address)
    return Connection(Wire(settings.address, auth=auth, proxy=proxy, **about, **client), tokens)


def _usable(setting: str, url: str) -> str:
    """`url` if httpx can take it apart: host names in Punycode and lengths have rules that it alone knows."""
    try:
        if httpx.URL(url).host:
            return url
    except (httpx.InvalidURL, ValueError):  # the errors of IDNA are ValueErrors
        pass
    raise SettingsError(setting, "settings", "is no usable URL: no host is called so", "Check the name of the host")


def _is_https(url: str) -> bool:
    return url[:6].lower() == "https:"


def in_process(app: Any, *, raise_app_exceptions: bool = True) -> httpx.AsyncBaseTransport:
    """A transport to an ASGI app in this process; its exceptions come through, or are a 500 as on a real port."""
    return _InProcess(app, lenient=not raise_app_exceptions)


class _InProcess(httpx.AsyncBaseTransport):
    """Tells an app that hangs up (ConnectionError) as a connection that was cut, as it would be on a real port."""

    def __init__(self, app: Any, *, lenient: bool) -> None:
        self._app = httpx.ASGITransport(app=app, raise_app_exceptions=True)
        self._lenient = lenient

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._app.handle_async_request(request)
        except ConnectionError as cut:
            raise httpx.ReadError("the server closed the connection without an answer", request=request) from cut
        except Exception:
            if not self._lenient:
                raise
            return httpx.Response(500, request=request, text="Internal Server Error")


def ssl_context(settings: Settings) -> ssl.SSLContext:
    """Whom to trust, and our own certificate."""
    context = trusting(settings.ca_path)
    if settings.client_cert_path is not None:
        _identify(context, settings.client_cert_path, settings.client_key_path, settings.client_key_password)
    return context


def _identify(context: ssl.SSLContext, cert: Path, key: Path | None, password: SecretStr | None) -> None:
    try:
        # Without a password OpenSSL would ask for one on the terminal.
        context.load_cert_chain(cert, key, password=lambda: password.get_secret_value() if password else "")
        return
    except OSError as error:
        why = reason(error)
    raise SettingsError(
        "client_cert_path",
        "settings",
        f"{cert} cannot be used with the key {key or cert}: {why}",
        "Check client_cert_path, client_key_path and client_key_password",
    )


def _auth(settings: Settings, tokens: TokenSource | None) -> httpx.Auth | None:
    if tokens is not None:
        return Bearer(tokens)
    if settings.auth == "basic" and settings.username is not None and settings.password is not None:
        return Basic(settings.username, settings.password.get_secret_value())
    if settings.auth == "bearer" and settings.token is not None:
        return StaticBearer(settings.token)
    return None


def _token_source(settings: Settings, cache_dir: Path | None, client: dict[str, Any], log: RequestLog) -> TokenSource:
    if not settings.oauth_url or not settings.client_id or settings.client_secret is None:
        raise SettingsError("auth", "oauth", "needs oauth_url, client_id and client_secret", "Set all three")
    grant = Grant(
        url=settings.oauth_url,
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        audience=settings.audience,
        scope=settings.scope,
        resource=settings.resource,
        body=settings.oauth_body,
    )
    directory = default_directory() if cache_dir is DEFAULT_CACHE else cache_dir
    cache = TokenCache(directory, grant) if directory is not None else None
    ca_path = str(settings.ca_path) if settings.ca_path else None
    asks = TokenRequest(grant, open_client(**client), proxy=client["proxy"], ca_path=ca_path)
    return TokenSource(asks, cache=cache, log=log)
