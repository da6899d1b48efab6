"""The language in which a fault is ordered, and the list of those that are on.

A fault is written `KIND[=VALUE][@[METHOD:]PATH_GLOB][*COUNT]`. It meets the requests whose path fits the glob (`/v2/*`
when none is given; `*` also crosses slashes) until COUNT of them were hit, or for ever. A last `*DIGITS` is the count,
so a glob that ends in a star and is counted has two: `503@/v2/jobs/**3`.

    slow=2000                              every request of the API waits two seconds
    503@/v2/user-tasks/search*3            three searches are refused as overload, the next one works
    lost@POST:/v2/user-tasks/*/completion  completions take effect, their answers never arrive
    deny=Needs a second pair of eyes*1     a task listener denies the next command on a task

`KINDS` names every kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

NAMED = ("html", "filter", "login", "redirect", "text", "error", "garbage", "shape")
"""What `after` may be followed by, beside a status."""


_SPEC = re.compile(
    r"(?P<kind>[a-z0-9-]+)(=(?P<value>.*?))?(@((?P<method>[A-Z]+):)?(?P<glob>[/*][^@]*?))?(\*(?P<count>[0-9]+))?",
    re.DOTALL,
)


def _number(low: int, high: int) -> Callable[[str], str | None]:
    def check(value: str) -> str | None:
        fits = value.isascii() and value.isdigit() and low <= int(value[:12]) <= high
        return None if fits else f"a whole number from {low} to {high}"

    return check


def _one_of(*allowed: str) -> Callable[[str], str | None]:
    return lambda value: None if value in allowed else "one of " + ", ".join(repr(word) for word in allowed)


def _text(value: str) -> str | None:
    return None if value.strip() else "some text"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault: the value it has when none is written, the check of a written one, and what it does."""

    default: str
    check: Callable[[str], str | None]
    """None when the value is good, else what is wanted."""
    help: str
    semantic: bool = False
    """True for what the cluster does rather than the wire: the resource handlers ask for these themselves."""


def _after(value: str) -> str | None:
    """204 would be true, and a 4xx the API's own word for something that had no effect."""
    status = int(value) if re.fullmatch("[0-9]{3}", value) else 0
    if value in NAMED or (200 <= status < 400 and status != 204) or 500 <= status < 600:
        return None
    return f"a status of 2xx (not 204), 3xx or 5xx, or one of {', '.join(NAMED)}"


def _size(value: str) -> str | None:
    """Brokers, partitions and replicas: at least one of each, and no more replicas than brokers."""
    found = re.fullmatch("([0-9]{1,4})x([0-9]{1,4})x([0-9]{1,4})", value)
    if found is not None:
        brokers, partitions, replicas = map(int, found.groups())
        if 1 <= replicas <= brokers and partitions >= 1 and partitions * replicas <= 100_000:
            return None
    return "brokers, partitions and replicas, as 100x300x3"


_STATUS = _number(400, 599)
_NOTHING = _one_of("")
KINDS: Mapping[str, Kind] = {
    "slow": Kind("1000", _number(0, 600_000), "wait VALUE milliseconds, then go on"),
    "drop": Kind("", _NOTHING, "close the connection without an answer; the request has no effect"),
    "lost": Kind("", _NOTHING, "let the request take effect, then close the connection without the answer"),
    "cut": Kind("", _NOTHING, "let the request take effect, then end the answer in the middle of its body"),
    "garbage": Kind("", _NOTHING, "answer 200 with bytes that are not JSON"),
    "shape": Kind("", _NOTHING, "answer 200 with JSON of a shape that nothing here has"),
    "media": Kind("text/plain", _text, "give the true answer the content type VALUE"),
    "big": Kind("64", _number(1, 1024), "answer 200 with a body of VALUE MiB"),
    "html": Kind("502", _STATUS, "answer as a proxy does: an HTML page with status VALUE"),
    "bare": Kind("503", _STATUS, "answer with status VALUE and without a body"),
    "servlet": Kind("500", _STATUS, "answer as the servlet layer does: its own JSON with status VALUE"),
    "400": Kind("", _NOTHING, "INVALID_ARGUMENT"),
    "401": Kind("", _NOTHING, "UNAUTHORIZED, with a challenge"),
    "403": Kind("", _NOTHING, "FORBIDDEN"),
    "404": Kind("", _NOTHING, "NOT_FOUND"),
    "409": Kind("", _NOTHING, "INVALID_STATE"),
    "429": Kind("1", _number(0, 3600), "too many requests, with Retry-After: VALUE seconds"),
    "500": Kind("", _NOTHING, "INTERNAL"),
    "502": Kind("", _one_of("", "done"), "ABORTED; with =done the request takes effect before"),
    "503": Kind("", _NOTHING, "RESOURCE_EXHAUSTED: refused before anything was done"),
    "unavailable": Kind("", _NOTHING, "503 UNAVAILABLE: no leader, or storage down"),
    "504": Kind("", _one_of("", "done"), "DEADLINE_EXCEEDED; with =done the request takes effect before"),
    "after": Kind("503", _after, "let the request take effect, then answer VALUE: a status, html, login, text, ..."),
    "deny": Kind("Denied by a task listener", _text, "a task listener denies the command with this reason", True),
    "listener": Kind("2000", _number(0, 600_000), "a task listener works for VALUE milliseconds", True),
    "listener-timeout": Kind("", _NOTHING, "a task listener has no worker: 504", True),
    "broker-down": Kind("0", _number(0, 9_999), "the broker with this number, from 0 on, is gone", True),
    "leader-moved": Kind("1", _number(1, 9_999), "partition VALUE is led by its second replica", True),
    "no-leader": Kind("1", _number(1, 9_999), "partition VALUE has no leader", True),
    "unhealthy": Kind("1", _number(1, 9_999), "the leader of partition VALUE says that it is unhealthy", True),
    "dead": Kind("1", _number(1, 9_999), "the leader of partition VALUE says that it is dead", True),
    "older": Kind("0", _number(0, 9_999), "the broker with this number, from 0 on, runs an earlier version", True),
    "joining": Kind("1", _number(1, 9_999), "the last replica of partition VALUE is joining (8.10)", True),
    "zones": Kind("3", _number(1, 26), "the brokers are spread over so many zones (8.10)", True),
    "licence-ends": Kind("7", _number(0, 9_999), "the licence ends in VALUE days", True),
    "cluster": Kind("100x300x3", _size, "there are so many brokers, partitions and replicas", True),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that is on, as its spec said."""

    kind: str
    value: str
    method: str | None
    """The only method it meets, or None for all."""
    glob: str
    count: int | None
    """How many requests it will hit, or None for all."""

    @property
    def number(self) -> int:
        """The value as a number, for kinds that have one."""
        return int(self.value)

    def meets(self, method: str, path: str) -> bool:
        """Whether a request is one of those that this fault hits."""
        return self.method in (None, method) and fnmatchcase(path, self.glob)

    def __str__(self) -> str:
        value = f"={self.value}" if self.value != KINDS[self.kind].default else ""
        count = f"*{self.count}" if self.count is not None else ""
        method = f"{self.method}:" if self.method else ""
        where = f"@{method}{self.glob}" if method or count or self.glob != "/v2/*" else ""
        return f"{self.kind}{value}{where}{count}"


def parse(spec: str) -> Fault:
    """The fault that a spec describes; ValueError with a sentence that says what is wrong and what there is."""
    found = _SPEC.fullmatch(spec.strip())
    if found is None:
        raise ValueError(f"{spec!r} is not a fault: write KIND[=VALUE][@[METHOD:]PATH_GLOB][*COUNT]")
    kind = KINDS.get(found["kind"])
    if kind is None:
        raise ValueError(f"{found['kind']!r} is not a kind of fault; there are: {', '.join(KINDS)}")
    value = kind.default if found["value"] is None else found["value"].strip()
    wanted = kind.check(value)
    if wanted is not None:
        raise ValueError(f"{spec!r}: the value of {found['kind']} must be {wanted}")
    count = None if found["count"] is None else int(found["count"])
    if count == 0:
        raise ValueError(f"{spec!r}: a fault that hits 0 requests is none")
    return Fault(found["kind"], value, found["method"], found["glob"] or "/v2/*", count)


@dataclass(slots=True)
class _Armed:
    fault: Fault
    hits: int = 0


class Faults:
    """The faults that are on. Each request takes what meets it; counted ones wear out."""

    def __init__(self, specs: Iterable[str] = ()) -> None:
        self._armed: list[_Armed] = []
        self.replace(specs)

    def add(self, spec: str) -> None:
        """Turns a fault on; ValueError when the spec is bad."""
        self._armed.append(_Armed(parse(spec)))

    def replace(self, specs: Iterable[str]) -> None:
        """Turns on these and no others; ValueError, and nothing changed, when one is bad."""
        self._armed = [_Armed(parse(spec)) for spec in specs]

    def listed(self) -> list[dict[str, object]]:
        """What is on: the spec and how many requests it has hit."""
        return [{"spec": str(armed.fault), "hits": armed.hits} for armed in self._armed]

    def take(self, kind: str, method: str, path: str) -> Fault | None:
        """The first fault of a kind that meets the request; it counts as having hit it."""
        return self._take(lambda fault: fault.kind == kind, method, path)

    def take_all(self, kind: str, method: str, path: str) -> list[Fault]:
        """Every fault of a kind that meets the request; each counts as having hit it."""
        found = [one for one in self._armed if one.fault.kind == kind and one.fault.meets(method, path)]
        for armed in found:
            self._hit(armed)
        return [armed.fault for armed in found]

    def take_wire(self, method: str, path: str) -> Fault | None:
        """The first fault of the wire (but `slow`, which ends nothing) that meets the request."""
        return self._take(lambda fault: fault.kind != "slow" and not KINDS[fault.kind].semantic, method, path)

    def _take(self, wanted: Callable[[Fault], bool], method: str, path: str) -> Fault | None:
        for armed in self._armed:
            if wanted(armed.fault) and armed.fault.meets(method, path):
                self._hit(armed)
                return armed.fault
        return None

    def _hit(self, armed: _Armed) -> None:
        armed.hits += 1
        if armed.hits == armed.fault.count:
            self._armed.remove(armed)
