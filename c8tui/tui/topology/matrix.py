"""Brokers against partitions as a sparse matrix: its rows and columns in order, what ails them, and its cells as spans.

A cluster may have 100 brokers and 300 partitions: where words have no room, a replica is a letter and a mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from rich.cells import cell_len

from c8tui.dates.wire import in_zone
from c8tui.model.cluster import Broker, Partition
from c8tui.session.topology_watch import Cell, TopologyWatch
from c8tui.text import visible

LONGEST_NAME, LONGEST_PLACE, WIDEST_CELL = 24, 40, 24
"""Characters of a broker's name, of its host and of the words for a replica that are shown."""
DENSE = 2
"""Cells that a replica takes where words have no room: its letter and its mark."""

Span = tuple[str, str]
"""A text that has passed `text.visible()`, and the name of its style."""


class MatrixRow(Struct, frozen=True):
    """A broker, there or missing; `since` tells when one that was seen before went."""

    name: str
    broker: Broker
    since: str = ""


class Matrix(Struct, frozen=True):
    """What is drawn: rows and columns that are shown, replicas by cell, and what is ill or has changed."""

    rows: tuple[MatrixRow, ...] = ()
    partitions: tuple[int, ...] = ()
    replicas: Mapping[Cell, Partition] = field(default_factory=dict)
    ill: Mapping[int, str] = field(default_factory=dict)
    """What ails a partition, in words."""
    changed: frozenset[Cell] = frozenset()

    def is_ill(self, cell: Cell) -> bool:
        """Whether something is wrong with this very replica."""
        replica = self.replicas.get(cell)
        return replica is not None and not _well(replica)

    def only_ill(self) -> Matrix:
        """The partitions that something is wrong with or that have changed, and the brokers that such are on."""
        wanted = set(self.ill) | {partition for _, partition in self.changed}
        partitions = tuple(one for one in self.partitions if one in wanted)
        names = {name for name, partition in self.replicas if partition in wanted}
        rows = tuple(row for row in self.rows if row.since or row.name in names)
        return Matrix(rows, partitions, self.replicas, self.ill, self.changed)


def matrix_of(watch: TopologyWatch, since: int) -> Matrix:
    """The matrix of the last look, with the changes after the look number `since`."""
    if watch.last is None:
        return Matrix()
    topology = watch.last.topology
    brokers = {broker.name: broker for broker in topology.brokers or ()}
    rows = [MatrixRow(name, broker) for name, broker in brokers.items()]
    rows += [
        MatrixRow(name, broker, f"missing since {in_zone(at):%H:%M:%S}") for name, (at, broker) in watch.missing.items()
    ]
    rows.sort(key=lambda row: (row.broker.zone, row.broker.node_id is None, row.broker.node_id or 0, row.name))
    replicas = {(name, one.partition_id): one for name, broker in brokers.items() for one in broker.partitions or ()}
    held: dict[int, list[Partition]] = {}
    for (_, partition), replica in replicas.items():
        held.setdefault(partition, []).append(replica)
    for _, lost in watch.missing.values():
        for replica in lost.partitions or ():
            held.setdefault(replica.partition_id, [])
    ill = {partition: words for partition in sorted(held)
           if (words := _ailment(held[partition], topology.replication_factor))}  # fmt: skip
    return Matrix(tuple(rows), tuple(sorted(held)), replicas, ill, watch.changed_since(since))


def _well(replica: Partition) -> bool:
    steady = replica.state in ("", "active", "unknown")
    return steady and replica.health == "healthy" and replica.role in ("leader", "follower")


def _ailment(replicas: list[Partition], factor: int | None) -> str:
    """What is wrong with a partition, the worst first; empty for nothing."""
    leaders = sum(one.role == "leader" for one in replicas)
    wrong = [] if leaders == 1 else ["no leader"] if not leaders else [f"{leaders:,} leaders"]
    if factor is not None and len(replicas) < factor:
        wrong.append(f"{len(replicas):,} of {factor:,} replicas")
    for health in sorted({one.health for one in replicas} - {"healthy"}):
        wrong.append(health or "of unknown health")
    if any(one.role == "inactive" for one in replicas):
        wrong.append("inactive")
    wrong += sorted({one.state for one in replicas} - {"", "active", "unknown"})
    return ", ".join(visible(one, WIDEST_CELL) for one in wrong)


# Cells in words, and as a letter with a mark


def words_of(replica: Partition) -> str:
    """`LEADER`, `follower unhealthy`, `follower joining`: the role, and what is not as it should be."""
    role = "LEADER" if replica.role == "leader" else replica.role or "unknown"
    health = "" if replica.health == "healthy" else f" {replica.health or 'unknown'}"
    state = "" if replica.state in ("", "active", "unknown") else f" {replica.state}"
    return short(f"{role}{health}{state}", WIDEST_CELL)


def _dense_words(replica: Partition, *, changed: bool) -> str:
    letter = {"leader": "L", "follower": "f", "inactive": "i"}.get(replica.role, "?")
    if replica.health == "dead":
        mark = "x"
    elif replica.health != "healthy":
        mark = "!" if replica.health else "?"
    elif replica.state not in ("", "active", "unknown"):
        mark = "~"
    else:
        mark = ":" if changed else " "
    return letter + mark


LEGEND = "L leader  f follower  i inactive  ! unhealthy  x dead  ~ joining  : changed"


class MatrixShape(Struct, frozen=True):
    """How the matrix fits a width: cells of the names, of a replica, whether in words, and with places behind them."""

    head: int
    cell: int
    words: bool
    places: bool
    columns: int
    """Partitions that have room."""

    @classmethod
    def of(cls, matrix: Matrix, width: int) -> MatrixShape:
        """The shape with most words that has room for all partitions; else the dense one, for those that it has."""
        head = max((cell_len(_title(row)) for row in matrix.rows), default=8) + 2
        count = len(matrix.partitions)
        # Words are only measured where they could fit at all.
        if head + count * 4 <= width:
            texts = [words_of(one) for one in matrix.replicas.values()]
            wide = max([8, *map(cell_len, texts), *(len(str(one)) + 1 for one in matrix.partitions)]) + 2
            places = max((cell_len(place_of(row)) for row in matrix.rows), default=0)
            if head + wide * count + places + 1 <= width:
                return cls(head, wide, True, True, count)
            if head + wide * count <= width:
                return cls(head, wide, True, False, count)
        return cls(head, DENSE, False, False, max(1, (width - head) // DENSE))


def header(matrix: Matrix, shape: MatrixShape, first: int) -> Iterator[Span]:
    """The titles of the columns from the one with index `first` on; in the dense shape every fifth has one."""
    shown = matrix.partitions[first : first + shape.columns]
    yield " " * shape.head, ""
    if shape.words:
        yield from ((f" P{one}".ljust(shape.cell), "mark-ill" if one in matrix.ill else "dim") for one in shown)
        return
    for n in range(0, len(shown), 5):
        yield f"P{shown[n]}".ljust(5 * DENSE)[: 5 * DENSE], "dim"


def row_spans(matrix: Matrix, shape: MatrixShape, row: MatrixRow, first: int, at: int | None) -> Iterator[Span]:
    """A broker's row; `at` is the partition under the cursor, None where the cursor is in another row."""
    here = at is not None
    yield f"{_title(row)}".ljust(shape.head), "current" if here else "ill" if row.since else "name"
    if row.since:  # it has no replicas that anybody could tell of
        yield row.since, "cursor" if here else "ill"
        return
    untold = "?" if row.broker.partitions is None else "-"
    for partition in matrix.partitions[first : first + shape.columns]:
        cell = row.name, partition
        replica, changed = matrix.replicas.get(cell), cell in matrix.changed
        if shape.words:
            said = (":" if changed else " ") + (untold if replica is None else words_of(replica))
            text = said + " " * max(0, shape.cell - cell_len(said))
        else:
            text = "." if replica is None and untold == "-" else untold if replica is None else ""
            text = text.ljust(DENSE) if replica is None else _dense_words(replica, changed=changed)
        yield text, _style(matrix, replica, changed=changed, here=here and partition == at)
    if shape.places:
        yield place_of(row), "dim"


def _style(matrix: Matrix, replica: Partition | None, *, changed: bool, here: bool) -> str:
    if here:
        return "cursor"
    if replica is None:
        return "dim"
    if not _well(replica):
        return "ill" if replica.state in ("", "active", "unknown") else "changed"
    if changed:
        return "changed"
    weak = replica.partition_id in matrix.ill
    return "mark-ill" if weak else "leader" if replica.role == "leader" else "follower"


def _title(row: MatrixRow) -> str:
    return f"broker {short(row.name, LONGEST_NAME)}"


def place_of(row: MatrixRow) -> str:
    """Version, host and port; an IPv6 address stands in brackets. Of one that is missing, since when."""
    broker = row.broker
    if row.since:
        return row.since
    host = short(broker.host, LONGEST_PLACE) or "?"
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"{short(broker.version, LONGEST_NAME) or '?'}  {host}:{'?' if broker.port is None else broker.port}"


def short(text: str, most: int) -> str:
    """A text with its middle left out: hosts of one cluster differ at either end."""
    text = visible(text)
    half = most // 2
    return text if len(text) <= most else f"{text[: half - 1]}…{text[-half:]}"
