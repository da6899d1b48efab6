"""A source of access tokens that renews them early, once at a time, and leaves a failing token server in peace."""

from __future__ import annotations

import asyncio
import copy
import random as random_module
import time
from collections.abc import Callable

from c8tui.api.detached import detached
from c8tui.api.token_cache import TokenCache
from c8tui.api.token_request import Token, TokenRequest
from c8tui.errors import CredentialsRejected, SettingsError, TokenError, TokenServerDown
from c8tui.request_log import RequestLog
from c8tui.secret_text import SecretStr

REMEMBERED_S = 30.0
"""How long a rejected credential is answered for from memory."""
LONGEST_BACKOFF_S = 30.0
LONGEST_RETRY_AFTER_S = 300.0


class TokenSource:
    """Tokens of one grant for everybody who needs one. Belongs to one event loop."""

    def __init__(
        self,
        request: TokenRequest,
        *,
        cache: TokenCache | None = None,
        now: Callable[[], float] = time.time,
        random: Callable[[], float] = random_module.random,
        log: RequestLog | None = None,
    ) -> None:
        """`now` is Unix time: a wall clock goes on while a laptop sleeps."""
        self._request = request
        self._cache = cache
        self._now = now
        self._random = random
        self._log = RequestLog() if log is None else log
        self._token: Token | None = None
        self._renewal: asyncio.Task[None] | None = None
        self._failure: TokenError | SettingsError | None = None
        self._failures = 0
        self._quiet_until = 0.0
        self._forced_until = 0.0
        self._looked_on_disk = False
        self.requests_made = 0
        """Requests to the token server so far."""

    @property
    def failure(self) -> TokenError | SettingsError | None:
        """Why the last renewal failed; None when it did not."""
        return self._failure

    @property
    def cache_trouble(self) -> str | None:
        """Why tokens are not kept on disk, and the mend; None when they are."""
        return self._cache.trouble if self._cache else None

    async def token(self) -> str:
        """A valid token. Waits only when there is none: one that is merely due is renewed in the background.

        Raises CredentialsRejected, TokenServerDown, or SettingsError for a secret that cannot be had, from memory while
        it is too early to ask again.
        """
        self._look_on_disk()
        token = self._token
        now = self._now()
        if token is None or not token.is_usable(now):
            await self._renewed()
        elif token.is_due(now) and now >= self._quiet_until:
            self._begin()
        return self._current().value.get_secret_value()

    async def renew_if_due(self) -> None:
        """Renew when it is time; a failure is kept for `token()` and `failure`, not raised."""
        self._look_on_disk()
        if self.seconds_until_due() <= 0:
            await asyncio.shield(self._begin())

    def seconds_until_due(self) -> float:
        """Seconds until the next renewal should begin, 0 when that is now; after a failure, until the next try."""
        now = self._now()
        token = self._token
        due_in = 0.0 if token is None or token.is_due(now) else token.due_at - now
        return max(0.0, due_in, self._quiet_until - now)

    async def replace(self, used: str) -> str:
        """Another token than `used`, which the cluster refused; renews unless somebody already did.

        Gives `used` itself when it came from a renewal for the same reason a moment ago: the cluster does not want our
        tokens, and asking for more would only hammer the token server. Raises as `token()` does.
        """
        refused = SecretStr(used)
        del used  # a parameter would show in a crash report
        token = self._token
        if token is None or token.value != refused:
            return await self.token()
        now = self._now()
        self._log.note("token: the cluster refused the one that is in use")
        if not self._is_renewing():
            if now < self._forced_until and self._failure is None:
                return refused.get_secret_value()
            self._forced_until = now + min(REMEMBERED_S, token.lifetime_s / 2)
        await self._renewed()
        return self._current().value.get_secret_value()

    async def aclose(self) -> None:
        """Stop a renewal that is under way and close the connections."""
        if self._renewal is not None:
            self._renewal.cancel()
            await asyncio.gather(self._renewal, return_exceptions=True)
        await self._request.aclose()

    def _current(self) -> Token:
        if self._token is None:
            raise RuntimeError("a renewal ended with neither token nor failure")
        return self._token

    async def _renewed(self) -> None:
        """Wait for a new token; raises the failure when there is none."""
        before = self._token
        if self._now() >= self._quiet_until:
            # Shielded: who waits may be cancelled, the renewal serves others too.
            await asyncio.shield(self._begin())
        if self._failure is not None and self._token is before:
            raise copy.copy(self._failure)

    def _is_renewing(self) -> bool:
        return self._renewal is not None and not self._renewal.done()

    def _begin(self) -> asyncio.Task[None]:
        """The renewal that is under way, or a new one."""
        if self._renewal is None or self._renewal.done():
            self._renewal = detached(self._renew(), "token renewal")
        return self._renewal

    async def _renew(self) -> None:
        outcome = self._renewed_elsewhere() or await self._asked()
        if isinstance(outcome, Token):
            self._token, self._failure, self._failures, self._quiet_until = outcome, None, 0, 0.0
            self._log.note(f"token: a new one, renewed in {self.seconds_until_due():.0f} s")
        else:
            self._failure = outcome
            self._failures += 1
            pause = self._pause(outcome)
            self._quiet_until = self._now() + pause
            self._log.note(f"token: {type(outcome).__name__}; the server is not asked for {pause:.0f} s")

    async def _asked(self) -> Token | TokenError | SettingsError:
        self.requests_made += 1
        began = time.monotonic()
        outcome = await self._request()
        refused = outcome if isinstance(outcome, TokenError) else None
        self._log.exchanged(
            "POST",
            self._request.url,
            status=200 if refused is None else refused.status,
            seconds=time.monotonic() - began,
            attempt=self._failures + 1,
            failure="" if refused is None else type(refused).__name__,
        )
        if isinstance(outcome, Token) and self._cache:
            self._cache.store(outcome)
        return outcome

    def _renewed_elsewhere(self) -> Token | None:
        """A fresh token that another c8tui put on disk."""
        stored = self._cache.load(self._now()) if self._cache else None
        if stored is None or stored.is_due(self._now()) or (self._token and stored.value == self._token.value):
            return None
        return stored

    def _look_on_disk(self) -> None:
        if self._cache and not self._looked_on_disk:
            self._looked_on_disk = True
            self._token = self._cache.load(self._now())
            self._log.note(f"token: {'none' if self._token is None else 'one'} in the cache")

    def _pause(self, failure: TokenError | SettingsError) -> float:
        """Seconds in which the token server is not asked again."""
        if isinstance(failure, CredentialsRejected | SettingsError):
            return REMEMBERED_S
        backoff = min(LONGEST_BACKOFF_S, 2.0 ** min(self._failures - 1, 10)) * (0.5 + self._random() / 2)
        asked = failure.retry_after if isinstance(failure, TokenServerDown) and failure.retry_after else 0.0
        return max(backoff, min(asked, LONGEST_RETRY_AFTER_S))
