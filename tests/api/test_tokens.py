"""The token source: early, once at a time, and quiet when it is told no."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

import httpx
import pytest

from c8tui.api.token_cache import TokenCache
from c8tui.api.tokens import LONGEST_RETRY_AFTER_S, REMEMBERED_S
from c8tui.errors import CredentialsRejected, TokenServerDown
from tests.api.fakes import TokenServer, a_grant, answer
from tests.clocks import NOON, Clock

WRONG = {"error": "unauthorized_client", "error_description": "Invalid client credentials"}


def wrong() -> httpx.Response:
    return answer(WRONG, 401)


@pytest.fixture
def open_to_all(tmp_path: Path) -> Path:
    tmp_path.chmod(0o755)
    return tmp_path


async def settled() -> None:
    """Let everything that can run, run."""
    for _ in range(20):
        await asyncio.sleep(0)


class TestToken:
    async def test_nothing_is_asked_for_before_it_is_needed(self) -> None:
        server = TokenServer()
        source = server.source(Clock())
        assert server.requests == []
        assert await source.token() == "token-1"
        assert await source.token() == "token-1"
        assert source.requests_made == 1

    async def test_however_many_wait_one_request_is_made(self) -> None:
        server = TokenServer()
        server.gate.clear()
        source = server.source(Clock())
        waiting = [asyncio.create_task(source.token()) for _ in range(50)]
        await server.arrived.wait()
        server.gate.set()
        assert set(await asyncio.gather(*waiting)) == {"token-1"}
        assert len(server.requests) == 1

    async def test_nobody_waits_while_the_old_one_is_good(self) -> None:
        server = TokenServer(lifetime=300)
        clock = Clock()
        source = server.source(clock)
        await source.token()
        clock.at += 271
        server.gate.clear()
        assert [await source.token() for _ in range(10)] == ["token-1"] * 10
        await settled()
        assert len(server.requests) == 2
        server.gate.set()
        await settled()
        assert await source.token() == "token-2"

    async def test_who_has_no_token_waits(self) -> None:
        server = TokenServer(lifetime=5)
        clock = Clock()
        source = server.source(clock)
        await source.token()
        clock.at += 4.6
        assert await source.token() == "token-2"

    async def test_a_cancelled_waiter_takes_nobody_along(self) -> None:
        server = TokenServer()
        server.gate.clear()
        source = server.source(Clock())
        first, second = asyncio.create_task(source.token()), asyncio.create_task(source.token())
        await server.arrived.wait()
        first.cancel()
        await settled()
        server.gate.set()
        assert await second == "token-1"
        assert len(server.requests) == 1

    async def test_a_laptop_that_slept(self) -> None:
        server = TokenServer(lifetime=300)
        clock = Clock()
        source = server.source(clock)
        await source.token()
        clock.at += 8 * 3600
        assert await source.token() == "token-2"

    async def test_a_clock_that_was_set_back(self) -> None:
        server = TokenServer(lifetime=300)
        clock = Clock()
        source = server.source(clock)
        await source.token()
        clock.at -= 3600
        assert source.seconds_until_due() == 0
        assert await source.token() == "token-1"
        await settled()
        assert await source.token() == "token-2"


class TestRejected:
    async def test_it_is_remembered_and_then_asked_again(self) -> None:
        server = TokenServer()
        server.replies = [wrong(), wrong()]
        clock = Clock()
        source = server.source(clock)
        for _ in range(5):
            with pytest.raises(CredentialsRejected, match="Invalid client credentials"):
                await source.token()
        assert len(server.requests) == 1
        clock.at += REMEMBERED_S - 0.1
        with pytest.raises(CredentialsRejected):
            await source.token()
        assert len(server.requests) == 1
        clock.at += 0.2
        with pytest.raises(CredentialsRejected):
            await source.token()
        assert len(server.requests) == 2
        clock.at += REMEMBERED_S
        assert await source.token() == "token-3"
        assert source.failure is None

    async def test_everybody_who_waits_hears_it(self) -> None:
        server = TokenServer()
        server.replies = [wrong()]
        source = server.source(Clock())
        results = await asyncio.gather(*(source.token() for _ in range(10)), return_exceptions=True)
        assert [type(result) for result in results] == [CredentialsRejected] * 10
        assert len({id(result) for result in results}) == 10
        assert len(server.requests) == 1

    async def test_a_good_token_outlives_a_rotated_secret(self) -> None:
        server = TokenServer(lifetime=300)
        clock = Clock()
        source = server.source(clock)
        await source.token()
        server.replies = [wrong()]
        clock.at += 271
        await source.renew_if_due()
        assert await source.token() == "token-1"
        assert isinstance(source.failure, CredentialsRejected)


class TestDown:
    async def test_it_is_left_in_peace_longer_and_longer(self) -> None:
        server = TokenServer()
        server.replies = [httpx.ConnectError("x")] * 8
        clock = Clock()
        source = server.source(clock)
        pauses = []
        for _ in range(8):
            with pytest.raises(TokenServerDown):
                await source.token()
            pauses.append(source.seconds_until_due())
            with pytest.raises(TokenServerDown):
                await source.token()
            clock.at += pauses[-1]
        assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
        assert len(server.requests) == 8
        assert await source.token() == "token-9"

    @pytest.mark.parametrize(("asked", "paused"), [("60", 60), ("0", 1), ("999999", LONGEST_RETRY_AFTER_S)])
    async def test_it_is_left_in_peace_as_long_as_it_asks(self, asked: str, paused: float) -> None:
        server = TokenServer()
        server.replies = [httpx.Response(429, headers={"retry-after": asked})]
        source = server.source(Clock())
        with pytest.raises(TokenServerDown):
            await source.token()
        assert source.seconds_until_due() == paused

    async def test_a_good_token_is_used_meanwhile(self) -> None:
        server = TokenServer(lifetime=300)
        clock = Clock()
        source = server.source(clock)
        await source.token()
        clock.at += 271
        server.replies = [httpx.Response(503)] * 3
        assert await source.token() == "token-1"
        await settled()
        assert [await source.token() for _ in range(5)] == ["token-1"] * 5
        await settled()
        assert len(server.requests) == 2
        assert isinstance(source.failure, TokenServerDown)


class TestReplace:
    async def test_two_that_meet_a_401_together_renew_once(self) -> None:
        server = TokenServer()
        source = server.source(Clock())
        used = await source.token()
        assert await asyncio.gather(*(source.replace(used) for _ in range(5))) == ["token-2"] * 5
        assert len(server.requests) == 2

    async def test_who_comes_late_gets_what_is_there(self) -> None:
        server = TokenServer()
        source = server.source(Clock())
        used = await source.token()
        await source.replace(used)
        assert await source.replace(used) == "token-2"
        assert len(server.requests) == 2

    async def test_a_cluster_that_wants_none_of_them_does_not_hammer_the_token_server(self) -> None:
        server = TokenServer(lifetime=300)
        clock = Clock()
        source = server.source(clock)
        await source.replace(await source.token())
        for _ in range(20):
            clock.at += 1
            used = await source.token()
            assert await source.replace(used) == used
        assert len(server.requests) == 2
        clock.at += 11
        assert await source.replace(await source.token()) == "token-3"

    async def test_the_old_token_stays_when_no_other_is_to_be_had(self) -> None:
        """The 401 may have been a hiccup; then the old one is still worth more than none."""
        server = TokenServer()
        source = server.source(Clock())
        used = await source.token()
        server.replies = [httpx.ConnectError("x")]
        for _ in range(3):
            with pytest.raises(TokenServerDown):
                await source.replace(used)
            assert await source.token() == used
        assert len(server.requests) == 2


class TestDisk:
    async def test_the_next_start_asks_for_nothing(self, tmp_path: Path) -> None:
        server = TokenServer()
        clock = Clock()
        cache = TokenCache(tmp_path / "t", a_grant())
        await server.source(clock, cache).token()
        assert await server.source(clock, TokenCache(tmp_path / "t", a_grant())).token() == "token-1"
        assert len(server.requests) == 1

    async def test_another_one_renewed_it(self, tmp_path: Path) -> None:
        server = TokenServer(lifetime=300)
        clock = Clock()
        ours = server.source(clock, TokenCache(tmp_path / "t", a_grant()))
        theirs = server.source(clock, TokenCache(tmp_path / "t", a_grant()))
        await ours.token()
        await theirs.token()
        clock.at += 271
        await theirs.renew_if_due()
        await ours.renew_if_due()
        assert await ours.token() == "token-2"
        assert (len(server.requests), ours.requests_made, theirs.requests_made) == (2, 1, 1)

    async def test_a_refused_token_is_not_taken_from_there_again(self, tmp_path: Path) -> None:
        server = TokenServer()
        source = server.source(Clock(), TokenCache(tmp_path / "t", a_grant()))
        assert await source.replace(await source.token()) == "token-2"

    async def test_an_old_token_starts_at_once_and_is_renewed(self, tmp_path: Path) -> None:
        server = TokenServer(lifetime=300)
        clock = Clock()
        await server.source(clock, TokenCache(tmp_path / "t", a_grant())).token()
        clock.at += 280
        source = server.source(clock, TokenCache(tmp_path / "t", a_grant()))
        server.gate.clear()
        assert await source.token() == "token-1"
        server.gate.set()
        await settled()
        assert await source.token() == "token-2"

    async def test_the_trouble_is_told(self, open_to_all: Path) -> None:
        source = TokenServer().source(Clock(), TokenCache(open_to_all, a_grant()))
        assert await source.token() == "token-1"
        assert "chmod 700" in (source.cache_trouble or "")
        assert TokenServer().source(Clock()).cache_trouble is None


class TestEnd:
    async def test_a_renewal_under_way_is_stopped(self) -> None:
        server = TokenServer()
        server.gate.clear()
        source = server.source(Clock())
        waiting = asyncio.create_task(source.token())
        await server.arrived.wait()
        await source.aclose()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert not [task for task in asyncio.all_tasks() if task.get_name() == "token renewal"]

    async def test_closing_unused(self) -> None:
        await TokenServer().source(Clock()).aclose()
        gc.collect()

    async def test_when_it_is_due(self) -> None:
        clock = Clock()
        source = TokenServer(lifetime=300).source(clock)
        assert source.seconds_until_due() == 0
        await source.renew_if_due()
        assert source.seconds_until_due() == 270
        clock.at = NOON + 100
        assert source.seconds_until_due() == 170
