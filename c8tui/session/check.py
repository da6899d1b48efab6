"""What works on a cluster, line by line: settings, token, topology, who we are, and every endpoint that only reads."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict, replace

from c8tui.api import cluster
from c8tui.errors import BadAnswer, C8Error, Forbidden, NotFound, Problem, SettingsError
from c8tui.model.cluster import License, Me, Topology
from c8tui.model.versions import OLDEST
from c8tui.session import view_file
from c8tui.session.probes import COMMANDS, PROBES, Probe
from c8tui.session.session import too_old
from c8tui.session.topology import judge
from c8tui.settings_rules import shown
from c8tui.text import counted

if TYPE_CHECKING:
    from pathlib import Path

    from c8tui.api.connect import Connection
    from c8tui.api.late_secret import LateSecret
    from c8tui.api.wire import Wire
    from c8tui.settings import Settings

T = TypeVar("T")

NO_CLUSTER = "JSON came, but nothing of a topology is in it: this is hardly a Camunda 8 cluster"


class CheckLine(Struct, frozen=True):
    """One thing that was looked at. Texts may come from the cluster: they are raw."""

    name: str
    ok: bool | None
    """None: not tried, or this version does not offer it."""
    detail: str
    advice: str = ""
    """What to do about it."""
    seconds: float | None = None
    """How long the cluster took to answer."""

    def document(self) -> dict[str, Any]:
        """The same for programs."""
        return asdict(self)


async def check(
    connection: Connection, settings: Settings, origins: Mapping[str, str], views: Path | None = None
) -> AsyncIterator[CheckLine]:
    """Everything there is to say, in the order in which it is found out. Reads only; never raises C8Error.

    `views` is the view file, whether or not it is there.
    When the cluster cannot be talked to, the first failure says why and the rest is one line: it would fail alike.
    """
    for setting in settings_lines(settings, origins):
        yield setting
    for line in views_lines(views):
        yield line
    for secret in connection.secrets:
        if secret.reference is not None:
            line, _ = await _tried(f"secret {secret.setting}", secret.value(), _found_secret(secret))
            yield replace(line, seconds=None)
            if not line.ok:
                yield _given_up("a secret cannot be had")
                return
    token = await _token(connection)
    yield token
    if connection.tokens is not None and (trouble := connection.tokens.cache_trouble):
        yield CheckLine("token cache", None, "tokens are not kept on disk", trouble)
    if token.ok is False:
        yield _given_up("there is no token")
        return
    greeted = await _tried("topology", cluster.topology(connection.wire), _topology)
    reached, topology = greeted
    if topology is not None and _says_nothing(topology):
        yield replace(reached, ok=False, detail=NO_CLUSTER, advice=BadAnswer.advice)
        yield _given_up("what answers there is no cluster")
        return
    yield reached
    if topology is None:
        yield _given_up("the cluster could not be asked for its topology")
        return
    if (old := _too_old(topology)) is not None:
        if not settings.any_version:
            yield old
            yield _given_up("this version is not supported")
            return
        yield replace(old, ok=None, advice=f"{old.advice} It is asked all the same, as any_version is set.")
    yield _health(topology)
    async for line in _cluster(connection.wire, settings):
        yield line
    async for line in _endpoints(connection.wire):
        yield line


def settings_lines(settings: Settings, origins: Mapping[str, str]) -> Iterator[CheckLine]:
    """Each setting that somebody made or that was inferred, with its origin; secrets masked."""
    for name, value in shown(settings).items():
        if origins[name] not in ("default", "not set"):
            yield CheckLine(f"setting {name}", True, f"{value} ({origins[name]})")


def views_lines(path: Path | None) -> Iterator[CheckLine]:
    """What the view file holds, and each thing that is wrong with it."""
    if path is None or not path.exists():
        return
    found = view_file.load(path)
    for problem in found.problems:
        yield CheckLine("views", False, problem, view_file.BrokenViews.advice)
    if found.views or not found.problems:
        yield CheckLine("views", True, f"{', '.join(view.id for view in found.views) or 'none'} ({path})")


def _found_secret(secret: LateSecret) -> Callable[[object], str]:
    return lambda _: f"found {secret.reference.shown}" if secret.reference else ""


async def _token(connection: Connection) -> CheckLine:
    tokens = connection.tokens
    if tokens is None:
        return CheckLine("token", None, "none is needed with these settings")

    def say(_: str) -> str:
        return f"obtained; the next one is due in {tokens.seconds_until_due():.0f} s"

    line, _ = await _tried("token", tokens.token(), say)
    return line


def _topology(topology: Topology) -> str:
    brokers = None if topology.brokers is None else len(topology.brokers)
    version = topology.gateway_version or "of an unknown version"
    return f"gateway {version}, {_known(brokers, 'broker')}, {_known(topology.partitions_count, 'partition')}"


def _known(number: int | None, noun: str) -> str:
    if number is None:
        return f"an unknown number of {noun}s"
    return counted(number, noun)


def _says_nothing(topology: Topology) -> bool:
    """Whether JSON came that is no topology: any web server may answer that."""
    return topology.brokers is None and topology.cluster_size is None and not topology.gateway_version


def _too_old(topology: Topology) -> CheckLine | None:
    if not too_old(topology.gateway_version):
        return None
    oldest = ".".join(map(str, OLDEST))
    advice = f"Upgrade the cluster to {oldest} or later: before it, searches are off and use other names."
    return CheckLine("version", False, f"{topology.gateway_version} is older than {oldest}", advice)


def _health(topology: Topology) -> CheckLine:
    health = judge(topology)
    detail = "; ".join((*health.problems, *health.unknown))
    if health.healthy:
        return CheckLine("health", True, health.line)
    return CheckLine("health", False, f"{health.line}: {detail}", "Look at the brokers of the cluster.")


async def _cluster(wire: Wire, settings: Settings) -> AsyncIterator[CheckLine]:
    line, _ = await _tried("status", cluster.status(wire), lambda _: "a partition has a leader", optional=True)
    yield line
    asked = await _tried("authentication/me", cluster.me(wire), _me, optional=True)
    known, me = asked
    yield known
    if me is not None:
        yield _person(me, settings)
        if settings.tenant_id and me.tenants:
            yield _tenant(me, settings.tenant_id)
    read = await _tried("license", cluster.license(wire), _license, optional=True)
    line, license_ = read
    unsaid = license_ is not None and license_.valid_license is None
    yield replace(line, ok=False, advice=BadAnswer.advice) if unsaid else line


def _me(me: Me) -> str:
    groups = ", ".join(me.groups) or "none"
    return f"{me.username or me.display_name or 'no user name'}; groups: {groups}"


def _person(me: Me, settings: Settings) -> CheckLine:
    if settings.user:
        return CheckLine("user", True, f"{settings.user}, as set")
    if settings.auth in ("basic", "bearer") and me.username:
        return CheckLine("user", True, f"{me.username}, as the cluster says")
    advice = "Set user (and groups) to see your own tasks; the inbox asks for it once otherwise."
    return CheckLine("user", None, "the cluster names no person for these credentials", advice)


def _tenant(me: Me, tenant_id: str) -> CheckLine:
    known = [tenant.tenant_id for tenant in me.tenants]
    if tenant_id in known:
        return CheckLine("tenant", True, tenant_id)
    return CheckLine("tenant", False, f"{tenant_id} is none of ours", f"Set tenant_id to one of {', '.join(known)}")


def _license(license_: License) -> str:
    kind = license_.license_type or "of an unknown type"
    until = f", expires {license_.expires_at}" if license_.expires_at else ""
    valid = {True: "valid", False: "not valid", None: "and whether it is valid is not said"}[license_.valid_license]
    return f"{kind}, {valid}{until}"


async def _endpoints(wire: Wire) -> AsyncIterator[CheckLine]:
    """Searches first found what the reads by key then look at."""
    keys: dict[str, str] = {}
    empty: list[str] = []
    forbidden: list[str] = []
    unread: list[str] = []
    for probe in PROBES:
        line, refused = await _probed(probe, wire, keys)
        if probe.finds and line.ok and probe.finds not in keys:
            empty.append(probe.finds)
        if refused:
            forbidden.append(probe.endpoint)
        elif line.ok is False:
            unread.append(probe.endpoint)
        yield line
    for endpoint in COMMANDS:
        yield CheckLine(endpoint, None, "not tried: it changes data")
    yield _permissions(empty, forbidden, unread)


async def _probed(probe: Probe, wire: Wire, keys: dict[str, str]) -> tuple[CheckLine, bool]:
    """The line of one endpoint, and whether a permission was missing. A search leaves the key that it found."""
    if probe.needs and probe.needs not in keys:
        return CheckLine(probe.endpoint, None, f"not tried: no {probe.needs} was found to look at"), False
    failures: list[C8Error] = []
    line, answer = await _tried(
        probe.endpoint, probe.ask(wire, keys.get(probe.needs, "")), probe.say, since=probe.since, failures=failures
    )
    if probe.finds and answer is not None and (key := probe.key_of(answer)):
        keys[probe.finds] = key
    return line, any(isinstance(failure, Forbidden) for failure in failures)


def _permissions(empty: list[str], forbidden: list[str], unread: list[str]) -> CheckLine:
    if forbidden:
        return CheckLine("permissions", False, f"missing for {', '.join(forbidden)}", Forbidden.advice)
    if unread:
        return CheckLine("permissions", None, f"unknown for {', '.join(unread)}, which could not be read")
    if empty:
        detail = (
            f"unknown for {', '.join(empty)}: nothing was found, which is also what a missing permission looks like"
        )
        mend = "If there should be some, ask an administrator for the permission."
        return CheckLine("permissions", None, detail, mend)
    return CheckLine("permissions", True, "everything that was asked for may be read")


async def _tried(
    name: str,
    question: Awaitable[T],
    say: Callable[[T], str],
    *,
    since: str = "",
    optional: bool = False,
    failures: list[C8Error] | None = None,
) -> tuple[CheckLine, T | None]:
    """The line for one question, and its answer.

    NotFound on what came with version `since`, or on what is `optional`, means not offered.
    """
    began = time.monotonic()
    try:
        answer = await question
    except C8Error as failure:
        if failures is not None:
            failures.append(failure)
        seconds = time.monotonic() - began if isinstance(failure, Problem) else None
        if (since or optional) and isinstance(failure, NotFound):
            came = f" (it came with {since})" if since else ""
            return CheckLine(name, None, f"not offered by this cluster{came}", seconds=seconds), None
        said = str(failure)
        if isinstance(failure, SettingsError):  # its own text ends with the advice
            said = f"{failure.setting} ({failure.origin}): {failure.detail}"
        return CheckLine(name, False, said, failure.advice, seconds), None
    return CheckLine(name, True, say(answer), seconds=time.monotonic() - began), answer


def _given_up(why: str) -> CheckLine:
    return CheckLine("everything else", False, f"could not be asked: {why}")
