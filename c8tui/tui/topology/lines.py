"""What the topology screen says in words: head, findings, a plot of the time watched, events, and all about one place.

Each is a list of lines of spans, whose texts have passed `text.visible()`, so that screen, dialog and clipboard agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from rich.cells import cell_len

from c8tui.dates.wire import in_zone
from c8tui.model.cluster import License, Partition
from c8tui.session.dates import day, span
from c8tui.session.topology import Overview, named
from c8tui.session.topology_watch import Sample, TopologyEvent, TopologyWatch, healthy_partitions
from c8tui.text import counted, plural, visible
from c8tui.tui.topology.matrix import Matrix, MatrixRow, place_of, words_of
from c8tui.tui.widgets.line_breaking import broken

Span = tuple[str, str]
Line = tuple[Span, ...]
BLOCKS, ASCII = " ▁▂▃▄▅▆▇█", " .:-=+*%#"
"""Nine levels of a plot, from nothing to all."""
NO_LOOK = "?"
"""Stands in a plot for a look that failed."""


def head_lines(overview: Overview, width: int) -> list[Line]:
    """Name, health, sizes, versions, zones, licence, last change; as many lines as it takes."""
    topology, health = overview.topology, overview.health
    kind = {True: "ok", False: "error", None: "warn"}[health.healthy]
    name = visible(topology.cluster_id or "cluster", 60)
    sizes = (
        f"{known(topology.cluster_size, 'broker')}, {known(topology.partitions_count, 'partition')}"
        f" x {known(topology.replication_factor)}"
    )
    parts = [sizes, f"gateway {topology.gateway_version or 'of an unknown version'}", *_versions(overview)]
    parts += [*_zones(overview), license_words(overview.license), f"change {topology.last_completed_change_id or '-'}"]
    room = max(10, width - len(name) - len(health.word) - 5)
    first, *rest = [_clipped(line, width) for line in _joined([visible(part, 120) for part in parts], room, width)]
    if len(first) > room:  # a part is not broken, but may stand on a line of its own
        first, rest = "", [first, *rest]
    lines: list[Line] = [((name, "title"), ("  ", ""), (health.word, kind), ("   ", ""), (first, ""))]
    return lines + [((line, ""),) for line in rest]


def _joined(parts: list[str], first_room: int, room: int) -> list[str]:
    """The parts with gaps between them, in as many lines as that takes; a part is never broken."""
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]}   {part}" if lines[-1] else part
        if len(longer) <= (first_room if len(lines) == 1 else room) or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _versions(overview: Overview) -> Iterator[str]:
    found = sorted({broker.version or "?" for broker in overview.topology.brokers or ()})
    if found:
        yield f"brokers {', '.join(found[:3])}{' ...' if len(found) > 3 else ''}"


def _zones(overview: Overview) -> Iterator[str]:
    zones: dict[str, int] = {}
    for broker in overview.topology.brokers or ():
        if broker.zone:
            zones[broker.zone] = zones.get(broker.zone, 0) + 1
    if zones:
        named = ", ".join(f"{zone} {number:,}" for zone, number in sorted(zones.items())[:5])
        yield f"zones {named}{' ...' if len(zones) > 5 else ''}"


def known(number: int | None, noun: str = "") -> str:
    """A number that can be one, of what it counts; nonsense is as unknown as nothing."""
    found = number if number is not None and number > 0 else 0
    return f"{f'{found:,}' if found else '?'}{f' {plural(found, noun)}' if noun else ''}"


def license_words(license_: License | None) -> str:
    """Kind, validity and end of the licence."""
    if license_ is None:
        return "licence: unknown"
    until = f" until {day(license_.expires_at)}" if license_.expires_at else ""
    kind = license_.license_type or "of no type"
    valid = {True: "valid", False: "not valid", None: "of unknown validity"}[license_.valid_license]
    return f"licence: {kind}, {valid}{until}"


def finding_lines(overview: Overview, watch: TopologyWatch, most: int, width: int) -> list[Line]:
    """What is wrong, the worst first, then what is unknown, and what may get worse; the rest is counted."""
    health = overview.health
    missing = [f"broker {name} is missing since {in_zone(at):%H:%M:%S}" for name, (at, _) in watch.missing.items()]
    found = [(f"! {words}", "error") for words in health.problems]
    if missing:  # when it went is known only to whoever watched, and says more than the bare number
        place = next((n for n, (words, _) in enumerate(found) if words.endswith("missing")), None)
        named = [(f"! {words}", "error") for words in missing]
        found[slice(0, 0) if place is None else slice(place, place + 1)] = named
    found += [(f"? {words}", "warn") for words in health.unknown]
    found += [(f"~ {words}", "warn") for words in health.warnings]
    if not health.problems and not health.unknown:
        found.insert(0, ("Every broker is there; every partition is led and fully replicated.", "ok"))
    if len(found) > most:
        found = [*_alike(found)]
    shown = found if len(found) <= most else found[: max(0, most - 1)]
    lines: list[Line] = [((_clipped(visible(words), width), kind),) for words, kind in shown]
    if len(found) > len(shown):
        lines.append(((f"and {len(found) - len(shown):,} more: z shows all", "warn"),))
    return lines


_OF_A_PARTITION = re.compile(r"! partition (\d+) (has|is) (.*)")


def _alike(found: list[Span]) -> Iterator[Span]:
    """The findings with those together that say the same of one partition after the other."""
    read = [(_OF_A_PARTITION.fullmatch(words), words, kind) for words, kind in found]
    for said, run in groupby(read, key=lambda one: one[0] and one[0].groups()[1:]):
        same = [*run]
        if said is None or len(same) == 1:
            yield from ((words, kind) for _, words, kind in same)
        else:
            partitions = [match[1] for match, *_ in same if match is not None]
            verb = {"has": "have", "is": "are"}[said[0]]
            yield f"! {named(partitions, 'partition', verb, verb)} {said[1]}", same[0][2]


def _clipped(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: max(0, width - 1)]}…"


# The plot


def plot_lines(watch: TopologyWatch, width: int, *, ascii_only: bool) -> list[Line]:
    """Healthy partitions and leader moves over the time watched, each a line; a column is one look, or several."""
    titles = ("healthy partitions  ", "leader moves        ")
    samples = list(watch.samples)
    if not samples or watch.last is None:
        return []
    healthy, partitions = healthy_partitions(watch.last.topology), max(1, samples[-1].partitions)
    seconds = (samples[-1].at - samples[0].at).total_seconds()
    ends = (f"  {healthy:,} of {samples[-1].partitions:,}", f"  {watch.moves:,} in {span(seconds)}")
    room = max(4, width - len(titles[0]) - max(map(len, ends)))
    columns = _columns(samples, room)
    levels = ASCII if ascii_only else BLOCKS
    top = max((sum(one.moves for one in column) for column in columns), default=0)
    up = "".join(_least(column, partitions, levels) for column in columns)
    moved = "".join(_level(sum(one.moves for one in column), max(1, top), levels) for column in columns)
    return [((titles[0], "dim"), (up, "plot"), (ends[0], "")), ((titles[1], "dim"), (moved, "plot"), (ends[1], ""))]


def _columns(samples: list[Sample], room: int) -> list[list[Sample]]:
    """The samples in at most `room` groups of one size; counted from the first, so that a look changes only the last.

    The size is a power of two: while somebody watches, columns are only drawn anew when all of them are halved.
    """
    size = 1
    while size * room < len(samples):
        size *= 2
    return [samples[begin : begin + size] for begin in range(0, len(samples), size)]


def _least(column: list[Sample], partitions: int, levels: str) -> str:
    """The worst look of a column; a single one that failed is not painted over."""
    found = [one.healthy for one in column if one.healthy is not None]
    return _level(min(found), partitions, levels) if len(found) == len(column) else NO_LOOK


def _level(number: int, whole: int, levels: str) -> str:
    """Full only where it is all, and empty only where it is nothing: what is between is seen as such."""
    top = len(levels) - 1
    if number <= 0 or number >= whole:
        return levels[0 if number <= 0 else top]
    return levels[max(1, min(top - 1, number * top // whole))]


# Events


def event_lines(events: Iterable[TopologyEvent], width: int) -> list[Line]:
    """Each event with its time, in the order that they come in."""
    return [
        ((f"{in_zone(event.at):%H:%M:%S} ", "dim"), (_clipped(visible(event.text), width - 9), event.kind))
        for event in events
    ]


# Everything, and all about one place


def place_words(matrix: Matrix, row: MatrixRow, partition: int | None) -> str:
    """One cell in a sentence, for the line below the matrix and to be spoken."""
    broker = f"broker {visible(row.name, 60)}"
    if partition is None:
        return f"{broker}   {place_of(row)}"
    replica = matrix.replicas.get((row.name, partition))
    role = "not there" if replica is None else words_of(replica)
    changed = ", changed" if (row.name, partition) in matrix.changed else ""
    ill = f"   P{partition}: {matrix.ill[partition]}" if partition in matrix.ill else ""
    return f"P{partition} on {broker}: {role}{changed}{ill}   {place_of(row)}"


def about_place(matrix: Matrix, row: MatrixRow, partition: int | None, watch: TopologyWatch) -> Iterator[Line]:
    """All about a broker, and about a partition on every broker that holds it, with their events."""
    if partition is not None:
        yield ((f"Partition {partition}", "head"),)
        yield _fact("state", matrix.ill.get(partition, "healthy"))
        for each in matrix.rows:
            if (replica := matrix.replicas.get((each.name, partition))) is not None:
                yield _fact(f"broker {each.name}", _replica_words(replica))
        yield ()
    broker = row.broker
    yield ((f"Broker {visible(row.name, 80)}", "head"),)
    yield _fact("state", row.since or "there")
    yield _fact("version", broker.version or "unknown")
    yield _fact("address", place_of(MatrixRow(row.name, broker)).partition("  ")[2])
    yield _fact("node id", "-" if broker.node_id is None else str(broker.node_id))
    yield _fact("zone", broker.zone or "-")
    held = sorted(broker.partitions or (), key=lambda one: one.partition_id)
    leads = [one for one in held if one.role == "leader"]
    yield _fact("replicas", f"{len(held):,}, of which it leads {len(leads):,}")
    for one in held:
        yield _fact(f"P{one.partition_id}", _replica_words(one))
    words = (f"broker {row.name} ", f"P{partition} " if partition is not None else "\0")
    about = [one for one in watch.events if one.text.startswith(words) or f" {words[0]}" in f"{one.text} "]
    if about:
        yield ()
        yield (("Events", "head"),)
        yield from event_lines(reversed(about), 400)


def _replica_words(replica: Partition) -> str:
    state = f", {replica.state}" if replica.state else ""
    return f"{replica.role or 'in an unknown role'}, {replica.health or 'of unknown health'}{state}"


def _fact(name: str, value: str) -> Line:
    return (f"{visible(name, 40):<14}  ", "hint"), (visible(value), "")


def report_lines(overview: Overview, watch: TopologyWatch, matrix: Matrix) -> Iterator[Line]:
    """Everything: head, all findings, every broker, every partition, every event."""
    yield from head_lines(overview, 10_000)
    yield from finding_lines(overview, watch, 10**9, 10_000)
    yield ()
    yield (("Brokers", "head"),)
    for row in matrix.rows:
        roles = [one.role for one in row.broker.partitions or ()]
        led = f"leads {roles.count('leader'):,} of {counted(len(roles), 'replica')}" if not row.since else ""
        yield _fact(f"broker {row.name}", f"{place_of(row)}   {row.broker.zone}   {led}")
    yield ()
    yield (("Partitions", "head"),)
    holders: dict[int, list[str]] = {}
    for (name, number), replica in matrix.replicas.items():
        holders.setdefault(number, []).append(f"{name} {words_of(replica)}")
    for partition in matrix.partitions:
        ill = f"{matrix.ill[partition]}:  " if partition in matrix.ill else ""
        yield _fact(f"P{partition}", f"{ill}{', '.join(sorted(holders.get(partition, ())))}")
    yield ()
    yield (("Events", "head"),)
    yield from event_lines(reversed(watch.events), 400)


def wrapped(lines: Iterable[Line]) -> Callable[[int], list[Line]]:
    """The lines for a dialog of any width; what is too long goes on below, indented."""
    kept = [*lines]
    names = {"error": "removed", "ok": "added", "warn": "changed", "dim": "hint", "title": "head"}

    def make(width: int) -> list[Line]:
        made: list[Line] = []
        for line in kept:
            spans = tuple((text, names.get(style, style)) for text, style in line)
            text = "".join(part for part, _ in spans)
            if cell_len(text) <= width:
                made.append(spans)
            else:
                style = spans[-1][1]
                made += [((part, style),) for part in broken(text, max(8, width), indent="  ")]
        return made

    return make


def text_of(lines: Iterable[Line]) -> str:
    """The lines as they are copied."""
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)
