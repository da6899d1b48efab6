"""Settings: what c8tui was told, checked and frozen, and where each of it was said."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from c8tui import secret_references as references
from c8tui import settings_rules as rules
from c8tui import settings_sources as sources
from c8tui.errors import SettingsError
from c8tui.files import path_or_why_not
from c8tui.settings_address import rest_address
from c8tui.settings_file import config_path as config_path
from c8tui.settings_file import read_config
from c8tui.settings_file import views_path as views_path
from c8tui.settings_sources import GivenSettings
from c8tui.themes.own import check_name, themes_path

Auth = Literal["none", "basic", "bearer", "oauth"]


class NotConfigured(SettingsError):
    """No cluster was named anywhere: the moment to explain the ways to name one."""

    def __str__(self) -> str:
        return f"{self.detail}. {self.advice}"


class Settings(BaseSettings):
    """How to reach a cluster and how to behave there. Built directly it reads nothing; `load()` reads the layers."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    profile: str | None = None
    """The profile of config.toml that was chosen."""
    address: str
    """Base URL of the Orchestration Cluster REST API; ends in /v2, which may be left out when it is set."""
    region: str | None = Field(default=None, pattern=r"^[A-Za-z0-9-]+$")
    """SaaS: region of the cluster, as `bru-2`; with `cluster_id` instead of `address`."""
    cluster_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9-]+$")
    """SaaS: id of the cluster."""
    auth: Auth = "none"
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
    oauth_body: Literal["form", "json"] = "form"
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
    timeout_s: float = Field(default=10.0, gt=0, le=3600, allow_inf_nan=False)
    """Seconds to wait for an answer."""
    refresh_s: float = Field(default=5.0, ge=1, le=86400, allow_inf_nan=False)
    """Seconds between two refreshes of a screen."""
    undo_s: float = Field(default=5.0, ge=0, le=600, allow_inf_nan=False)
    """Seconds in which a completion or a step on many tasks can be taken back; 0 sends at once."""
    read_only: bool = False
    """Refuse everything that would change something."""
    any_version: bool = False
    """Talk to a cluster that is older than what is supported, come what may."""
    protected: bool = False
    """Ask for the profile's name before something that is hard to take back."""
    views: Path | None = None
    """The file of one's own views of the inbox, instead of views.toml beside config.toml."""
    theme: str | None = None
    """Colour theme: dark, light, dark-colour-blind, light-colour-blind, one of your own, or another; see `:theme`."""
    mouse: bool = True
    """Whether c8tui takes the mouse; false leaves it to the terminal, to select text with."""
    keys: Mapping[str, str] = Field(default_factory=dict)
    """Keys of your own: the table `[keys]` of the file, with the ids that `c8tui keys` names, as `claim = "ctrl+a"`."""
    commands: Mapping[str, Any] = Field(default_factory=dict)
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

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is passed in: the environment and the file come as layers from `load()`."""
        return (init_settings,)

    @model_validator(mode="before")
    @classmethod
    def _infer(cls, given: dict[str, Any]) -> dict[str, Any]:
        given = dict(given)
        region, cluster_id = given.get("region"), given.get("cluster_id")
        if not given.get("address") and region and cluster_id:
            given["address"] = sources.saas_address(str(region), str(cluster_id))
        if given.get("auth") is None:
            given["auth"] = rules.inferred_auth(given)
        if given["auth"] == "oauth" and not given.get("oauth_url") and rules.is_saas(given.get("address")):
            given["oauth_url"] = rules.SAAS_OAUTH_URL
        return given

    @field_validator("auth", "oauth_body", mode="before")
    @classmethod
    def _lower(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else value

    @field_validator("commands", mode="before")
    @classmethod
    def _one_by_one(cls, value: Any) -> Any:
        return own_commands(value)  # a bad command keeps nobody from working

    @field_validator("notify")
    @classmethod
    def _meant(cls, value: str) -> str:
        return rules.checked_notify(value)

    @field_validator("quiet")
    @classmethod
    def _hours(cls, value: str | None) -> str | None:
        return value and rules.checked_hours(value)

    @field_validator("groups", "notify_views", mode="before")
    @classmethod
    def _separated(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("address")
    @classmethod
    def _normal_address(cls, value: str) -> str:
        return rest_address(rules.checked_url(value, "address", "http://localhost:8080/v2"))

    @field_validator("oauth_url")
    @classmethod
    def _normal_oauth_url(cls, value: str | None) -> str | None:
        return value and rules.checked_url(value, "oauth_url", "https://HOST/oauth/token")

    @field_validator(*sorted(sources.SECRETS))
    @classmethod
    def _reference(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        reference = references.reference_in(value) if value else None
        if reference is not None and (fault := references.fault_of(reference)) is not None:
            raise rules.refused(str(info.field_name), detail=fault[0], mend=fault[1])
        return value

    @field_validator("token")
    @classmethod
    def _one_word(cls, value: SecretStr | None) -> SecretStr | None:
        if value and references.reference_in(value) is None and (wrong := rules.no_token(references.literal(value))):
            raise rules.refused("token", detail=wrong, mend="Copy it again")
        return value

    @field_validator("ca_pem")
    @classmethod
    def _certificates(cls, value: str | None) -> str | None:
        return value and rules.checked_certificates(value)

    @field_validator("proxy")
    @classmethod
    def _plain_proxy(cls, value: str | None) -> str | None:
        if value and "@" in value:
            mend = "Use proxy_user and proxy_password instead"
            raise rules.refused("proxy", detail="holds a user name or a password", mend=mend)
        return value

    @field_validator("ca_path", "client_cert_path", "client_key_path", "views", "log", mode="before")
    @classmethod
    def _typed(cls, value: Any, info: ValidationInfo) -> Any:
        path = path_or_why_not(str(value), "name") if isinstance(value, str | Path) else value
        if isinstance(path, str):
            raise rules.refused(str(info.field_name), detail=path, mend="Name a file that can be read")
        return path

    @model_validator(mode="after")
    def _complete(self) -> Settings:
        needed = rules.CREDENTIALS.get(self.auth, ())
        missing = [name for name in needed if not getattr(self, name)]
        if missing:
            raise rules.refused(
                missing[0],
                detail=f"is missing: signing in by {self.auth} takes {rules.listed(needed)}",
                mend=f"Set {rules.listed(missing)}",
                because=["auth", *(name for name in needed if name not in missing)],
            )
        if self.proxy_password and not self.proxy_user:
            raise rules.refused("proxy_password", detail="has no user beside it", mend="Set proxy_user too")
        if self.client_key_path and not self.client_cert_path:
            raise rules.refused(
                "client_key_path", detail="has no certificate beside it", mend="Set client_cert_path too"
            )
        return self


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
    known = frozenset(Settings.model_fields)
    sources.refuse_misspelt(environ, known - FILE_ONLY)
    spoken = [
        sources.from_flags({name: value for name, value in flags.items() if name != "config"}),
        sources.from_environment(environ, sources.own_variables(known - FILE_ONLY)).with_saas_address(),
        sources.from_environment(environ, sources.official_variables("CAMUNDA_")).with_saas_address(),
        sources.from_environment(environ, sources.official_variables("ZEEBE_")),
    ]
    layers = [*spoken, _from_file(flags, environ, spoken, known - {"profile"})]
    return _settled(layers, environ)


def why_unusable(values: Mapping[str, Any]) -> str:
    """What keeps settings, secrets as they are, from being a profile: a sentence without any value, or nothing."""
    given: dict[str, Any] = {
        name: SecretStr(references.written(value.get_secret_value())) if isinstance(value, SecretStr) else value
        for name, value in values.items()
    }
    try:
        Settings(**given)
    except ValidationError as failure:
        error = rules.explained(failure, {})
        return f"{error.setting} {error.detail}. {error.advice}"
    return ""


def own_keys(
    flags: Mapping[str, str | None], environ: Mapping[str, str] | None = None
) -> tuple[dict[str, str], Mapping[str, Any], str]:
    """The tables `[keys]` and `[commands]` of the settings file and its path, whether or not a cluster is named."""
    path, chosen_by = config_path(flags, os.environ if environ is None else environ)
    if not chosen_by and not os.path.exists(path):
        return {}, {}, str(path)
    common = read_config(path, frozenset(Settings.model_fields)).common
    keys = common.get("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(one, str) for one in keys.values()):
        mend = 'Write [keys] and below it claim = "ctrl+a"'
        raise SettingsError("keys", str(path), "has to be a table of texts", mend)
    return keys, own_commands(common.get("commands")), str(path)


def own_commands(given: Any) -> Mapping[str, Any]:
    """The tables of commands as they stand, to be read one by one: what is no table is one command without a line."""
    return given if isinstance(given, Mapping) else {} if given is None else {"commands": given}


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
    said = {name: [layer.origins[name] for layer in layers if name in layer.origins] for name in Settings.model_fields}
    origins = {name: places[0] for name, places in said.items() if places}
    if "address" not in origins:
        _refuse_unnamed(origins, environ)
    try:
        settings = _layered(layers)
    except ValidationError as failure:
        raise rules.explained(failure, origins) from None
    for name in sources.PATHS & origins.keys():
        rules.refuse_unreadable(name, getattr(settings, name), origins[name])
    if settings.theme:
        check_name(settings.theme, origins["theme"], themes_path())
    everywhere = {name: origins.get(name) or _unsaid(name, settings, origins) for name in Settings.model_fields}
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


def _layered(layers: Sequence[GivenSettings]) -> Settings:
    class Layered(Settings):
        @classmethod
        def settings_customise_sources(
            cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return tuple(_Layer(settings_cls, given) for given in layers)

    return Layered()  # type: ignore[call-arg]


class _Layer(PydanticBaseSettingsSource):
    """One layer for pydantic-settings, which lets the first layer that has a value win."""

    def __init__(self, settings_cls: type[BaseSettings], given: GivenSettings) -> None:
        super().__init__(settings_cls)
        self._given = given

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return self._given.values.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        return dict(self._given.values)


def _unsaid(name: str, settings: Settings, origins: Mapping[str, str]) -> str:
    if name == "auth":
        signs = [sign for sign in rules.CREDENTIALS.get(settings.auth, ()) if sign in origins]
        return f"inferred from {rules.listed(signs)}" if signs else "no credentials are given"
    if name == "address":
        return f"{origins['region']} and {origins['cluster_id']}"
    return "not set" if getattr(settings, name) in (None, ()) else "default"
