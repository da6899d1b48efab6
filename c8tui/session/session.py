"""One cluster, opened: the connection, who we are to it, and the use cases over it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from c8tui.api import cluster
from c8tui.api.detached import detached
from c8tui.api.keep_alive import keep_alive
from c8tui.errors import C8Error, NoAnswer, Refusal, TokenError, Unauthorized
from c8tui.model.cluster import Me, Tenant, TenantFilter, Topology
from c8tui.model.search import PageRequest, Search, Sort
from c8tui.model.versions import OLDEST, read_version
from c8tui.session.drafts import Drafts
from c8tui.session.identity import Identity, identify
from c8tui.session.journal import Journal
from c8tui.session.last_action import ActionRecorder
from c8tui.session.outbox import Outbox
from c8tui.session.process_names import ProcessNames
from c8tui.session.shell_jobs import ShellJobs
from c8tui.session.stats import CompletionStats, Counts
from c8tui.session.suggestions import Suggestions
from c8tui.session.task_records import TaskRecords
from c8tui.session.topology import Health, Overview, judge, overview
from c8tui.session.topology_watch import TopologyWatch
from c8tui.session.user_tasks import Details, UserTasks
from c8tui.session.variables import VariableCells
from c8tui.session.view_store import ViewStore
from c8tui.settings import views_path
from c8tui.state import place_of

if TYPE_CHECKING:
    from pathlib import Path

    from c8tui.api.capture import CapturedRequest
    from c8tui.api.connect import Connection
    from c8tui.api.wire import Wire
    from c8tui.request_log import RequestLog
    from c8tui.session.decision_models import DecisionModels
    from c8tui.session.decisions import Decisions
    from c8tui.session.deployments import Deployments
    from c8tui.session.evaluations import Evaluations
    from c8tui.session.forms import Forms
    from c8tui.session.incidents import Incidents
    from c8tui.session.jobs import Jobs
    from c8tui.session.key_search import NamedByKey
    from c8tui.session.messages import Messages
    from c8tui.session.operations import Operations
    from c8tui.session.task_watch import TaskWatch
    from c8tui.settings import Settings
    from c8tui.state import Layout, State


ME_S = 10.0
"""So long the start waits for who we are, once the topology is there."""


MOST_TENANTS = 1_000
"""Tenants that are offered at most; others can be typed."""


@dataclass
class Session:
    """What the screens talk to. Open it with `open()`, close it with `close()`; it owns the token's keep-alive.

    What the first list does not need is imported and made when it is first asked for.
    """

    settings: Settings
    identity: Identity
    topology: Topology
    """As it was when somebody last looked."""
    health: Health
    """What is to be thought of it."""
    user_tasks: UserTasks
    task_records: TaskRecords
    """User tasks, as runs see them."""
    drafts: Drafts
    details: Details
    stats: CompletionStats
    outbox: Outbox
    last_action: ActionRecorder
    views: ViewStore
    counts: Counts
    cells: VariableCells
    process_names: ProcessNames
    sure_of: set[str]
    """Kinds of commands for which a protected profile's name has been typed."""
    shell_jobs: ShellJobs
    """The commands of one's own that run."""
    _connection: Connection
    _state: State
    greeting: str = ""
    """What is said once the first screen is there."""
    topology_watch: TopologyWatch = field(default_factory=TopologyWatch)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @classmethod
    async def open(cls, connection: Connection, settings: Settings, state: State, *, let_in: bool = False) -> Session:
        """Sign in, look at the cluster and learn who we are. Raises C8Error, and closes the connection then.

        A cluster may show its topology to anybody: with `let_in`, credentials that it does not take are a failure.
        """
        try:
            topology, me = await _greet(connection.wire)
            if let_in and isinstance(me, Unauthorized | TokenError):
                raise me
            if not settings.any_version:
                _require_supported(topology.gateway_version)
        except BaseException:
            await connection.aclose()
            raise
        wire, only_look, tenant = connection.wire, settings.read_only, settings.tenant_id
        user_tasks = UserTasks(wire, read_only=only_look, tenant_id=tenant)
        folder, details = state.folder, Details(user_tasks)
        session = cls(
            settings=settings,
            identity=identify(me, settings, state),
            topology=topology,
            health=judge(topology),
            user_tasks=user_tasks,
            task_records=(task_records := TaskRecords(user_tasks)),
            drafts=Drafts(folder and folder / "drafts"),
            details=details,
            last_action=ActionRecorder(details),
            views=ViewStore(settings.views or (views_path() if folder else None)),
            counts=Counts(user_tasks),
            cells=VariableCells(wire),
            process_names=ProcessNames(wire, tenant),
            stats=CompletionStats(state, place=place_of(settings.profile, settings.address)),
            outbox=Outbox(Journal(folder and folder / "journal", settings.address), settings.undo_s),
            sure_of=set(),
            shell_jobs=ShellJobs(),
            _connection=connection,
            _state=state,
        )
        session.outbox.journal.resources = {
            task_records.name: lambda: task_records,
            "incidents": lambda: session.ops.incident_records,
            "jobs": lambda: session.ops.job_records,
        }
        session.outbox.listeners += [session.stats.run_changed, session.last_action.run_changed]
        if connection.tokens is not None:
            session._tasks.append(detached(keep_alive(connection.tokens), "token keep-alive"))
        return session

    @cached_property
    def decisions(self) -> Decisions:
        """Decision definitions."""
        from c8tui.session.decisions import Decisions

        return Decisions(self._wire, tenant_id=self.settings.tenant_id, gateway_version=self.topology.gateway_version)

    @cached_property
    def evaluations(self) -> Evaluations:
        """Evaluations of decisions."""
        from c8tui.session.evaluations import Evaluations

        return Evaluations(self._wire, tenant_id=self.settings.tenant_id, gateway_version=self.topology.gateway_version)

    @cached_property
    def jobs(self) -> Jobs:
        """Jobs, and those that we hold."""
        from c8tui.session.held_jobs import HeldJobs
        from c8tui.session.jobs import Jobs

        settings = self.settings
        return Jobs(
            self._wire,
            held=HeldJobs(self.outbox.journal.folder, settings.address),
            read_only=settings.read_only,
            tenant_id=settings.tenant_id,
            gateway_version=self.topology.gateway_version,
        )

    @cached_property
    def incidents(self) -> Incidents:
        """Incidents of all processes."""
        from c8tui.session.incidents import Incidents

        return Incidents(self._wire, tenant_id=self.settings.tenant_id, gateway_version=self.topology.gateway_version)

    @cached_property
    def ops(self) -> Operations:
        """Process instances, their definitions, and what is done to them."""
        from c8tui.session.operations import Operations

        settings = self.settings
        return Operations(
            self._wire, settings.read_only, settings.tenant_id, self.topology.gateway_version, self.incidents, self.jobs
        )

    @cached_property
    def messages(self) -> Messages:
        """Messages and signals."""
        from c8tui.session.messages import Messages

        settings = self.settings
        return Messages(
            self._wire,
            read_only=settings.read_only,
            tenant_id=settings.tenant_id,
            gateway_version=self.topology.gateway_version,
        )

    @cached_property
    def forms(self) -> Forms:
        """What forms ask of the cluster."""
        from c8tui.session.forms import Forms

        return Forms(self._wire, read_only=self.settings.read_only, tenant_id=self.settings.tenant_id)

    @cached_property
    def deployments(self) -> Deployments:
        """Deploying."""
        from c8tui.session.deployments import Deployments

        return Deployments(self._wire, self.settings.read_only, self.settings.tenant_id)

    @cached_property
    def decision_models(self) -> DecisionModels:
        """What decision screens ask of the cluster."""
        from c8tui.session.decision_models import DecisionModels

        settings = self.settings
        return DecisionModels(self._wire, self.user_tasks, self.drafts, settings.address, read_only=settings.read_only)

    @cached_property
    def task_watch(self) -> TaskWatch | None:
        """The views that are watched for new tasks; None where nobody wants to be told."""
        if self.settings.notify == "off":
            return None
        from c8tui.dates.quiet_hours import WeeklyHours, read_weekly_hours
        from c8tui.session.task_watch import TaskWatch

        quiet = read_weekly_hours(self.settings.quiet) if self.settings.quiet else WeeklyHours()
        return TaskWatch(self.user_tasks, self.views, lambda: self.identity, self.settings.notify_views, quiet)

    async def named_by(self, key: str) -> tuple[NamedByKey, ...]:
        """All that a key names. Raises C8Error."""
        from c8tui.session.key_search import named_by

        return await named_by(self._wire, key)

    @property
    def _wire(self) -> Wire:
        return self._connection.wire

    @property
    def _place(self) -> str:
        return place_of(self.settings.profile, self.settings.address)

    async def close(self) -> None:
        """Stop the keep-alive and close the connection."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.shell_jobs.close()
        await self.outbox.close()
        if "jobs" in self.__dict__:
            self.jobs.held.close(self.jobs.now())
        await self.details.close()
        await self._connection.aclose()

    async def overview(self) -> Overview:
        """The cluster as it is now."""
        try:
            seen = await overview(self._connection.wire, self.topology_watch.clock())
        except C8Error as error:
            self.topology_watch.missed(error)
            raise
        self.topology, self.health = seen.topology, seen.health
        self.topology_watch.saw(seen)
        return seen

    def introduce(self, user: str, groups: tuple[str, ...]) -> None:
        """The person has said who they are: remembered for this cluster."""
        self.identity = self.identity.named(user, groups)
        self._state.remember_user(self._place, user, groups)

    def draft_name(self, what: str, key: str) -> str:
        """The name under which a draft about an entity of this cluster is kept."""
        return f"{self.settings.address} {what} {key}"

    @property
    def suggestions(self) -> Suggestions:
        """What may stand in the conditions of a filter."""
        return Suggestions(self.process_names, self.user_tasks.positions, lambda: self.identity)

    @property
    def folder(self) -> Path | None:
        """Where this program keeps things on disk; None where nothing may be kept."""
        return self._state.folder

    @property
    def last_view(self) -> str | None:
        """The id of the view that was shown last with this profile."""
        return self._state.view_for(self._place)

    def remember_view(self, view_id: str) -> None:
        """A view is shown."""
        self._state.remember_view(self._place, view_id)

    @property
    def theme(self) -> str | None:
        """The colour theme to use: the settings' own, else the one picked last."""
        return self.settings.theme or self._state.theme

    @property
    def light(self) -> bool:
        """Whether the terminal's ground was light when it was asked last."""
        return self._state.light

    def remember_light(self, light: bool) -> None:
        """The terminal has said whether its ground is light."""
        self._state.remember_light(light)

    def remember_theme(self, theme: str) -> None:
        """A theme was picked."""
        self._state.remember_theme(theme)

    @property
    def lines(self) -> tuple[str, ...]:
        """What was entered on the `:` line, newest last."""
        return self._state.lines

    def remember_line(self, line: str) -> None:
        """Keep what was entered there."""
        self._state.remember_line(line)

    @property
    def hint_seen(self) -> bool:
        """Whether the hint of the first start was dismissed."""
        return self._state.hint_seen

    def remember_hint_seen(self) -> None:
        """Never show it again."""
        self._state.remember_hint_seen()

    def layout_of(self, screen: str) -> Layout:
        """What stands beside the list of a screen, as somebody wants it."""
        return self._state.layout_of(screen, self._place)

    def remember_layout(self, screen: str, layout: Layout) -> None:
        """Keep that."""
        self._state.remember_layout(screen, layout, self._place)

    def remember_screen(self, screen: str) -> None:
        """A screen was opened."""
        self._state.remember_screen(screen)

    async def tenants(self) -> tuple[Tenant, ...]:
        """The tenants that we may see, else those that we belong to; none where the cluster tells neither."""
        for read in (_all_tenants, _own_tenants):
            with suppress(C8Error):
                if found := await read(self._wire):
                    return found
        return ()

    @property
    def sends(self) -> bool:
        """Whether a command is on its way, of which nobody knows yet what becomes of it."""
        return self._connection.wire.commands_under_way > 0

    @property
    def last_command(self) -> CapturedRequest | None:
        """The last command that was sent, to be repeated elsewhere; None before the first."""
        return self._connection.wire.last_command

    @property
    def log(self) -> RequestLog:
        """The last requests."""
        return self._connection.wire.log

    @property
    def round_trip_s(self) -> float | None:
        """Seconds that the last request took."""
        return self._connection.wire.last_round_trip_s


async def _greet(wire: Wire) -> tuple[Topology, Me | C8Error]:
    """Topology and identity at once. Only the topology is needed: without it nobody knows that there is a cluster."""
    asking = asyncio.create_task(_me(wire), name="authentication/me")
    try:
        topology = await cluster.topology(wire)
        async with asyncio.timeout(ME_S):
            return topology, await asking
    except NoAnswer as late:
        late.advice = "Check the address, and whether the cluster is up or has too much to do."
        raise
    except TimeoutError:
        return topology, NoAnswer("it did not answer in time", title="Timeout")
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)


async def _all_tenants(wire: Wire) -> tuple[Tenant, ...]:
    by_id = Search(filter=TenantFilter(), sort=(Sort("tenant_id"),), page=PageRequest(limit=MOST_TENANTS))
    return (await cluster.tenants(wire, by_id)).items


async def _own_tenants(wire: Wire) -> tuple[Tenant, ...]:
    return (await cluster.me(wire)).tenants


async def _me(wire: Wire) -> Me | C8Error:
    """Who the cluster says we are, or what keeps it from saying so: a person can say it themselves then."""
    try:
        return await cluster.me(wire)
    except C8Error as failure:
        return failure


def too_old(gateway_version: str) -> bool:
    """Whether searches are off there by default, or speak other names; a version that cannot be read is let in."""
    version = read_version(gateway_version)
    return version is not None and version < OLDEST


def cluster_name(session: Session) -> str:
    """What the cluster is called: by its profile, else by its host."""
    settings = session.settings
    return settings.profile or settings.address.split("//")[-1].split("/")[0]


def restrictions(session: Session) -> tuple[str, ...]:
    """What holds for everything that is done here."""
    old = too_old(session.topology.gateway_version)
    tenant = (f"tenant {session.settings.tenant_id}",) if session.settings.tenant_id else ()
    return tenant + ("read-only",) * session.settings.read_only + ("not supported: --any-version",) * old


def _require_supported(gateway_version: str) -> None:
    if too_old(gateway_version):
        raise Refusal(
            f"this cluster runs {gateway_version}, and c8tui needs {OLDEST[0]}.{OLDEST[1]} or later",
            title="Unsupported version",
            advice="Before 8.8 the searches of the REST API are off by default and use other names;"
            " --any-version goes on all the same.",
        )
