"""Where settings come from: flags, environment variables and config.toml, each value with its origin."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from c8tui.errors import SettingsError
from c8tui.secret_text import NoText, SecretStr

SECRETS = frozenset({"password", "token", "client_secret", "client_key_password", "proxy_password"})
"""Settings whose values are never shown, and which make a settings file one that only its owner may read.

Each may hold a reference instead (`secret_references`), which makes it no such file."""

PATHS = frozenset({"ca_path", "client_cert_path", "client_key_path", "views", "log"})
"""Settings that name files; in config.toml they are relative to its folder."""

OFFICIAL = {
    "address": ("CAMUNDA_REST_ADDRESS", "CAMUNDA_BASE_URL", "ZEEBE_REST_ADDRESS"),
    "region": ("CAMUNDA_CLUSTER_REGION", "CAMUNDA_REGION"),
    "cluster_id": ("CAMUNDA_CLUSTER_ID",),
    "auth": ("CAMUNDA_AUTH_STRATEGY",),
    "username": ("CAMUNDA_BASIC_AUTH_USERNAME", "CAMUNDA_USERNAME"),
    "password": ("CAMUNDA_BASIC_AUTH_PASSWORD", "CAMUNDA_PASSWORD"),
    "token": ("CAMUNDA_OAUTH_TOKEN",),
    "client_id": ("CAMUNDA_CLIENT_ID", "CAMUNDA_CLIENT_AUTH_CLIENTID", "ZEEBE_CLIENT_ID"),
    "client_secret": ("CAMUNDA_CLIENT_SECRET", "CAMUNDA_CLIENT_AUTH_CLIENTSECRET", "ZEEBE_CLIENT_SECRET"),
    "oauth_url": ("CAMUNDA_OAUTH_URL", "CAMUNDA_AUTHORIZATION_SERVER_URL", "ZEEBE_AUTHORIZATION_SERVER_URL"),
    "audience": ("CAMUNDA_TOKEN_AUDIENCE", "CAMUNDA_ZEEBE_OAUTH_AUDIENCE", "ZEEBE_TOKEN_AUDIENCE"),
    "scope": ("CAMUNDA_TOKEN_SCOPE", "CAMUNDA_OAUTH_SCOPE", "ZEEBE_TOKEN_SCOPE"),
    "resource": ("CAMUNDA_TOKEN_RESOURCE", "ZEEBE_TOKEN_RESOURCE"),
    "tenant_id": ("CAMUNDA_DEFAULT_TENANT_ID", "CAMUNDA_TENANT_ID", "ZEEBE_DEFAULT_TENANT_ID"),
    "ca_path": (
        "CAMUNDA_CA_CERTIFICATE_PATH", "CAMUNDA_MTLS_CA_PATH", "CAMUNDA_CUSTOM_ROOT_CERT_PATH",
        "ZEEBE_CA_CERTIFICATE_PATH",
    ),
    "ca_pem": ("CAMUNDA_MTLS_CA", "CAMUNDA_CUSTOM_ROOT_CERT_STRING"),
    "client_cert_path": ("CAMUNDA_MTLS_CERT_PATH", "CAMUNDA_CUSTOM_CERT_CHAIN_PATH"),
    "client_key_path": ("CAMUNDA_MTLS_KEY_PATH", "CAMUNDA_CUSTOM_PRIVATE_KEY_PATH"),
    "client_key_password": ("CAMUNDA_MTLS_KEY_PASSPHRASE",),
}  # fmt: skip
"""The variables that the official clients read, for each setting the first one first."""

GRPC = ("CAMUNDA_GRPC_ADDRESS", "ZEEBE_GRPC_ADDRESS", "ZEEBE_ADDRESS", "CAMUNDA_CLIENT_GRPCADDRESS")
"""Variables of the official clients that name the cluster's gRPC address, which is another port than that of REST."""

MAY_BE_EMPTY = frozenset({"audience"})
"""Settings of which empty text says something: that none is sent."""

OWN_PREFIX = "C8TUI_"
"""`C8TUI_` and the name of a setting in capitals is the variable of c8tui itself."""


@dataclass(frozen=True, slots=True)
class GivenSettings:
    """What one layer gives: values as they were written, and for each where exactly it stands."""

    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    origins: Mapping[str, str] = field(default_factory=dict)

    def over(self, lower: GivenSettings) -> GivenSettings:
        """This layer and, for what it lacks, `lower`."""
        return GivenSettings({**lower.values, **self.values}, {**lower.origins, **self.origins})

    def with_saas_address(self) -> GivenSettings:
        """The same layer, where region and cluster id of SaaS stand for the address unless one is given too."""
        region, cluster_id = self.values.get("region"), self.values.get("cluster_id")
        if "address" in self.values or not region or not cluster_id:
            return self
        origin = " and ".join(dict.fromkeys((self.origins["region"], self.origins["cluster_id"])))
        address = saas_address(str(region), str(cluster_id))
        return GivenSettings({**self.values, "address": address}, {**self.origins, "address": origin})


def saas_address(region: str, cluster_id: str) -> str:
    """The REST address of a SaaS cluster."""
    return f"https://{region}.zeebe.camunda.io/{cluster_id}/v2"


def from_flags(flags: Mapping[str, str | None]) -> GivenSettings:
    """What was said on the command line; None and empty mean that the flag was not given."""
    given = {name: value for name, value in flags.items() if value}
    no = {name: "no-" if value == "false" else "" for name, value in given.items()}
    return GivenSettings(given, {name: f"flag --{no[name]}{name.replace('_', '-')}" for name in given})


def from_environment(environ: Mapping[str, str], variables: Mapping[str, Collection[str]]) -> GivenSettings:
    """What the environment gives; of several variables of a setting the first one that is not empty counts."""
    values: dict[str, str | SecretStr] = {}
    origins: dict[str, str] = {}
    for name, candidates in variables.items():
        for variable in candidates:
            value = _spoken(name, environ.get(variable))
            if value or (value == "" and name in MAY_BE_EMPTY and variable.startswith(OWN_PREFIX)):
                values[name], origins[name] = value, f"environment {variable}"
                break
    return GivenSettings(values, origins)


def _spoken(name: str, text: str | None) -> str | SecretStr | None:
    """The text of a variable without the blanks around it; masked from here on where it is a secret."""
    if name in SECRETS:
        return SecretStr((text or "").strip("\r\n"))
    return text if text is None else text.strip()


def masked(name: str, value: Any) -> Any:
    """A value of a settings file, out of sight if it is a secret, of whatever type somebody has written it."""
    if name not in SECRETS:
        return value
    return SecretStr(value) if isinstance(value, str) else NoText()


def own_variables(known: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The C8TUI_ variables of all settings."""
    return {name: (OWN_PREFIX + name.upper(),) for name in known}


def official_variables(prefix: str) -> dict[str, tuple[str, ...]]:
    """Those variables of the official clients that begin with `prefix`."""
    return {name: tuple(v for v in variables if v.startswith(prefix)) for name, variables in OFFICIAL.items()}


def refuse_misspelt(environ: Mapping[str, str], known: Collection[str]) -> None:
    """Raise SettingsError for a C8TUI_ variable that is none of c8tui's; its value is not quoted."""
    names = [OWN_PREFIX + name.upper() for name in (*known, "config")]
    for variable in environ:
        if variable.startswith(OWN_PREFIX) and variable not in names:
            mend = did_you_mean(variable, names, alike=len(OWN_PREFIX))
            raise SettingsError(variable, "environment", "there is no such setting", mend)


def did_you_mean(name: str, known: Collection[str], *, alike: int = 0) -> str:
    """The mend for a name that nobody knows: the nearest known one, or all of them.

    The first `alike` characters are the same in all, and say nothing about likeness.
    """
    ends = sorted(one[alike:] for one in known)
    near = [name[:alike] + end for end in difflib.get_close_matches(name[alike:], ends, n=1, cutoff=0.6)]
    return f"Did you mean {near[0]}?" if near else f"Known are {', '.join(sorted(known))}"


PERSONAL = frozenset({
    "any_version", "debug", "editor", "linear", "log", "mouse", "notify",
    "notify_views", "quiet", "refresh_s", "theme", "timeout_s", "undo_s", "views",
})  # fmt: skip
"""Settings that are about whoever uses c8tui, and where: what flags and variables say of them holds for any cluster.

All others are about one cluster.
"""
CAREFUL = frozenset({"read_only", "protected"})
"""Settings that, once they are on, stay on with another cluster."""


def personal_flags(flags: Mapping[str, str | None]) -> dict[str, str | None]:
    """The flags that hold for any cluster."""
    return {name: value for name, value in flags.items() if name == "config" or _holds_anywhere(name, value)}


def personal_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without the variables that tell of one cluster."""
    official = {variable for variables in OFFICIAL.values() for variable in variables}.union(GRPC)
    return {
        name: value
        for name, value in environ.items()
        if name not in official
        and (
            not name.startswith(OWN_PREFIX)
            or name == f"{OWN_PREFIX}CONFIG"
            or _holds_anywhere(name.removeprefix(OWN_PREFIX).lower(), value)
        )
    }


def _holds_anywhere(setting: str, value: str | None) -> bool:
    off = (value or "").strip().lower() in ("", "0", "false", "f", "no", "n", "off")
    return setting in PERSONAL or (setting in CAREFUL and not off)
