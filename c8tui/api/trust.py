"""Whom TLS trusts: `ca_path`, else what the variables of a workplace name, else the usual authorities and the system's.

A variable that names what cannot be used is told by its name, as a setting: Python's own error names neither the
variable nor the file.
"""

from __future__ import annotations

import os
import re
import shlex
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
_LENGTH = rb"(?:[\x00-\x80]|\x81.|\x82..|\x83...|\x84....)"
_FORMATS = (
    (re.compile(rb"\x30" + _LENGTH + rb"\x02\x01\x03", re.S), "a PKCS#12 file", "openssl pkcs12"),
    (re.compile(rb"\x30" + _LENGTH + rb"\x02\x01[\x00\x01]", re.S), "a key in DER", "openssl pkey -inform der"),
    (re.compile(rb"\x30" + _LENGTH + rb"\x30", re.S), "a certificate in DER", "openssl x509 -inform der"),
)
"""Formats by how their files begin, with the command that makes PEM of them."""
_KEY_STORE = re.compile(rb"\xfe\xed\xfe\xed|\xce\xce\xce\xce")
_MEND = "Name a PEM file of certificate authorities, or unset it"


def trusting(
    ca: Path | None, environ: Mapping[str, str] | None = None, *, text: str | None = None, added: bool = False
) -> ssl.SSLContext:
    """A context for clients that trusts `ca` and the certificates in `text`, else whom the environment names.

    With `added` it trusts both kinds. Raises SettingsError for any of them that cannot be used.
    """
    variables = os.environ if environ is None else environ
    _check_key_log(variables.get(KEY_LOG, ""))
    if ca is None and not text:
        return _usual(variables)
    context = _usual(variables) if added else None
    if ca is not None:
        refuse_other_formats("ca_path", ca)
        context = _context("ca_path", "settings", ca, "Name a PEM file of certificate authorities", context)
    if text:
        mend = "Copy it again, with its BEGIN and END lines"
        context = _loaded(context, "ca_pem", "settings", "the text", mend, cadata=text)
    assert context is not None
    return context


def _usual(variables: Mapping[str, str]) -> ssl.SSLContext:
    """A context that trusts whom the environment names, else the usual authorities, and the system's in any case."""
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


def _context(setting: str, origin: str, path: Path, mend: str, context: ssl.SSLContext | None = None) -> ssl.SSLContext:
    """A context that trusts the file or folder, and whom `context` trusts where there is one."""
    kind = "capath" if path.is_dir() else "cafile"
    return _loaded(context, setting, origin, str(path), mend, **{kind: path})


def _loaded(
    context: ssl.SSLContext | None, setting: str, origin: str, what: str, mend: str, **where: Any
) -> ssl.SSLContext:
    try:
        if context is None:
            return ssl.create_default_context(**where)
        context.load_verify_locations(**where)
        return context
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "no certificate that can be read"
    raise SettingsError(setting, origin, f"{what} cannot be used: {why}", mend)


def refuse_other_formats(setting: str, path: Path) -> None:
    """Raise SettingsError for a file that is no PEM, with the command that makes one of it.

    PKCS#12 (RFC 7292) begins with a SEQUENCE and version 3, a certificate in DER (RFC 5280) with two SEQUENCEs, a key
    (RFC 5958, RFC 8017) with a SEQUENCE and version 0 or 1, a Java key store with a magic number.
    """
    try:
        with path.open("rb") as file:
            begins = file.read(16)
    except OSError:
        return  # who loads it says why
    name, pem = shlex.quote(str(path)), shlex.quote(str(path.with_suffix(".pem")))
    if _KEY_STORE.match(begins):
        detail = "is a Java key store, and PEM is wanted"
        command = f"keytool -importkeystore -srckeystore {name} -deststoretype PKCS12 -destkeystore {pem[:-4]}.p12"
        raise SettingsError(setting, "settings", f"{path} {detail}", f"Make it PKCS#12 first: {command}")
    found = next((kind for kind in _FORMATS if kind[0].match(begins)), None)
    if found is None:
        return
    _, detail, command = found
    authorities = " -nokeys" if setting == "ca_path" and "pkcs12" in command else ""
    mend = f"Convert it: {command} -in {name} -out {pem}{authorities}, then set {setting} to that file"
    raise SettingsError(setting, "settings", f"{path} is {detail}, and PEM is wanted", mend)


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
