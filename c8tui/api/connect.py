"""From settings to a connection: TLS, credentials and the wire, put together once."""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from msgspec import Struct

from c8tui.api.auth import Basic, Bearer, StaticBearer
from c8tui.api.http import open_client
from c8tui.api.late_secret import LateSecret
from c8tui.api.proxies import named_proxy, proxy_for
from c8tui.api.route import CA_TEXT
from c8tui.api.token_cache import TokenCache, default_directory
from c8tui.api.token_request import Grant, TokenRequest
from c8tui.api.tokens import TokenSource
from c8tui.api.trust import reason, refuse_other_formats, trusting
from c8tui.api.wire import Wire
from c8tui.errors import SettingsError
from c8tui.request_log import LogFile, RequestLog
from c8tui.secret_text import SecretStr
from c8tui.settings_rules import no_token

if TYPE_CHECKING:
    from c8tui.settings import Settings

CONNECT_S = 5.0
"""Longest wait for a connection, when the settings allow longer."""
DEFAULT_CACHE = Path()
"""Stands for the usual directory, which is only looked up when it is needed."""


class Connection(Struct, frozen=True):
    """An open connection to a cluster; `tokens` where it signs in by OAuth, to be kept alive by whoever owns it."""

    wire: Wire
    tokens: TokenSource | None
    secrets: tuple[LateSecret, ...] = ()
    """What the requests are signed with, looked up at the first one of them."""

    async def aclose(self) -> None:
        """Close everything."""
        await self.wire.aclose()
        if self.tokens is not None:
            await self.tokens.aclose()
        self.wire.log.close()


def connect(
    settings: Settings,
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    cache_dir: Path | None = DEFAULT_CACHE,
    origins: Mapping[str, str] | None = None,
) -> Connection:
    """Make ready to talk to the cluster of `settings`; sends nothing yet. Takes about 60 ms where there is TLS.

    `transport` carries every request, those to the token server too. `cache_dir` keeps tokens, None keeps none;
    `origins` say where each setting was made. The passwords of a proxy and of an encrypted key are looked up here, so
    that this blocks where a reference names them; the others wait for the first request.
    Raises SettingsError for certificates, proxies and a log file that cannot be used.
    """
    origins = origins or {}
    timeouts = httpx.Timeout(settings.timeout_s, connect=min(settings.timeout_s, CONNECT_S))
    named = {"address": settings.address, "oauth_url": settings.oauth_url}
    urls = [_usable(setting, url) for setting, url in named.items() if url]
    proxies = _proxies(settings, urls, origins) if transport is None else {}
    secure = [url for url in (*urls, *(str(proxy.url) for proxy in proxies.values() if proxy)) if _is_https(url)]
    # Plain http needs no certificates. The empty context trusts nobody, so that it is safe should it ever be used.
    verify = ssl_context(settings, origins) if secure and transport is None else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client: dict[str, Any] = {"transport": transport, "verify": verify, "timeouts": timeouts}
    log = RequestLog(LogFile(settings.log) if settings.log else None, debug=settings.debug)
    tokens = None
    secret = _secret_of(settings, origins)
    if settings.auth == "oauth":
        tokens = _token_source(
            settings, secret, cache_dir, {**client, "proxy": proxies.get(settings.oauth_url or "")}, log
        )
    about: dict[str, Any] = {"log": log, "signs_in": settings.auth, "ca_path": _trusted(settings)}
    auth, proxy = _auth(settings, secret, tokens), proxies.get(settings.address)
    ready = tokens.token if tokens is not None else secret.value if secret is not None else None
    wire = Wire(settings.address, auth=auth, ready=ready, proxy=proxy, **about, **client)
    return Connection(wire, tokens, (secret,) if secret else ())


def _secret_of(settings: Settings, origins: Mapping[str, str]) -> LateSecret | None:
    """The secret that signs the requests."""
    name = {"basic": "password", "bearer": "token", "oauth": "client_secret"}.get(settings.auth, "")
    given: SecretStr | None = getattr(settings, name, None)
    if given is None:
        return None
    return LateSecret(given, name, origins.get(name, "settings"), check=no_token if name == "token" else None)


def _looked_up(given: SecretStr | None, name: str, origins: Mapping[str, str]) -> str:
    """A secret that is needed at once, empty where none is set."""
    return LateSecret(given, name, origins.get(name, "settings")).value_now().get_secret_value() if given else ""


def _proxies(settings: Settings, urls: Sequence[str], origins: Mapping[str, str]) -> dict[str, httpx.Proxy | None]:
    """The proxy of each address: what the settings name, else what variables do."""
    if not settings.proxy:
        return {url: proxy_for(url) for url in urls}
    password = _looked_up(settings.proxy_password, "proxy_password", origins)
    return dict.fromkeys(urls, named_proxy(settings.proxy, settings.proxy_user, password))


def _trusted(settings: Settings) -> str | None:
    """Whom the settings say to trust, for advice."""
    if settings.ca_added:
        return None
    return str(settings.ca_path) if settings.ca_path else CA_TEXT if settings.ca_pem else None


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


def ssl_context(settings: Settings, origins: Mapping[str, str] | None = None) -> ssl.SSLContext:
    """Whom to trust, and our own certificate."""
    context = trusting(settings.ca_path, text=settings.ca_pem, added=settings.ca_added)
    if settings.client_cert_path is not None:
        _identify(context, settings, origins or {})
    return context


def _identify(context: ssl.SSLContext, settings: Settings, origins: Mapping[str, str]) -> None:
    cert, key = settings.client_cert_path, settings.client_key_path
    assert cert is not None
    for setting, path in (("client_cert_path", cert), ("client_key_path", key)):
        if path is not None:
            refuse_other_formats(setting, path)

    def password() -> str:
        """Asked for only where the key is encrypted; without one OpenSSL would ask on the terminal."""
        return _looked_up(settings.client_key_password, "client_key_password", origins)

    try:
        context.load_cert_chain(cert, key, password=password)
        return
    except OSError as error:
        why = reason(error)
    raise SettingsError(
        "client_cert_path",
        "settings",
        f"{cert} cannot be used with the key {key or cert}: {why}",
        "Check client_cert_path, client_key_path and client_key_password",
    )


def _auth(settings: Settings, secret: LateSecret | None, tokens: TokenSource | None) -> httpx.Auth | None:
    if tokens is not None:
        return Bearer(tokens)
    if settings.auth == "basic" and settings.username is not None and secret is not None:
        return Basic(settings.username, secret)
    if settings.auth == "bearer" and secret is not None:
        return StaticBearer(secret)
    return None


def _token_source(
    settings: Settings, secret: LateSecret | None, cache_dir: Path | None, client: dict[str, Any], log: RequestLog
) -> TokenSource:
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
    asks = TokenRequest(grant, open_client(**client), secret=secret, proxy=client["proxy"], ca_path=_trusted(settings))
    return TokenSource(asks, cache=cache, log=log)
