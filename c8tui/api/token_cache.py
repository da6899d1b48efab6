"""Access tokens on disk, so that the next start need not ask for one: for the owner's eyes only."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from pathlib import Path
from secrets import token_bytes

import msgspec
from platformdirs import user_cache_path

from c8tui.api.token_request import Grant, Token, secret_from_json
from c8tui.files import replace_file
from c8tui.secret_text import SecretStr

LARGEST_FILE = 64 * 1024
KNOWS_MODES = os.name == "posix"


def default_directory() -> Path:
    """Where tokens are kept unless somebody says otherwise."""
    return user_cache_path("c8tui") / "tokens"


class _File(msgspec.Struct):
    """What a file holds; `proof` ties it to the secret that the token was got with, and does not tell it.

    Where the settings refer to the secret, it is tied to the reference, so that a token that is still good is used
    without looking the secret up.
    """

    access_token: SecretStr
    obtained_at: float
    expires_at: float
    salt: str
    proof: str


class TokenCache:
    """The file of one grant.

    Anything wrong with it is no failure: it is as if there were none, and `trouble` says why.
    """

    def __init__(self, directory: Path, grant: Grant) -> None:
        """Touches nothing yet. The file's name tells neither issuer nor client."""
        parts = [grant.url, grant.client_id, grant.audience or "", grant.scope or "", grant.resource or ""]
        name = hashlib.sha256(_bytes("\0".join(parts))).hexdigest()
        self._path = directory / f"{name}.json"
        self._secret = grant.client_secret
        self.trouble: str | None = None
        """Why the cache is not used, and the mend; None when all is well."""

    def load(self, now: float) -> Token | None:
        """The stored token, if there is one that was got with this secret and has not expired."""
        self.trouble = self._objection(self._path.parent)
        if self.trouble:
            return None
        content = self._content()
        if content is None:
            return None
        try:
            file = msgspec.json.decode(content.get_secret_value(), type=_File, dec_hook=secret_from_json)
        except (ValueError, RecursionError):
            return None
        if not hmac.compare_digest(file.proof.encode(), self._proof(file.salt).encode()) or file.expires_at <= now:
            return None
        return Token(file.access_token, file.obtained_at, file.expires_at)

    def store(self, token: Token) -> None:
        """Keep `token`: a new file, readable by the owner from its first moment, takes the old one's place."""
        directory = self._path.parent
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.trouble = self._objection(directory)
            if not self.trouble:
                replace_file(self._path, self._encoded(token))
        except OSError as error:
            self.trouble = f"the token cache {directory} cannot be written ({error.strerror}); tokens are not kept"

    def _encoded(self, token: Token) -> bytes:
        salt = token_bytes(16).hex()
        file = _File(token.value, token.obtained_at, token.expires_at, salt, self._proof(salt))
        return msgspec.json.encode(file, enc_hook=SecretStr.get_secret_value)

    def _content(self) -> SecretStr | None:
        """The text of the file, masked until it is parsed."""
        try:
            # Neither follow a link nor wait for the other end of a pipe that lies in the file's place.
            descriptor = os.open(self._path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            with os.fdopen(descriptor, "rb") as stream:
                status = os.fstat(stream.fileno())
                self.trouble = self._objection_to(status, self._path, 0o600)
                if self.trouble or not stat.S_ISREG(status.st_mode):
                    return None
                return SecretStr(stream.read(LARGEST_FILE).decode("utf-8", "replace"))
        except FileNotFoundError:
            return None
        except OSError as error:
            self.trouble = f"the token cache {self._path} cannot be read ({error.strerror}); it is not used"
            return None

    def _objection(self, directory: Path) -> str | None:
        """Why files in `directory` cannot be trusted; None when they can, or when it does not exist."""
        try:
            return self._objection_to(directory.stat(), directory, 0o700)
        except FileNotFoundError:
            return None
        except OSError as error:
            return f"the token cache {directory} cannot be looked at ({error.strerror}); it is not used"

    def _objection_to(self, status: os.stat_result, path: Path, mode: int) -> str | None:
        if not KNOWS_MODES:
            return None
        if status.st_uid != os.geteuid():
            return f"{path} belongs to another user, so it is not used; remove it, or have it given to you"
        if status.st_mode & 0o077:
            return f"{path} can be seen by others, so it is not used; mend it with: chmod {mode:o} '{path}'"
        return None

    def _proof(self, salt: str) -> str:
        return hashlib.pbkdf2_hmac("sha256", _bytes(self._secret.get_secret_value()), _bytes(salt), 10_000).hex()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
