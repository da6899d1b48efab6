"""Profiles of other programs, read and never written: the official CLI's (c8ctl) and the Camunda Modeler's.

c8ctl keeps `profiles.json`, an object with a list `profiles`; the Modeler `settings.json`, whose
`connectionManagerPlugin.c8connections` is a list of connections. Their fields are those of c8ctl's documentation and of
the Modeler's settings, as of 2026; what is not known here is named, and left out.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from c8tui.secret_text import SecretStr
from c8tui.settings_sources import SECRETS

LARGEST = 5_000_000
"""Bytes of a file that is read."""
CONNECTIONS = "connectionManagerPlugin.c8connections"

_C8CTL = {
    "baseUrl": "address", "clientId": "client_id", "clientSecret": "client_secret", "oAuthUrl": "oauth_url",
    "audience": "audience", "scope": "scope", "username": "username", "password": "password",
    "defaultTenantId": "tenant_id",
}  # fmt: skip
_CLOUD = {
    "camundaCloudClusterUrl": "address", "camundaCloudClientId": "client_id",
    "camundaCloudClientSecret": "client_secret", "audience": "audience", "oauthURL": "oauth_url", "scope": "scope",
}  # fmt: skip
_OWN = {"contactPoint": "address", "tenantId": "tenant_id"}
_SIGN_IN = {
    "none": {},
    "basic": {"basicAuthUsername": "username", "basicAuthPassword": "password"},
    "oauth": {
        "clientId": "client_id", "clientSecret": "client_secret", "oauthURL": "oauth_url", "audience": "audience",
        "scope": "scope",
    },
}  # fmt: skip
_UNSEEN = re.compile(r"[^\w .:@/+()-]+")
"""What a name of ours does without: it is typed on command lines, and shown."""
_ABOUT = frozenset({"id", "name", "targetType", "authType"})
_OF_MODELER = frozenset({*_CLOUD, *_OWN, *(name for one in _SIGN_IN.values() for name in one)})


@dataclass(frozen=True, slots=True)
class ForeignProfile:
    """A profile as it would be one of ours."""

    name: str
    source: Path
    values: Mapping[str, Any] = field(repr=False)
    """Settings by name, secrets masked."""
    left_out: tuple[str, ...]
    """Fields that say something for which there is no setting."""
    wrong: str = ""
    """Why it cannot be one of ours at all."""


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file that was looked at."""

    program: str
    path: Path
    profiles: tuple[ForeignProfile, ...] = ()
    wrong: str = ""
    """Why nothing could be read of it."""


def foreign_files(environ: Mapping[str, str] | None = None, system: str = sys.platform) -> Iterator[ForeignFile]:
    """What the usual places hold; a file that is not there has no profiles and nothing wrong."""
    environ = os.environ if environ is None else environ
    c8ctl = environ.get("C8CTL_DATA_DIR") or _data_folder("c8ctl", environ, system)
    modeler = environ.get("C8CTL_MODELER_DIR") or _data_folder("camunda-modeler", environ, system)
    yield read_foreign("c8ctl", Path(c8ctl) / "profiles.json")
    yield read_foreign("Camunda Modeler", Path(modeler) / "settings.json")
    yield read_foreign("Camunda Modeler", Path(modeler) / "profiles.json")


def _data_folder(program: str, environ: Mapping[str, str], system: str) -> Path:
    home = Path(environ.get("HOME") or os.path.expanduser("~"))
    if system == "win32":
        return Path(environ.get("APPDATA") or home / "AppData" / "Roaming") / program
    if system == "darwin":
        return home / "Library" / "Application Support" / program
    return Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / program


def read_foreign(program: str, path: Path) -> ForeignFile:
    """The profiles of a file; never raises, and quotes nothing of it but names."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ForeignFile(program, path)
    except OSError as failure:
        return ForeignFile(program, path, wrong=f"cannot be read: {(failure.strerror or 'it failed').lower()}")
    try:
        document = json.loads(content.decode("utf-8-sig")) if len(content) <= LARGEST else None
    except (ValueError, RecursionError):
        return ForeignFile(program, path, wrong="is no JSON")
    records = _records(document)
    if records is None:
        return ForeignFile(program, path, wrong="" if isinstance(document, dict) else "holds no profiles")
    return ForeignFile(program, path, tuple(_profile(one, number, path) for number, one in enumerate(records, 1)))


def _records(document: Any) -> list[Any] | None:
    """The list of profiles, wherever one of these programs keeps it."""
    if isinstance(document, dict):
        document = document.get(CONNECTIONS, document.get("profiles"))
    return document if isinstance(document, list) else None


def _profile(record: Any, number: int, path: Path) -> ForeignProfile:
    if not isinstance(record, dict):
        return ForeignProfile(f"number {number}", path, {}, (), "is no object")
    name = next((one for one in (record.get("name"), record.get("id")) if isinstance(one, str) and one.strip()), "")
    fields, known = _fields(record)
    values: dict[str, Any] = {}
    for theirs, ours in fields.items():
        value = record.get(theirs)
        if isinstance(value, str) and value.strip():
            values[ours] = SecretStr(value) if ours in SECRETS else value.strip()
    name = _UNSEEN.sub("-", name.strip())
    says = [key for key, value in record.items() if value not in (None, "", False, [], {})]
    left_out = tuple(str(key) for key in says if key not in known)
    wrong = "" if name else "has no name"
    if not wrong and "address" not in values:
        wrong = "has no address"
    if not wrong and str(values["address"]).lower().startswith("grpc"):
        wrong = "has an address for gRPC, and c8tui speaks REST"
    return ForeignProfile(name or f"number {number}", path, values, left_out, wrong)


def _fields(record: Mapping[str, Any]) -> tuple[Mapping[str, str], frozenset[str]]:
    """Their names with ours for what counts in this record, and all the names that are understood."""
    if "targetType" not in record and "contactPoint" not in record:
        return _C8CTL, _ABOUT | _C8CTL.keys()
    if record.get("targetType") == "camundaCloud":
        return _CLOUD, _ABOUT | _OF_MODELER
    sign_in = _SIGN_IN.get(str(record.get("authType") or "none"))
    if sign_in is None:
        return _OWN, (_ABOUT - {"authType"}) | _OF_MODELER
    return {**_OWN, **sign_in}, _ABOUT | _OF_MODELER
