"""Opening and closing: who is let in, who we are, and that nothing is left running or open."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from c8tui.api.connect import Connection, connect
from c8tui.errors import C8Error, CredentialsRejected, Refusal, ServerFault, Unauthorized
from c8tui.secret_text import SecretStr
from c8tui.session.identity import Identity
from c8tui.session.session import Session
from c8tui.settings import Settings
from c8tui.state import Person, State
from tests.conftest import OpenSession
from tests.sandboxes import ADDRESS, Sandbox

OAUTH: dict[str, Any] = {
    "auth": "oauth",
    "client_id": "c8tui",
    "client_secret": SecretStr("c8tui-secret"),
    "oauth_url": "http://sandbox.test/oauth/token",
}
KEEP_ALIVE = "token keep-alive"


def running() -> set[str]:
    """The names of the tasks of this loop, but for the test's own."""
    return {task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()}


class Spied:
    """A connection whose closing is counted."""

    def __init__(self, connection: Connection) -> None:
        self.wire, self.tokens = connection.wire, connection.tokens
        self._connection = connection
        self.closed = 0

    async def aclose(self) -> None:
        self.closed += 1
        await self._connection.aclose()


async def opened(sandbox: Sandbox, **given: Any) -> tuple[Session | C8Error, Spied]:
    """What comes of opening a session over the sandbox."""
    return await tried(*sandbox.connection(**given))


async def tried(connection: Connection, settings: Settings) -> tuple[Session | C8Error, Spied]:
    """A session, or what kept it from opening."""
    spied = Spied(connection)
    try:
        return await Session.open(spied, settings, State()), spied  # type: ignore[arg-type]
    except C8Error as failure:
        return failure, spied


class TestMe:
    async def test_basic_is_the_person_that_the_cluster_names(self, open_session: OpenSession) -> None:
        session = await open_session(Sandbox(auth="basic"), None, username="anna", password="anna")
        assert session.identity == Identity("anna", ("accounting", "leads"), "anna")

    async def test_client_credentials_are_nobody_until_somebody_says_who(self, open_session: OpenSession) -> None:
        session = await open_session(Sandbox(auth="oauth"), None, **OAUTH)
        assert (session.identity.user, session.identity.groups) == (None, ())
        assert session.identity.display_name == "c8tui"
        named = await open_session(Sandbox(auth="oauth"), "ben", groups=("sales",), **OAUTH)
        assert named.identity == Identity("ben", ("sales",), "ben")

    async def test_an_open_cluster_is_nobody_though_it_names_a_user(self, open_session: OpenSession) -> None:
        session = await open_session(Sandbox(), None)
        assert (session.identity.user, session.identity.groups) == (None, ())

    @pytest.mark.parametrize("fault", ["404", "403", "500", "shape", "html=404", "servlet=500", "garbage"])
    async def test_a_cluster_that_does_not_say(self, open_session: OpenSession, fault: str) -> None:
        session = await open_session(Sandbox(faults=(f"{fault}@/v2/authentication/me",)), None)
        assert session.identity.display_name == "nobody"
        assert session.identity.unsaid or fault == "shape"  # of another shape is an answer with less in it

    async def test_who_somebody_said_to_be_is_remembered_for_this_cluster(
        self, open_session: OpenSession, tmp_path: Path
    ) -> None:
        state = State(tmp_path / "state.json")
        session = await open_session(Sandbox(), None, state=state)
        session.introduce("clara", ("support",))
        assert session.identity == Identity("clara", ("support",), "clara")
        assert State(tmp_path / "state.json").user_for(ADDRESS) == Person("clara", ("support",))
        later = await open_session(Sandbox(), None, state=State(tmp_path / "state.json"))
        assert later.identity == Identity("clara", ("support",), "clara")
        elsewhere = await open_session(Sandbox(), None, state=state, address="http://elsewhere.test/v2")
        assert elsewhere.identity.user is None


class TestLetIn:
    @pytest.mark.parametrize("version", ["8.8.0", "8.9.4", "8.10.0-alpha1", "9.0", "8.8.0-SNAPSHOT", "", "dev"])
    async def test_versions_that_can_be_used(self, version: str) -> None:
        session, _ = await self.greeted(version)
        assert isinstance(session, Session)
        assert session.topology.gateway_version == version
        await session.close()

    @pytest.mark.parametrize("version", ["8.7.12", "8.6.0", "7.22.0", "1.3.14", "8.0"])
    async def test_versions_that_are_too_old(self, version: str) -> None:
        refused, spied = await self.greeted(version)
        assert isinstance(refused, Refusal)
        assert refused.detail == f"this cluster runs {version}, and c8tui needs 8.8 or later"
        assert refused.advice.startswith("Before 8.8 the searches")
        assert spied.closed == 1

    @staticmethod
    async def greeted(version: str) -> tuple[Session | C8Error, Spied]:
        """What comes of a cluster whose gateway has this version."""

        def answer(request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, json={"gatewayVersion": version} if "topology" in request.url.path else {})

        settings = Settings(address=ADDRESS)
        return await tried(connect(settings, transport=httpx.MockTransport(answer), cache_dir=None), settings)

    @pytest.mark.parametrize(
        ("faults", "credentials", "expected"),
        [
            ((), {"username": "demo", "password": "wrong"}, Unauthorized),
            (("500@/v2/topology",), {"username": "demo", "password": "demo"}, ServerFault),
        ],
    )
    async def test_a_failure_closes_the_connection_and_leaves_nothing_running(
        self, faults: tuple[str, ...], credentials: dict[str, str], expected: type[C8Error]
    ) -> None:
        failure, spied = await opened(Sandbox(auth="basic", faults=faults), **credentials)
        assert isinstance(failure, expected)
        assert spied.closed == 1
        assert running() == set()

    async def test_a_wrong_secret(self) -> None:
        failure, spied = await opened(Sandbox(auth="oauth"), **{**OAUTH, "client_secret": SecretStr("wr0ng")})
        assert isinstance(failure, CredentialsRejected)
        assert "wr0ng" not in f"{failure!r} {failure} {vars(failure)}"
        assert spied.closed == 1
        assert running() == set()

    async def test_given_up_while_it_opens(self) -> None:
        sandbox = Sandbox()
        connection, settings = sandbox.connection()
        spied = Spied(connection)
        arrived, never = asyncio.Event(), asyncio.Event()

        async def hold(_: httpx.Request) -> None:
            arrived.set()
            await never.wait()

        sandbox.meddle = hold
        opening = asyncio.create_task(Session.open(spied, settings, State()))  # type: ignore[arg-type]
        await arrived.wait()
        opening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await opening
        assert spied.closed == 1
        await asyncio.sleep(0)
        assert running() == set()

    async def test_topology_and_me_are_asked_for_at_once(self) -> None:
        sandbox = Sandbox()
        both = asyncio.Barrier(2)

        async def meet(_: httpx.Request) -> None:
            await both.wait()

        sandbox.meddle = meet
        session, _ = await opened(sandbox)
        assert isinstance(session, Session)
        assert sorted(request.url.path for request in sandbox.sent) == ["/v2/authentication/me", "/v2/topology"]
        await session.close()


class TestKeepAlive:
    async def test_it_runs_from_open_to_close(self) -> None:
        session, spied = await opened(Sandbox(auth="oauth"), **OAUTH)
        assert isinstance(session, Session)
        assert KEEP_ALIVE in running()
        await session.close()
        assert running() == set()
        assert spied.closed == 1

    @pytest.mark.parametrize(
        ("auth", "credentials"), [("none", {}), ("basic", {"username": "demo", "password": "demo"})]
    )
    async def test_only_where_there_are_tokens(self, auth: str, credentials: dict[str, str]) -> None:
        session, spied = await opened(Sandbox(auth=auth), **credentials)
        assert isinstance(session, Session)
        assert running() == set()
        await session.close()
        assert spied.closed == 1

    async def test_one_token_serves_the_whole_opening(self) -> None:
        sandbox = Sandbox(auth="oauth")
        session, _ = await opened(sandbox, **OAUTH)
        assert isinstance(session, Session)
        assert (await sandbox.control("GET", "tokens"))["requests"] == 1
        await session.close()


class TestOpened:
    async def test_its_parts_know_the_profile(self, open_session: OpenSession, tmp_path: Path) -> None:
        state = State(tmp_path / "state.json")
        session = await open_session(Sandbox(), read_only=True, tenant_id="blue", state=state)
        assert (session.user_tasks.read_only, session.jobs.read_only) == (True, True)
        parts = (session.user_tasks, session.jobs, session.decisions, session.evaluations)
        assert {part.tenant_id for part in parts} == {"blue"}
        assert session.drafts.folder == tmp_path / "drafts"
        version = session.topology.gateway_version
        assert {session.decisions.gateway_version, session.evaluations.gateway_version} == {version}

    async def test_without_a_state_file_drafts_stay_in_memory(self, sandbox_session: Session) -> None:
        assert sandbox_session.drafts.folder is None

    async def test_drafts_are_named_by_cluster_and_entity(self, sandbox: Sandbox, open_session: OpenSession) -> None:
        here, there = await open_session(sandbox), await open_session(sandbox, address="http://elsewhere.test/v2")
        names = {session.draft_name(what, key) for session in (here, there) for what in ("task", "job") for key in "12"}
        assert len(names) == 8

    async def test_the_overview_is_the_topology_of_now(self, sandbox: Sandbox, sandbox_session: Session) -> None:
        assert len(sandbox_session.topology.brokers or ()) == sandbox_session.topology.cluster_size
        await sandbox.faults("broker-down=0")
        seen = await sandbox_session.overview()
        assert not seen.health.healthy
        assert sandbox_session.topology is seen.topology
        assert {broker.node_id for broker in seen.topology.brokers or ()}.isdisjoint({0})

    async def test_what_is_remembered(self, open_session: OpenSession, tmp_path: Path) -> None:
        path = tmp_path / "state.json"
        session = await open_session(Sandbox(), state=State(path))
        themes = [session.theme]
        session.remember_theme("nord")
        session.remember_screen("jobs")
        assert [*themes, session.theme] == [None, "nord"]
        assert (State(path).theme, State(path).screen) == ("nord", "jobs")
        pinned = await open_session(Sandbox(), state=State(path), theme="gruvbox")
        assert pinned.theme == "gruvbox"

    async def test_the_round_trip(self, sandbox_session: Session) -> None:
        assert sandbox_session.round_trip_s is not None
        assert sandbox_session.round_trip_s >= 0


async def test_no_secret_in_what_a_session_shows(open_session: OpenSession) -> None:
    session = await open_session(Sandbox(auth="oauth"), None, **OAUTH)
    await session.overview()
    assert "c8tui-secret" not in repr(session)
    assert "Bearer" not in repr(session)
