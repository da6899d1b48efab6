"""Random block-structured processes: every block has one way in and one way out, so that its tokens can be counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[int]], int]
_DEEPEST = 3


@dataclass
class Blocks:
    """A process that is being made up."""

    draw: Draw
    number: int = 0
    processes: list[str] = field(default_factory=list)
    """Those that are called."""
    pairs: list[tuple[str, str]] = field(default_factory=list)
    """Ways in and out that as many tokens must have passed, as nothing around them can be interrupted."""

    def new(self, kind: str) -> str:
        """An id that nothing has yet."""
        self.number += 1
        return f"{kind}{self.number}"

    def chance(self, number: int) -> int:
        """A number from 0 below another."""
        return self.draw(st.integers(0, number - 1))


@dataclass
class Block:
    """Lines in the notation of this folder, and the elements at which they begin and end."""

    lines: list[str]
    first: str
    last: str


def process(draw: Draw) -> tuple[str, list[tuple[str, str]]]:
    """The text of a process, with those that it calls, and the pairs of elements that pass as many tokens each."""
    blocks = Blocks(draw)
    text = _process("p", block(blocks, 0, safe=True))
    blocks.pairs.append(("s", "e"))
    return "\n".join([text, *blocks.processes]), blocks.pairs


def _process(id: str, inside: Block, prefix: str = "") -> str:
    start, end = f"{prefix}s", f"{prefix}e"
    lines = [f"{start} start", *inside.lines, f"{end} end", f"{start} > {inside.first}", f"{inside.last} > {end}"]
    return "\n".join([f"process {id}", *indented(lines)])


def indented(lines: list[str]) -> list[str]:
    """Lines as they stand inside of an element."""
    return [f"  {line}" for line in lines]


def block(blocks: Blocks, depth: int, *, safe: bool) -> Block:
    """One block; `safe` says that no interruption reaches it."""
    leaves = (_job, _job, _user, _message, _timer, _script, _race)
    makers: tuple[Callable[..., Block], ...] = leaves
    if depth < _DEEPEST:
        inner = (_sequence, _sequence, _exclusive, _parallel, _parallel, _inclusive, _loop, _subprocess, _guarded,
                 _many, _call)  # fmt: skip
        makers = (*inner, *leaves[:3])
    return makers[blocks.chance(len(makers))](blocks, depth, safe)


def _leaf(blocks: Blocks, kind: str, words: str) -> Block:
    id = blocks.new("x")
    return Block([f"{id} {kind} {words}"], id, id)


def _job(blocks: Blocks, depth: int, safe: bool) -> Block:
    listeners = ("", "", "", " on.start=started", " on.end=ended")[blocks.chance(5)]
    return _leaf(blocks, "service", f"work{blocks.number}{listeners}")


def _user(blocks: Blocks, depth: int, safe: bool) -> Block:
    return _leaf(blocks, "user", ("", "task.completing=checked", "task.canceling=noted")[blocks.chance(3)])


def _message(blocks: Blocks, depth: int, safe: bool) -> Block:
    return _leaf(blocks, "catch", "message:m/=1")


def _timer(blocks: Blocks, depth: int, safe: bool) -> Block:
    return _leaf(blocks, "catch", "timer:PT1H")


def _script(blocks: Blocks, depth: int, safe: bool) -> Block:
    return _leaf(blocks, "script", f"={blocks.number} result=v")


def _race(blocks: Blocks, depth: int, safe: bool) -> Block:
    gateway, one, two, join = (blocks.new(kind) for kind in ("r", "c", "c", "j"))
    lines = [f"{gateway} race", f"{one} catch message:m/=1", f"{two} catch timer:PT1H", f"{join} xor"]
    lines += [f"{gateway} > {one} > {join}", f"{gateway} > {two} > {join}"]
    return _paired(blocks, Block(lines, gateway, join), safe)


def _paired(blocks: Blocks, made: Block, safe: bool) -> Block:
    if safe:
        blocks.pairs.append((made.first, made.last))
    return made


def _sequence(blocks: Blocks, depth: int, safe: bool) -> Block:
    one, two = block(blocks, depth + 1, safe=safe), block(blocks, depth + 1, safe=safe)
    return Block([*one.lines, *two.lines, f"{one.last} > {two.first}"], one.first, two.last)


def _exclusive(blocks: Blocks, depth: int, safe: bool) -> Block:
    return _gateways(blocks, depth, safe, "xor", "if =true" if blocks.chance(2) else "if =false")


def _parallel(blocks: Blocks, depth: int, safe: bool) -> Block:
    return _gateways(blocks, depth, safe, "and", "")


def _inclusive(blocks: Blocks, depth: int, safe: bool) -> Block:
    return _gateways(blocks, depth, safe, "or", "if =true" if blocks.chance(3) else "if =false")


def _gateways(blocks: Blocks, depth: int, safe: bool, kind: str, condition: str) -> Block:
    fork, join = blocks.new("f"), blocks.new("j")
    lines = [f"{fork} {kind}", f"{join} {kind}"]
    conditions = ["", ""] if kind == "and" else [condition, "else"]
    if blocks.chance(3) == 0:
        conditions.insert(0, "" if kind == "and" else "if =true")
    for each in conditions:
        one = block(blocks, depth + 1, safe=safe)
        lines += [*one.lines, f"{fork} > {one.first} {each}".rstrip(), f"{one.last} > {join}"]
    return _paired(blocks, Block(lines, fork, join), safe)


def _loop(blocks: Blocks, depth: int, safe: bool) -> Block:
    """What is inside runs twice, as far as a variable of the process counts."""
    first, last, count = blocks.new("l"), blocks.new("g"), blocks.new("n")
    one, out = block(blocks, depth + 1, safe=safe), blocks.new("o")
    lines = [
        f"{first} xor",
        *one.lines,
        f"{count} script '=if v{count} = null then 1 else v{count} + 1' result=v{count}",
    ]
    lines += [f"{last} xor", f"{out} task", f"{first} > {one.first}", f"{one.last} > {count} > {last}"]
    lines += [f"{last} > {first} if '=v{count} < 2'", f"{last} > {out} else"]
    return Block(lines, first, out)


_LISTENING = ("signal:go parallel", "timer:PT1H parallel", "signal:go", "error:E", "escalation:late", "message:m/=1")


def _inside(blocks: Blocks, depth: int, words: str, safe: bool) -> Block:
    """A subprocess, at times with an event subprocess, and with an end that escalates or terminates what is left."""
    id, start, end = blocks.new("a"), blocks.new("s"), blocks.new("e")
    event = _LISTENING[number] if (number := blocks.chance(14)) < len(_LISTENING) else ""
    how = ("", "", "", "terminate", "escalation:late")[blocks.chance(5)]
    one = block(blocks, depth + 1, safe=safe and (not event or "parallel" in event))
    inner = [f"{start} start", *one.lines, f"{end} end {how}", f"{start} > {one.first}", f"{one.last} > {end}"]
    if event:
        heard = blocks.new("h")
        inner += [f"{heard} eventsub", f"  {heard}s start {event}", f"  {heard}x service heard",
                  f"  {heard}e end", f"  {heard}s > {heard}x > {heard}e"]  # fmt: skip
    return Block([f"{id} sub {words}", *indented(inner)], id, id)


def _subprocess(blocks: Blocks, depth: int, safe: bool) -> Block:
    return _inside(blocks, depth, "in.local==1", safe)


def _many(blocks: Blocks, depth: int, safe: bool) -> Block:
    words = ("each==[1,2]", "each==[1,2,3] sequential", "each==[] as=i", "each==[1,2,3] as=i until==i=2")
    chosen = blocks.chance(len(words))
    return _inside(blocks, depth, words[chosen], safe and chosen < 3)


def _guarded(blocks: Blocks, depth: int, safe: bool) -> Block:
    """An activity with a boundary event, whose path comes back where the activity leads to, or ends on its own."""
    event = ("timer:PT1H", "timer:PT1H parallel", "error:E", "signal:go", "signal:go parallel")[blocks.chance(5)]
    parallel = event.endswith("parallel")
    guarded = _inside(blocks, depth, "", safe and parallel) if blocks.chance(2) else _job(blocks, depth, False)
    bound, join, on = blocks.new("b"), blocks.new("j"), block(blocks, depth + 1, safe=safe)
    lines = [*guarded.lines, f"{bound} boundary {event} at={guarded.first}", *on.lines, f"{join} xor"]
    lines += [f"{guarded.last} > {join}", f"{bound} > {on.first}"]
    if parallel:
        end = blocks.new("d")
        lines += [f"{end} end", f"{on.last} > {end}"]
    else:
        lines += [f"{on.last} > {join}"]
    return Block(lines, guarded.first, join)


def _call(blocks: Blocks, depth: int, safe: bool) -> Block:
    id, called = blocks.new("c"), blocks.new("q")
    one = block(blocks, depth + 1, safe=safe)
    blocks.processes.append(_process(called, one, called))
    return Block([f"{id} call {called}"], id, id)
