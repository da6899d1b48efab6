"""The proxy of an address, from the variables that a workplace sets: worked out here, so that each form is understood.

Sources: the variables as curl, Go and Python's urllib read them. RFC 3986 has no room for `#`, `/` and `?` in a
password, but people write them: the host begins behind the last `@`.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from importlib.util import find_spec
from urllib.parse import unquote
from urllib.request import getproxies

import httpx

from c8tui.errors import SettingsError

SOCKS = frozenset({"socks5", "socks5h"})
"""Schemes that httpx speaks with its extra `socks`."""
_SCHEMES = {"http": "http", "https": "https", "socks": "socks5", "socks5": "socks5", "socks5h": "socks5h"}
_WRITE = "Write it like http://HOST:PORT or http://USER:PASSWORD@HOST:PORT"
_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")


def proxy_for(url: str, environ: Mapping[str, str] | None = None) -> httpx.Proxy | None:
    """The proxy that requests to `url` go through, None for none; `environ` is the process's own when None.

    Raises SettingsError for a variable that names no usable proxy; no part of its value is quoted.
    """
    target = httpx.URL(url)
    variables = os.environ if environ is None else environ
    variable, value = _chosen(target.scheme, variables)
    if not value and environ is None:
        # On macOS and Windows the system may know a proxy that no variable names.
        system = getproxies()
        variable, value = "proxy of the system", system.get(target.scheme) or system.get("all") or ""
    if not value or goes_direct(target, _value("no_proxy", variables)[1]):
        return None
    return _read(value, variable)


def named_proxy(value: str, user: str | None, password: str) -> httpx.Proxy | None:
    """The proxy that the setting `proxy` names, None for `none`; raises SettingsError where it is no address."""
    if value.strip().lower() == "none":
        return None
    proxy = _read(value.strip(), "proxy", "settings")
    return httpx.Proxy(proxy.url, auth=(user, password)) if user else proxy


def _chosen(scheme: str, variables: Mapping[str, str]) -> tuple[str, str]:
    """Name and value of the variable that counts: that of the scheme, else the one for all."""
    of_scheme = _value(f"{scheme}_proxy", variables)
    return of_scheme if of_scheme[1] else _value("all_proxy", variables)


def _value(name: str, variables: Mapping[str, str]) -> tuple[str, str]:
    """In small letters before capitals, as everywhere; an empty one in small letters switches the other off."""
    for variable in (name, name.upper()):
        if variable in variables:
            return variable, variables[variable].strip()
    return name, ""


def _read(value: str, variable: str, origin: str = "environment") -> httpx.Proxy:
    scheme, found, rest = value.partition("://")
    if not found:
        scheme, rest = "http", value
    user, _, place = rest.rpartition("@")
    if scheme.lower() in ("socks4", "socks4a"):
        raise _refused(
            variable, origin, "names a SOCKS4 proxy, which is not spoken here", "Name a SOCKS5 or an HTTP proxy"
        )
    kind = _SCHEMES.get(scheme.lower())
    host = _HOST.fullmatch(re.split(r"[/?#]", place, maxsplit=1)[0])
    if kind is None or host is None or int(host["port"] or 0) > 65_535:
        raise _refused(variable, origin, "is no address of a proxy", _WRITE)
    if kind in SOCKS and find_spec("socksio") is None:
        detail = "names a SOCKS proxy, which takes a package that is not installed"
        other = f"unset {variable}, or list the host in NO_PROXY" if origin == "environment" else "name another proxy"
        raise _refused(variable, origin, detail, f"Install c8tui[socks], {other}")
    name, _, password = user.partition(":")
    auth = (unquote(name), unquote(password)) if user else None
    port = int(host["port"]) if host["port"] else None
    try:
        url = httpx.URL(scheme=kind, host=host["host"].strip("[]"), port=port)
        if url.host:
            return httpx.Proxy(url, auth=auth)
    except (httpx.InvalidURL, ValueError):  # as a name in Punycode that stands for none
        pass
    raise _refused(variable, origin, "is no address of a proxy", _WRITE)


def _refused(variable: str, origin: str, detail: str, mend: str) -> SettingsError:
    return SettingsError(variable, origin, detail, mend)


def goes_direct(url: httpx.URL, no_proxy: str) -> bool:
    """Whether NO_PROXY takes a URL out: by `*`, a host, its domain with or without a dot, an address, a network (CIDR)
    or a pattern (`10.*`), each with or without a port. Names are not looked up."""
    host, port = url.host.rstrip(".").lower(), url.port or {"http": 80, "https": 443}.get(url.scheme)
    return any(_matches(host, port, entry) for entry in re.split(r"[\s,;|]+", no_proxy.lower()) if entry)


def _matches(host: str, port: int | None, entry: str) -> bool:
    entry = entry.rpartition("://")[2]
    if (network := _network(entry)) is not None:
        address = _address(host)
        return address is not None and address in network
    named = re.fullmatch(r"(?P<host>\[[^\]]*\]|[^:]*)(?::(?P<port>\d+))?/?", entry)
    if named is None or (named["port"] and int(named["port"]) != port):
        return False
    wanted = named["host"].strip("[]")
    if (address := _address(wanted)) is not None:
        return address == _address(host)
    wanted = wanted.removeprefix("*.").strip(".") if wanted != "*" else wanted
    if "*" in wanted:
        return fnmatchcase(host, wanted)
    return bool(wanted) and (host == wanted or host.endswith(f".{wanted}"))


def _network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """A network, or a bare address, which an IPv6 one without brackets can only be taken for as a whole."""
    if "]:" in entry or ("/" not in entry and entry.count(":") < 2):
        return None
    try:
        return ipaddress.ip_network(entry.replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        return None


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
