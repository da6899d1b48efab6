"""What to do about a failure: it depends on what was asked, how, and whether it has ever worked."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping

from c8tui.api.route import CA_TEXT, Auth, Route

LOOK_AGAIN = "Look again before you repeat it."
"""Of commands only: what reads is repeated without harm."""
CHECK_ADDRESS = "Check the address, and that the cluster is up and reachable from here."
CHECK_PATH = "Check the address: its port, and the path before /v2 (a context path; on SaaS the cluster id)."
PROXY_VARIABLES = "HTTPS_PROXY, HTTP_PROXY or ALL_PROXY"
CHECK_PROXY = f"Check {PROXY_VARIABLES}, or name the cluster in NO_PROXY."
PROXY_CREDENTIALS = f"Put them into {PROXY_VARIABLES}: http://USER:PASSWORD@HOST:PORT, special characters as %XX."
CLIENT_ADVICE = "Check the client certificate (client_cert_path, client_key_path)."
BETWEEN = "Something between here and the cluster answers: check the address, the proxy variables and your network."
LOGIN = "Use the address of the API itself, not one that a login for browsers guards, and credentials that it takes."
BASIC = "a user name and a password (CAMUNDA_BASIC_AUTH_USERNAME, CAMUNDA_BASIC_AUTH_PASSWORD)"
BEARER = "a token (CAMUNDA_CLIENT_ID, CAMUNDA_CLIENT_SECRET and CAMUNDA_OAUTH_URL, or CAMUNDA_OAUTH_TOKEN)"

_CHECKS: Mapping[Auth, str] = {
    "none": "",
    "basic": "Check the user name and the password.",
    "oauth": "The token was refused: check the audience, and that the cluster trusts this authorization server.",
    "bearer": "The token was refused: it may have ended, or be meant for another audience.",
}
_SENT: Mapping[Auth, str] = {"none": "nothing", "basic": "a user name", "oauth": "a token", "bearer": "a token"}

EXPIRED, NOT_YET_VALID, WRONG_NAME, WRONG_ADDRESS = 10, 9, 62, 64
"""Verification codes of OpenSSL (x509_vfy.h)."""


def for_401(challenge: str, auth: Auth) -> str:
    """`challenge`: WWW-Authenticate, which names what the server takes."""
    schemes = {scheme.lower() for scheme in re.findall(r"(?:^|,)\s*(basic|bearer)\b", challenge, re.IGNORECASE)}
    wanted = " or ".join(what for scheme, what in (("basic", BASIC), ("bearer", BEARER)) if scheme in schemes)
    sends = "bearer" if auth in ("oauth", "bearer") else auth
    if auth == "none":
        return f"No credentials are configured; it asks for {wanted or f'{BASIC} or {BEARER}'}."
    if wanted and sends not in schemes:
        return f"It asks for {wanted}, and this profile sends {_SENT[auth]}."
    return _CHECKS[auth]


def for_certificate(error: ssl.SSLCertVerificationError, route: Route) -> str:
    """What to do about a certificate that was not accepted."""
    code = getattr(error, "verify_code", 0)
    if code == EXPIRED:
        return "It has to be renewed there; if it is still good, the clock of this machine is wrong."
    if code == NOT_YET_VALID:
        return "Check the clock of this machine."
    if code in (WRONG_NAME, WRONG_ADDRESS):
        return "Use the name in the address that the certificate was made for."
    if route.ca_path == CA_TEXT:
        return "No authority in ca_pem has issued it: give the one that has, or remove ca_pem."
    if route.ca_path is not None:
        return f"No authority in ca_path ({route.ca_path}) has issued it: name the one that has, or remove ca_path."
    return "If a private authority has issued it, name its PEM file in ca_path."


def for_wait(seconds: float | None) -> str:
    """What to do when a server asks for patience."""
    if not seconds:
        return "Try again in a moment."
    for unit, length in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"Try again in {seconds / length:,.0f} {unit}."
    return f"Try again in {seconds:.0f} s."
