"""Whom TLS trusts: `ca_path`, else what the variables of a workplace name, else the usual authorities and the system's.

A variable that names what cannot be used is told by its name, as a setting: Python's own error names neither the
variable nor the file.
"""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Mapping
from pathlib import Path

import certifi

from c8tui.errors import SettingsError
from c8tui.files import path_or_why_not

FILES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Variables that name a file of authorities; those of requests and curl may name a folder, too."""
FOLDERS = "SSL_CERT_DIR"
"""The variable that names folders of authorities, as `openssl rehash` prepares them."""
KEY_LOG = "SSLKEYLOGFILE"
"""The variable that names a file to write the keys of each connection to, for whoever debugs the network."""

_REHASHED = re.compile(r"[0-9a-f]{8}\.\d+")
_MEND = "Name a PEM file of certificate authorities, or unset it"


def trusting(ca: Path | None, environ: Mapping[str, str] | None = None) -> ssl.SSLContext:
    """A context for clients that trusts `ca`, else whom the environment names; raises SettingsError for either."""
    variables = os.environ if environ is None else environ
    _check_key_log(variables.get(KEY_LOG, ""))
    if ca is not None:
        return _context("ca_path", "settings", ca, "Name a PEM file of certificate authorities")
    variable = next((name for name in ("SSL_CERT_FILE", FOLDERS, *FILES[1:]) if variables.get(name)), None)
    if variable is None:
        context = ssl.create_default_context(cafile=certifi.where())
    elif variable == FOLDERS:
        context = _of_folders(variables[variable])
    else:
        context = _of_file(variable, variables[variable])
    context.load_default_certs()
    return context


def _of_file(variable: str, typed: str) -> ssl.SSLContext:
    path = path_or_why_not(typed, "name")
    if isinstance(path, Path) and path.is_dir() and variable != "SSL_CERT_FILE":
        return _of_folders(typed, variable)
    path = path_or_why_not(typed, "stream")
    if isinstance(path, str):
        raise SettingsError(variable, "environment", path, _MEND)
    return _context(variable, "environment", path, _MEND)


def _of_folders(typed: str, variable: str = FOLDERS) -> ssl.SSLContext:
    folders = [path for name in typed.split(os.pathsep) if isinstance(path := path_or_why_not(name, "name"), Path)]
    good = [folder for folder in folders if _is_rehashed(folder)]
    if not good:
        detail = f"{typed} is no folder of certificates that have been rehashed"
        raise SettingsError(variable, "environment", detail, "Name one, run openssl rehash in it, or unset it")
    context = ssl.create_default_context(capath=good[0])
    for folder in good[1:]:
        context.load_verify_locations(capath=folder)
    return context


def _is_rehashed(folder: Path) -> bool:
    try:
        return any(_REHASHED.fullmatch(name) for name in os.listdir(folder))
    except OSError:
        return False


def _context(setting: str, origin: str, path: Path, mend: str) -> ssl.SSLContext:
    try:
        if path.is_dir():
            return ssl.create_default_context(capath=path)
        return ssl.create_default_context(cafile=path)
    except OSError as error:
        why = reason(error)
    raise SettingsError(setting, origin, f"{path} cannot be used: {why}", mend)


def _check_key_log(name: str) -> None:
    """Python opens the file for every context; what it says when it cannot does not name the variable."""
    if not name:
        return
    try:
        with open(name, "ab"):
            return
    except OSError as error:
        why = f"{name} cannot be written: {reason(error).lower()}"
    raise SettingsError(KEY_LOG, "environment", why, "Name a file that can be written, or unset it")


def reason(error: OSError) -> str:
    """Why a file of certificates cannot be used, in words."""
    if isinstance(error, ssl.SSLError):
        word = getattr(error, "reason", None) or ""
        return (word or "no PEM file that fits, or another password").replace("_", " ")
    return error.strerror or "unreadable"
