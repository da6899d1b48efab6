"""Settings: what c8tui was told, checked and frozen, and where each of it was said."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from msgspec import Struct, field
from msgspec.structs import force_setattr, replace

from c8tui import secret_references as references
from c8tui import settings_rules as rules
from c8tui import settings_sources as sources
from c8tui.errors import SettingsError
from c8tui.secret_text import SecretStr
from c8tui.settings_completion import completed
from c8tui.settings_file import config_path as config_path
from c8tui.settings_file import read_config
from c8tui.settings_file import views_path as views_path
from c8tui.settings_rules import Auth, Body
from c8tui.settings_sources import GivenSettings
from c8tui.settings_types import own_commands, typed
from c8tui.themes.own import check_name, themes_path


class NotConfigured(SettingsError):
    """No cluster was named anywhere: the moment to explain the ways to name one."""

    def __str__(self) -> str:
        return f"{self.detail}. {self.advice}"


class Settings(Struct, frozen=True, kw_only=True):
    """How to reach a cluster and how to behave there. Built directly it reads nothing; `load()` reads the layers.

    What a rule of theirs forbids is a BrokenRule; their types are up to `typed()`.
    """

    profile: str | None = None
    """The profile of config.toml that was chosen."""
    address: str = ""
    """Base URL of the Orchestration Cluster REST API; ends in /v2, which may be left out when it is set."""
    region: str | None = None
    """SaaS: region of the cluster, as `bru-2`; with `cluster_id` instead of `address`."""
    cluster_id: str | None = None
    """SaaS: id of the cluster."""
    auth: Auth = cast("Auth", "")
    """How to sign in; inferred from the credentials when it is not set."""
    username: str | None = None
    """Basic: the user."""
    password: SecretStr | None = None
    """Basic: the user's password, or where it is kept, like every secret here: `keyring:`, `command:` or `file:`."""
    token: SecretStr | None = None
    """Bearer: a token that somebody else renews."""
    client_id: str | None = None
    """OAuth: the client."""
    client_secret: SecretStr | None = None
    """OAuth: the client's secret."""
    oauth_url: str | None = None
    """OAuth: URL of the token endpoint; on SaaS it is known."""
    audience: str = "zeebe.camunda.io"
    """OAuth: for whom the token is; empty for nobody, so that none is sent."""
    scope: str | None = None
    """OAuth: scope to ask for; not sent when it is not set."""
    resource: str | None = None
    """OAuth: resource to ask for; not sent when it is not set."""
    oauth_body: Body = "form"
    """OAuth: how the token request is encoded."""
    user: str | None = None
    """Who "me" is where the cluster does not say: open clusters and client credentials."""
    groups: tuple[str, ...] = ()
    """The candidate groups of "me" where the cluster does not say; in a variable separated by commas."""
    tenant_id: str | None = None
    """The tenant to look at and to act in."""
    ca_path: Path | None = None
    """PEM file of the certificate authorities to trust, instead of the usual ones."""
    ca_pem: str | None = None
    """The same as text: certificates between BEGIN and END lines. With both, both are trusted."""
    ca_added: bool = False
    """Trust the authorities of `ca_path` and `ca_pem` besides the usual ones, not instead of them."""
    client_cert_path: Path | None = None
    """PEM file with the client certificate for mTLS."""
    client_key_path: Path | None = None
    """PEM file with the key of the client certificate, unless that file holds it too."""
    client_key_password: SecretStr | None = None
    """Password of the client's key."""
    proxy: str | None = None
    """Proxy to the cluster and to its token server, instead of what variables name; `none` goes past those, too."""
    proxy_user: str | None = None
    """User of the proxy."""
    proxy_password: SecretStr | None = None
    """Password of the proxy's user."""
    timeout_s: float = 10.0
    """Seconds to wait for an answer."""
    refresh_s: float = 5.0
    """Seconds between two refreshes of a screen."""
    undo_s: float = 5.0
    """Seconds in which a completion or a step on many tasks can be taken back; 0 sends at once."""
    read_only: bool = False
    """Refuse everything that would change something."""
    any_version: bool = False
    """Talk to a cluster that is older than what is supported, come what may."""
    color: str | None = None
    """Colour of the cluster's name in the first line: red, orange, yellow, green, cyan, blue, purple or grey."""
    protected: bool = False
    """Ask for the profile's name before something that is hard to take back."""
    views: Path | None = None
    """The file of one's own views of the lists, instead of views.toml beside config.toml."""
    theme: str | None = None
    """Colour theme: dark, light, dark-colour-blind, light-colour-blind, one of your own, or another; see `:theme`."""
    mouse: bool = True
    """Whether c8tui takes the mouse; false leaves it to the terminal, to select text with."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys of your own: the table `[keys]` of the file, with the ids that `c8tui keys` names, as `claim = "ctrl+a"`."""
    commands: Mapping[str, Any] = field(default_factory=dict)
    """Commands of your own: tables `[commands.NAME]` of the file; `c8tui help keys` says what they hold."""
    notify: str = "off"
    """What tells of new tasks: off, bell, osc9, or a command line of your own; `c8tui help views` says more."""
    notify_views: tuple[str, ...] = ()
    """Views that are watched for new tasks; without any, your own tasks and those of your groups that nobody holds."""
    quiet: str | None = None
    """Hours in which nothing rings and no command runs, as `18:00-08:00`, or `18:00-08:00, sat, sun`."""
    linear: bool = False
    """No frames, one pane, and the selection said in a line of text: for screen readers."""
    log: Path | None = None
    """File to log requests to: method, path, status, time; no bodies and no secrets. `:log` shows the last ones."""
    debug: bool = False
    """Whether the log tells of retries, of renewals of the token and of refreshes, too."""
    editor: str | None = None
    """Command of the editor for variables, instead of $VISUAL and $EDITOR."""

    def __post_init__(self) -> None:
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        for name, value in completed(given).items():
            if value is not given[name]:
                force_setattr(self, name, value)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Effective settings and where each came from."""

    settings: Settings
    origins: Mapping[str, str]
    """Origin of every setting by name: `flag --address`, `environment CAMUNDA_REST_ADDRESS`, `default`, ..."""
    outranked: Mapping[str, tuple[str, ...]]
    """For settings that were given more than once: the origins that lost, the strongest first."""

    def origin_of(self, setting: str) -> str:
        """Where `setting` came from."""
        return self.origins[setting]


FILE_ONLY = frozenset({"keys", "commands"})
"""Settings that are tables: they stand in the settings file alone."""


def load(flags: Mapping[str, str | None], environ: Mapping[str, str] | None = None) -> Loaded:
    """Settings from flags, `environ` (the process's own when None) and config.toml, in this order of strength.

    `flags` maps names of settings, and `config` for the file, to what was given. Raises SettingsError, one line that
    quotes no secret; NotConfigured when nothing names a cluster.
    """
    environ = os.environ if environ is None else environ
    known = frozenset(Settings.__struct_fields__)
    sources.refuse_misspelt(environ, known - FILE_ONLY)
    spoken = [
        sources.from_flags({name: value for name, value in flags.items() if name != "config"}),
        sources.from_environment(environ, sources.own_variables(known - FILE_ONLY)).with_saas_address(),
        sources.from_environment(environ, sources.official_variables("CAMUNDA_")).with_saas_address(),
        sources.from_environment(environ, sources.official_variables("ZEEBE_")),
    ]
    layers = [*spoken, _from_file(flags, environ, spoken, known - {"profile"})]
    return _settled(layers, environ)


def load_another(profile: str, flags: Mapping[str, str | None], environ: Mapping[str, str] | None = None) -> Loaded:
    """Settings of a profile that is changed to, the file read anew.

    Flags and variables that told of the cluster before do not count: only those about this person and this machine,
    and those that keep from doing harm. Raises SettingsError.
    """
    environ = os.environ if environ is None else environ
    return load({**sources.personal_flags(flags), "profile": profile}, sources.personal_variables(environ))


def for_tenant(settings: Settings, tenant_id: str | None) -> Settings:
    """The same settings for one tenant, or for all."""
    return replace(settings, tenant_id=tenant_id)


def why_unusable(values: Mapping[str, Any]) -> str:
    """What keeps settings, secrets as they are, from being a profile: a sentence without any value, or nothing."""
    given: dict[str, Any] = {
        name: SecretStr(references.written(value.get_secret_value())) if isinstance(value, SecretStr) else value
        for name, value in values.items()
    }
    try:
        Settings(**typed(given, Settings.__annotations__))
    except rules.BrokenRule as broken:
        error = broken.told({})
        return f"{error.setting} {error.detail}. {error.advice}"
    return ""


def own_keys(
    flags: Mapping[str, str | None], environ: Mapping[str, str] | None = None
) -> tuple[dict[str, str], Mapping[str, Any], str]:
    """The tables `[keys]` and `[commands]` of the settings file and its path, whether or not a cluster is named."""
    path, chosen_by = config_path(flags, os.environ if environ is None else environ)
    if not chosen_by and not os.path.exists(path):
        return {}, {}, str(path)
    common = read_config(path, frozenset(Settings.__struct_fields__)).common
    keys = common.get("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(one, str) for one in keys.values()):
        mend = 'Write [keys] and below it claim = "ctrl+a"'
        raise SettingsError("keys", str(path), "has to be a table of texts", mend)
    return keys, own_commands(common.get("commands")), str(path)


def _from_file(
    flags: Mapping[str, str | None], environ: Mapping[str, str], spoken: Sequence[GivenSettings], known: frozenset[str]
) -> GivenSettings:
    path, chosen_by = config_path(flags, environ)
    profile, profile_by = _first("profile", spoken)
    if not chosen_by and not os.path.exists(path):  # unlike Path's, this one takes a folder that is closed to us
        if profile is None:
            return GivenSettings()
        mend = f"Write the file with [profiles.{profile}] in it"
        raise SettingsError("profile", profile_by, f"there is no profile {profile}: {path} does not exist", mend)
    file = read_config(path, known)
    if profile is not None:
        return file.given(profile, profile_by)
    given = file.given(file.default_profile, f"default_profile in {path}")
    if file.default_profile is not None:
        return GivenSettings({"profile": file.default_profile}, {"profile": f"default_profile in {path}"}).over(given)
    if file.profiles and not any("address" in layer.values for layer in (*spoken, given)):
        mend = f"Choose by --profile or default_profile: {', '.join(sorted(file.profiles))}"
        raise SettingsError("profile", str(path), "no profile is chosen", mend)
    return given


def _first(setting: str, layers: Sequence[GivenSettings]) -> tuple[Any, str]:
    for layer in layers:
        if setting in layer.values:
            return layer.values[setting], layer.origins[setting]
    return None, ""


def _settled(layers: Sequence[GivenSettings], environ: Mapping[str, str]) -> Loaded:
    said = {
        name: [layer.origins[name] for layer in layers if name in layer.origins] for name in Settings.__struct_fields__
    }
    origins = {name: places[0] for name, places in said.items() if places}
    if "address" not in origins:
        _refuse_unnamed(origins, environ)
    try:
        given = {name: value for layer in reversed(layers) for name, value in layer.values.items()}
        settings = Settings(**typed(given, Settings.__annotations__))
    except rules.BrokenRule as broken:
        raise broken.told(origins) from None
    for name in sources.PATHS & origins.keys():
        rules.refuse_unreadable(name, getattr(settings, name), origins[name])
    if settings.theme:
        check_name(settings.theme, origins["theme"], themes_path())
    everywhere = {name: origins.get(name) or _unsaid(name, settings, origins) for name in Settings.__struct_fields__}
    return Loaded(settings, everywhere, {name: tuple(places[1:]) for name, places in said.items() if places[1:]})


def _refuse_unnamed(origins: Mapping[str, str], environ: Mapping[str, str]) -> None:
    half = {"region", "cluster_id"} & origins.keys()
    if len(half) == 1:
        (given,) = half
        (missing,) = {"region", "cluster_id"} - half
        mend = f"Set {missing}, or address instead of both"
        raise SettingsError(missing, f"beside {given}: {origins[given]}", "is missing for a SaaS cluster", mend)
    if half:
        return
    if grpc := next((variable for variable in sources.GRPC if environ.get(variable, "").strip()), None):
        detail = f"is missing: {grpc} is the address for gRPC, and c8tui speaks REST, which has one of its own"
        mend = "Set CAMUNDA_REST_ADDRESS too, as http://localhost:8080/v2"
        raise SettingsError("address", f"beside environment {grpc}", detail, mend)
    seen = f": only {rules.listed(sorted(origins))} given" if origins else ""
    raise NotConfigured("address", "not set", f"No cluster is configured{seen}", "Name one, or try c8tui demo")


def _unsaid(name: str, settings: Settings, origins: Mapping[str, str]) -> str:
    if name == "auth":
        signs = [sign for sign in rules.CREDENTIALS.get(settings.auth, ()) if sign in origins]
        return f"inferred from {rules.listed(signs)}" if signs else "no credentials are given"
    if name == "address":
        return f"{origins['region']} and {origins['cluster_id']}"
    return "not set" if getattr(settings, name) in (None, ()) else "default"
