"""Where settings come from: flags, environment variables and config.toml, each value with its origin."""

from __future__ import annotations

import difflib
import os
import re
import stat
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from c8tui.errors import SettingsError

SECRETS = frozenset({"password", "token", "client_secret", "client_key_password"})
"""Settings whose values are never shown, and which make a settings file one that only its owner may read."""

PATHS = frozenset({"ca_path", "client_cert_path", "client_key_path", "views"})
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
    "client_cert_path": ("CAMUNDA_MTLS_CERT_PATH", "CAMUNDA_CUSTOM_CERT_CHAIN_PATH"),
    "client_key_path": ("CAMUNDA_MTLS_KEY_PATH", "CAMUNDA_CUSTOM_PRIVATE_KEY_PATH"),
    "client_key_password": ("CAMUNDA_MTLS_KEY_PASSPHRASE",),
}  # fmt: skip
"""The variables that the official clients read, for each setting the first one first."""

OWN_PREFIX = "C8TUI_"
"""`C8TUI_` and the name of a setting in capitals is the variable of c8tui itself."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one layer gives: values as they were written, and for each where exactly it stands."""

    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    origins: Mapping[str, str] = field(default_factory=dict)

    def over(self, lower: Given) -> Given:
        """This layer and, for what it lacks, `lower`."""
        return Given({**lower.values, **self.values}, {**lower.origins, **self.origins})

    def with_saas_address(self) -> Given:
        """The same layer, where region and cluster id of SaaS stand for the address unless one is given too."""
        region, cluster_id = self.values.get("region"), self.values.get("cluster_id")
        if "address" in self.values or not region or not cluster_id:
            return self
        origin = " and ".join(dict.fromkeys((self.origins["region"], self.origins["cluster_id"])))
        address = saas_address(str(region), str(cluster_id))
        return Given({**self.values, "address": address}, {**self.origins, "address": origin})


def saas_address(region: str, cluster_id: str) -> str:
    """The REST address of a SaaS cluster."""
    return f"https://{region}.zeebe.camunda.io/{cluster_id}/v2"


def from_flags(flags: Mapping[str, str | None]) -> Given:
    """What was said on the command line; None and empty mean that the flag was not given."""
    given = {name: value for name, value in flags.items() if value}
    return Given(given, {name: f"flag --{name.replace('_', '-')}" for name in given})


def from_environment(environ: Mapping[str, str], variables: Mapping[str, Collection[str]]) -> Given:
    """What the environment gives; of several variables of a setting the first one that is not empty counts."""
    values: dict[str, str] = {}
    origins: dict[str, str] = {}
    for name, candidates in variables.items():
        for variable in candidates:
            text = environ.get(variable, "")
            text = text.strip("\r\n") if name in SECRETS else text.strip()
            if text:
                values[name], origins[name] = text, f"environment {variable}"
                break
    return Given(values, origins)


def own_variables(known: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The C8TUI_ variables of all settings."""
    return {name: (OWN_PREFIX + name.upper(),) for name in known}


def official_variables(prefix: str) -> dict[str, tuple[str, ...]]:
    """Those variables of the official clients that begin with `prefix`."""
    return {name: tuple(v for v in variables if v.startswith(prefix)) for name, variables in OFFICIAL.items()}


def refuse_misspelt(environ: Mapping[str, str], known: Collection[str]) -> None:
    """Raise SettingsError for a C8TUI_ variable that is nearly, but not quite, one of c8tui's."""
    names = [OWN_PREFIX + name.upper() for name in (*known, "config")]
    for variable in environ:
        if variable.startswith(OWN_PREFIX) and variable not in names:
            near = difflib.get_close_matches(variable, names, n=1, cutoff=0.85)
            if near:
                raise SettingsError(variable, "environment", "there is no such setting", f"Did you mean {near[0]}?")


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A config.toml: settings at the top for everyone, and `[profiles.NAME]` tables."""

    path: Path
    default_profile: str | None = None
    common: Mapping[str, Any] = field(default_factory=dict, repr=False)
    profiles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)

    def given(self, profile: str | None, chosen_by: str) -> Given:
        """The settings of `profile` over those at the top; an unknown profile is a SettingsError."""
        common = self._layer(self.common, str(self.path))
        if profile is None:
            return common.with_saas_address()
        if profile not in self.profiles:
            raise _no_such_profile(profile, chosen_by, self.profiles, self.path)
        chosen = self._layer(self.profiles[profile], f"profile {profile} in {self.path}")
        return chosen.with_saas_address().over(common)

    def _layer(self, table: Mapping[str, Any], origin: str) -> Given:
        values = {name: self._placed(name, value) for name, value in table.items() if value != ""}
        return Given(values, dict.fromkeys(values, origin))

    def _placed(self, name: str, value: Any) -> Any:
        if name in PATHS and isinstance(value, str):
            return str(self.path.parent / Path(value).expanduser())
        return value


def read_config(path: Path, known: Collection[str]) -> ConfigFile:
    """Read and check `path`; every way in which it cannot be used is a SettingsError that quotes no value of it."""
    document, mode = _parsed(path)
    profiles = _table(document.pop("profiles", {}), "profiles", path)
    default_profile = document.pop("default_profile", None)
    if default_profile is not None and not isinstance(default_profile, str):
        raise SettingsError("default_profile", str(path), "has to be text", "Write the name of a profile in quotes")
    _refuse_unknown(document, "", (*known, "default_profile", "profiles"), path)
    for name, profile in profiles.items():
        _refuse_unknown(_table(profile, f"profiles.{name}", path), f"profiles.{name}.", known, path)
    tables = [document, *profiles.values()]
    if mode & 0o077 and os.name == "posix" and any(SECRETS & table.keys() for table in tables):
        raise SettingsError(
            "config", str(path), f"it holds a secret and others may read it (mode {mode:04o})",
            f"Run: chmod 600 {path}",
        )  # fmt: skip
    return ConfigFile(path, default_profile, document, profiles)


def _parsed(path: Path) -> tuple[dict[str, Any], int]:
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            return tomllib.loads(file.read().decode("utf-8-sig")), mode
    except OSError as failure:
        reason = (failure.strerror or "it cannot be opened").lower()
        raise SettingsError("config", str(path), f"cannot be read: {reason}", "Mend the file or its mode") from None
    except UnicodeDecodeError:
        raise SettingsError("config", str(path), "is not UTF-8 text", "Save it as UTF-8") from None
    except tomllib.TOMLDecodeError as failure:
        raise SettingsError("config", str(path), f"is no TOML: {_toml_place(str(failure))}", "Mend that line") from None


def _toml_place(message: str) -> str:
    what, _, place = message.rpartition(" (at ")
    return f"{place.rstrip(')')}: {what[:1].lower()}{what[1:]}" if what else message


def _table(value: Any, key: str, path: Path) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise SettingsError(key, str(path), "has to be a table", f"Write [{key}] and its settings below it")


def _refuse_unknown(table: Mapping[str, Any], where: str, known: Collection[str], path: Path) -> None:
    for key in table:
        if key not in known:
            bare = re.sub(r"[^a-z]+", "_", key.lower())
            near = difflib.get_close_matches(bare, sorted(known), n=1, cutoff=0.6)
            mend = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(sorted(known))}"
            raise SettingsError(where + key, str(path), "there is no such setting", mend)


def _no_such_profile(name: str, chosen_by: str, profiles: Collection[str], path: Path) -> SettingsError:
    known = ", ".join(sorted(profiles))
    mend = f"Known are {known}" if known else f"Add [profiles.{name}] to it"
    return SettingsError("profile", chosen_by, f"there is no profile {name} in {path}", mend)
