"""Brokers against partitions: who leads what, in the width there is, partitions that have no room left sideways."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from rich.cells import cell_len

from c8tui.model.cluster import Broker, Topology
from c8tui.session.topology import broker_names, partition_ids
from c8tui.text import counted, visible
from c8tui.tui.widgets.facts import Body, Fact, Heading, Line

LONGEST_NAME, LONGEST_PLACE = 24, 40
"""Characters of a broker's name and of its host that are shown."""
WIDEST_CELL = 24
MOST_BROKERS = 1_000
"""Rows that are drawn."""


class MatrixSize(Struct):
    """How much room there is: cells across, none for as many as it takes, and the first partition shown, from 0."""

    width: int | None = None
    first: int = 0


def matrix_lines(topology: Topology, size: MatrixSize) -> Iterator[Line]:
    """Brokers down, partitions across, then where each broker is; `size.first` is put right where it is beyond."""
    brokers = topology.brokers
    if brokers is None:
        yield Heading("Brokers and partitions", "the cluster does not say which brokers it has")
        return
    partitions = partition_ids(topology)
    names = [f"broker {_short(name, LONGEST_NAME)}" for name in broker_names(brokers)]
    places = [_place(broker) for broker in brokers]
    roles = [{one.partition_id: _role(one.role, one.health) for one in broker.partitions or ()} for broker in brokers]
    head = max(map(cell_len, names), default=8) + 2
    cells = [cell for row in roles for cell in row.values()]
    wide = max([8, *map(cell_len, cells), *(len(str(partition)) + 1 for partition in partitions)]) + 2
    in_one = size.width is None or head + wide * len(partitions) + max(map(cell_len, places), default=0) <= size.width
    fit = len(partitions) if in_one or size.width is None else max(1, (size.width - head) // wide)
    size.first = max(0, min(size.first, len(partitions) - fit))
    shown = partitions[size.first : size.first + fit]
    yield Heading("Brokers and partitions", _remark(shown, partitions))
    yield Body(" " * head + "".join(f"P{partition}".ljust(wide) for partition in shown).rstrip(), "dim")
    for name, row, place, broker in [*zip(names, roles, places, brokers, strict=True)][:MOST_BROKERS]:
        untold = "?" if broker.partitions is None else "-"
        line = _padded(name, head) + "".join(_padded(row.get(partition, untold), wide) for partition in shown)
        yield Body(line + place if in_one else line.rstrip())
    if len(brokers) > MOST_BROKERS:
        yield Body(f"and {counted(len(brokers) - MOST_BROKERS, 'more broker')}", "dim")
    if topology.cluster_size is not None and topology.cluster_size > len(brokers):
        yield Body(f"{topology.cluster_size - len(brokers):,} more: missing", "error")
    if not in_one:
        yield Heading("Where they are")
        yield from (Fact(name, place) for name, place in [*zip(names, places, strict=True)][:MOST_BROKERS])


def _remark(shown: list[int], partitions: list[int]) -> str:
    if not partitions:
        return "no broker tells of a partition"
    if len(shown) < len(partitions):
        return f"P{shown[0]} to P{shown[-1]} of {len(partitions):,} partitions; h and l go to the others"
    return "(problems are written after the role)"


def _role(role: str, health: str) -> str:
    word = "LEADER" if role == "leader" else role or "unknown"
    return _short(word if health == "healthy" else f"{word} {health or 'unknown'}", WIDEST_CELL)


def _place(broker: Broker) -> str:
    """Version, host and port; an IPv6 address stands in brackets."""
    host = _short(broker.host, LONGEST_PLACE) or "?"
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"{_short(broker.version, LONGEST_NAME) or '?'}  {host}:{'?' if broker.port is None else broker.port}"


def _short(text: str, most: int) -> str:
    """A text with its middle left out: hosts of one cluster differ at either end."""
    text = visible(text)
    half = most // 2
    return text if len(text) <= most else f"{text[: half - 1]}…{text[-half:]}"


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - cell_len(text))
