"""What follows from the settings that are given: how to sign in, where a SaaS cluster is, each in its normal form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from c8tui.secret_references import fault_of, literal, reference_in
from c8tui.secret_text import SecretStr
from c8tui.settings_address import rest_address
from c8tui.settings_rules import (
    CREDENTIALS,
    SAAS_OAUTH_URL,
    checked_certificates,
    checked_hours,
    checked_notify,
    checked_url,
    inferred_auth,
    is_saas,
    listed,
    no_token,
    refused,
)
from c8tui.settings_sources import SECRETS, did_you_mean, saas_address
from c8tui.themes.profile_colours import PROFILE_COLOURS


def completed(given: Mapping[str, Any]) -> dict[str, Any]:
    """All settings with what follows from them, each in its normal form. Raises BrokenRule for what contradicts."""
    found = dict(given)
    for name in ("region", "cluster_id"):
        if found[name] is not None and not re.fullmatch(r"[A-Za-z0-9-]+", found[name]):
            mend = "Fix it there, or remove it for the default"
            raise refused(name, detail="may hold letters, digits and - only", mend=mend)
    if not found["address"] and found["region"] and found["cluster_id"]:
        found["address"] = saas_address(found["region"], found["cluster_id"])
    found["auth"] = found["auth"] or inferred_auth(found)
    if found["auth"] == "oauth" and not found["oauth_url"] and is_saas(found["address"]):
        found["oauth_url"] = SAAS_OAUTH_URL
    found["address"] = rest_address(checked_url(found["address"], "address", "http://localhost:8080/v2"))
    if found["oauth_url"]:
        found["oauth_url"] = checked_url(found["oauth_url"], "oauth_url", "https://HOST/oauth/token")
    if found["color"]:
        found["color"] = _known_color(found["color"])
    if found["ca_pem"]:
        found["ca_pem"] = checked_certificates(found["ca_pem"])
    if found["proxy"] and "@" in found["proxy"]:
        mend = "Use proxy_user and proxy_password instead"
        raise refused("proxy", detail="holds a user name or a password", mend=mend)
    found["notify"] = checked_notify(found["notify"])
    if found["quiet"]:
        found["quiet"] = checked_hours(found["quiet"])
    for name in sorted(SECRETS):
        if isinstance(found[name], str):  # out of sight, whoever has made it
            found[name] = SecretStr(found[name])
        _check_secret(name, found[name])
    _refuse_halves(found)
    return found


def _known_color(name: str) -> str:
    known = name.lower()
    if known not in PROFILE_COLOURS:
        raise refused("color", detail="is no colour that it could be", mend=did_you_mean(known, PROFILE_COLOURS))
    return known


def _check_secret(name: str, secret: SecretStr | None) -> None:
    reference = reference_in(secret) if secret else None
    if reference is not None and (fault := fault_of(reference)) is not None:
        raise refused(name, detail=fault[0], mend=fault[1])
    if name == "token" and secret and reference is None and (wrong := no_token(literal(secret))):
        raise refused(name, detail=wrong, mend="Copy it again")


def _refuse_halves(found: Mapping[str, Any]) -> None:
    """What is set and needs something beside it that is not."""
    needed = CREDENTIALS.get(found["auth"], ())
    missing = [name for name in needed if not found[name]]
    if missing:
        raise refused(
            missing[0],
            detail=f"is missing: signing in by {found['auth']} takes {listed(needed)}",
            mend=f"Set {listed(missing)}",
            because=["auth", *(name for name in needed if name not in missing)],
        )
    if found["proxy_password"] and not found["proxy_user"]:
        raise refused("proxy_password", detail="has no user beside it", mend="Set proxy_user too")
    if found["client_key_path"] and not found["client_cert_path"]:
        raise refused("client_key_path", detail="has no certificate beside it", mend="Set client_cert_path too")
