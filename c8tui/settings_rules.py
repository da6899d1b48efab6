"""Rules between settings: what signs in how, what a usable URL is, and how a broken rule is told to a person."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

from c8tui.errors import SettingsError
from c8tui.files import path_or_why_not
from c8tui.secret_references import reference_in
from c8tui.secret_text import SecretStr
from c8tui.text import counted

Auth = Literal["none", "basic", "bearer", "oauth"]
"""How to sign in."""
Body = Literal["form", "json"]
"""How a token request is encoded."""

SAAS_OAUTH_URL = "https://login.cloud.camunda.io/oauth/token"
"""The token server of Camunda SaaS."""

CREDENTIALS: dict[str, tuple[str, ...]] = {
    "basic": ("username", "password"),
    "bearer": ("token",),
    "oauth": ("client_id", "client_secret", "oauth_url"),
}
"""What each way of signing in needs."""

LONGEST_URL = 2_000
"""Characters of an address; nobody has a longer one."""

MASK = "****"
"""What is shown of a secret."""

NOT_SET = "not set"
"""What is shown of a setting that has no value."""

EMPTY = '""'
"""What is shown of a text that is empty on purpose."""

_CERTIFICATE = "-----BEGIN "
_SIGNS = {"basic": ("username", "password"), "bearer": ("token",), "oauth": ("client_id", "client_secret")}


class BrokenRule(ValueError):
    """What is wrong with `settings`, without any value; `because` names settings without which nothing would be."""

    def __init__(self, settings: Sequence[str], detail: str, mend: str, because: Sequence[str] = ()) -> None:
        super().__init__(f"{listed(settings)} {detail}")
        self.settings, self.detail, self.mend, self.because = settings, detail, mend, because

    def told(self, origins: Mapping[str, str]) -> SettingsError:
        """As one line that names the settings, where they were said, and the mend."""
        places = [origins[name] for name in self.settings if name in origins]
        places += [f"beside {name}: {origins[name]}" for name in self.because if name in origins]
        return SettingsError(listed(self.settings), ", ".join(places) or "not set", self.detail, self.mend)


def inferred_auth(given: Mapping[str, Any]) -> str:
    """How to sign in, seen from the credentials that are there; two ways at once are refused."""
    kinds = [kind for kind, signs in _SIGNS.items() if any(given.get(name) for name in signs)]
    if len(kinds) > 1:
        names = [next(name for name in _SIGNS[kind] if given.get(name)) for kind in kinds]
        raise refused(
            *names,
            detail=f"contradict each other: each is another way to sign in ({listed(kinds)})",
            mend=f"Remove what is not meant, or choose with auth = {' or '.join(kinds)}",
        )
    if not kinds and is_saas(given.get("address")):
        raise refused(
            "client_id",
            detail="is missing: a SaaS cluster lets nobody in without a client",
            mend="Set client_id and client_secret of an API client of the cluster",
            because=["address"],
        )
    return kinds[0] if kinds else "none"


def is_saas(address: Any) -> bool:
    """Whether `address` is one of Camunda's own cloud."""
    parts = _split(address) if isinstance(address, str) else None
    host = parts.hostname if parts and parts.scheme == "https" else None
    return bool(re.fullmatch(r"[a-z0-9.-]+\.camunda\.io", host or ""))


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        return parts if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def checked_url(value: str, setting: str, example: str) -> str:
    """`value` if it is a plain http(s) URL. What may hold a password is not quoted in the refusal."""
    text = value.strip()
    mend = f"Write it like {example}"
    if "@" in text:
        raise refused(setting, detail="holds a user name or a password", mend="Use username and password instead")
    if not re.match(r"https?://", text, re.IGNORECASE):
        raise refused(setting, detail="does not begin with http:// or https://", mend=mend)
    if len(text) > LONGEST_URL:
        raise refused(setting, detail=f"has more than {LONGEST_URL:,} characters", mend=mend)
    parts = _split(text)
    if re.search(r"\s", text):
        raise refused(setting, detail="holds blanks", mend=mend)
    if parts is None or re.search(r"[^!-~]|[\\<>\"{}|^`]", text):
        raise refused(setting, detail="is no usable URL", mend=mend)
    if parts.query or parts.fragment:
        raise refused(setting, detail="holds a query or a fragment", mend="Leave out what follows ? or #")
    return text


def no_token(secret: SecretStr) -> str | None:
    """What is wrong with a bearer token; None where nothing is."""
    good = re.fullmatch(r"[!-~]+", secret.get_secret_value())
    return None if good else "holds blanks or other characters that no token has"


def checked_certificates(text: str) -> str:
    """`text` if it may be PEM; lines that a variable holds as `\\n` are made lines."""
    lines = text.replace("\\n", "\n") if "\n" not in text.strip() else text
    if not lines.isascii() or _CERTIFICATE not in lines:
        mend = "Copy it with its BEGIN and END lines, or name a file by ca_path"
        raise refused("ca_pem", detail="is no text of certificates", mend=mend)
    if "PRIVATE KEY" in lines:
        raise refused("ca_pem", detail="holds a private key", mend="Leave it out: certificates alone are wanted")
    return lines


NOTIFY = ("off", "bell", "osc9")
"""What `notify` may be besides a command line."""
_SWITCHES = frozenset({"on", "yes", "no", "none", "true", "false", "1", "0"})


def checked_notify(text: str) -> str:
    """`text` if it is one of the words for `notify` or may be a command line; a word that is nearly one is refused."""
    line = text.strip()
    if (word := line.lower()) in NOTIFY:
        return word
    near = get_close_matches(word, NOTIFY, n=1, cutoff=0.75)
    if not line or word in _SWITCHES or near:
        mend = f"Did you mean {near[0]}?" if near else f"Write {', '.join(NOTIFY)} or a command line"
        raise refused("notify", detail="is neither one of its words nor a command line", mend=mend)
    return line


def checked_hours(text: str) -> str:
    """`text` if it can be read as hours of the week."""
    from c8tui.dates.days import Impossible
    from c8tui.dates.quiet_hours import EXAMPLES, read_weekly_hours

    try:
        read_weekly_hours(text)
    except Impossible as wrong:
        raise refused("quiet", detail=str(wrong), mend=f"Write it {EXAMPLES}") from None
    return text


def refuse_unreadable(setting: str, path: Path, origin: str) -> None:
    """Raise SettingsError for a file that cannot be read; authorities may be a folder, own views not there yet.

    The log is not read but written, which is tried where it is opened.
    """
    not_yet = setting == "views" and not os.path.lexists(path)
    if setting == "log" or not_yet or (setting == "ca_path" and os.path.isdir(path)):
        return
    checked = path_or_why_not(str(path), "stream")
    if isinstance(checked, str):
        mend = "Name the file of your views" if setting == "views" else "Name a PEM file"
        raise SettingsError(setting, origin, checked, mend)


def refused(*settings: str, detail: str, mend: str, because: Sequence[str] = ()) -> BrokenRule:
    """A broken rule of `settings`."""
    return BrokenRule(settings, detail, mend, because)


def shown(settings: Struct) -> dict[str, str]:
    """Every setting as text that a person may see: secrets masked, and words for what is not set."""
    return {name: _shown(getattr(settings, name)) for name in settings.__struct_fields__}


def _shown(value: Any) -> str:
    if value is None or value == ():
        return NOT_SET
    if isinstance(value, SecretStr):
        reference = reference_in(value)
        return f"{MASK} ({reference.shown})" if reference else MASK
    if value == "":
        return EMPTY
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        tables = any(isinstance(one, Mapping) for one in value.values())
        return ", ".join(name if tables else f"{name} = {one}" for name, one in value.items()) or NOT_SET
    if isinstance(value, str) and value.lstrip().startswith(_CERTIFICATE):
        return counted(value.count(_CERTIFICATE), "certificate")
    if isinstance(value, float):
        return f"{value:g}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
