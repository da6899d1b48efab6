"""A secret that is looked up when it is first needed, once for everybody, and away from the event loop."""

from __future__ import annotations

import asyncio
import copy
import threading
from collections.abc import Callable
from contextlib import suppress

from c8tui.errors import SettingsError
from c8tui.secret_references import SecretReference, literal, reference_in
from c8tui.secret_text import SecretStr

Check = Callable[[SecretStr], str | None]
"""Says what is wrong with a secret that was found; None where nothing is."""


class LateSecret:
    """What a setting holds: the secret itself, or a reference to it."""

    def __init__(self, given: SecretStr, setting: str, origin: str = "settings", *, check: Check | None = None) -> None:
        """Looks nothing up yet; `origin` says where the setting was made, for failures."""
        self.setting = setting
        self.reference: SecretReference | None = reference_in(given)
        self._origin = origin
        self._check = check
        self._found = literal(given) if self.reference is None else None
        self._lock = threading.Lock()
        self._looks = 0
        self._failure: SettingsError | None = None

    @property
    def known(self) -> SecretStr | None:
        """The secret, where it is known already."""
        return self._found

    async def value(self) -> SecretStr:
        """The secret. Raises SettingsError, one sentence, where it cannot be had; the next call tries again."""
        if self._found is not None:
            return self._found
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[SecretStr] = loop.create_future()

        def tell(secret: SecretStr | None, failure: BaseException | None) -> None:
            if answer.done():  # whoever asked was cancelled
                return
            if failure is not None:
                answer.set_exception(failure)
            elif secret is not None:
                answer.set_result(secret)

        def look() -> None:
            secret, failure = None, None
            try:
                secret = self.value_now()
            except BaseException as raised:
                failure = raised
            with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
                loop.call_soon_threadsafe(tell, secret, failure)

        # A thread of its own: those of the loop are waited for at the end, even while a keyring asks for its password.
        threading.Thread(target=look, daemon=True, name=f"secret {self.setting}").start()
        return await answer

    def value_now(self) -> SecretStr:
        """The same, but blocks meanwhile. Of several who ask at once, one looks and the others wait for it."""
        looks = self._looks
        with self._lock:
            if self._found is not None:
                return self._found
            if looks != self._looks and self._failure is not None:
                raise copy.copy(self._failure)
            try:
                self._found, self._failure = self._looked_up(), None
            except SettingsError as failure:
                self._failure = failure
                raise
            finally:
                self._looks += 1
            return self._found

    def forget(self) -> None:
        """It was refused: look again next time, as it may have been changed where it is kept."""
        if self.reference is not None:
            self._found = None

    def _looked_up(self) -> SecretStr:
        from c8tui.secret_sources import look_up

        if self.reference is None:
            raise RuntimeError("a secret that stands in the settings is known")
        secret = look_up(self.reference, self.setting, self._origin)
        if self._check is not None and (wrong := self._check(secret)):
            where = f"{wrong}, as it stands {self.reference.shown}"
            raise SettingsError(self.setting, self._origin, where, "Store it again")
        return secret
