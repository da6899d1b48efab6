"""How an element of BPMN is drawn: its border by kind, a word for the kind, its name, and how many instances are there.

As in BPMN a start event has a thin border, an intermediate one a double, an end event a thick one. All glyphs are in
the fonts of every terminal; `ascii_of` does without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from c8tui.diagrams.labels import Span, Width, broken, cut, one_line, padded
from c8tui.diagrams.model import EVENTS, GATEWAYS, SCOPES, TASKS, FlowNode

WRAPPED_FROM, WIDEST = 18, 20
"""Cells from which on a name stands on two lines, and of the longest line."""
COUNTS_ROOM = 8
"""Cells that a boundary event keeps free for counts."""
LONGEST_NAME = 160
"""Characters of a name that are looked at."""
ITSELF = "↻"
"""On the border of what leads to itself."""

_THIN, _DOUBLE, _THICK = "╭─╮│╰─╯├┤", "╔═╗║╚═╝╟╢", "┏━┓┃┗━┛┠┨"
_BORDERS: dict[str, str] = {
    "task": "┌─┐│└─┘├┤",
    "call": _THICK,
    "start": _THIN,
    "middle": _DOUBLE,
    "end": _THICK,
    "gateway": "╱─╲│╲─╱├┤",  # noqa: RUF001
    "scope": "┌─┐│└─┘├┤",
    "eventscope": "┌╌┐┊└╌┘├┤",
    "pool": "┌─┐│└─┘├┤",
    "other": "·╌·┊·╌·├┤",
}
"""Corner, top, corner, side, corner, bottom, corner, and where a line meets the right and the left side."""
_WORDS: dict[str, str] = {
    "userTask": "user", "serviceTask": "service", "scriptTask": "script", "businessRuleTask": "rule",
    "sendTask": "send", "receiveTask": "receive", "manualTask": "manual", "task": "task", "callActivity": "call",
    "subProcess": "sub-process", "adHocSubProcess": "ad-hoc", "transaction": "transaction",
    "exclusiveGateway": "×", "parallelGateway": "+", "inclusiveGateway": "○", "eventBasedGateway": "◊",  # noqa: RUF001
    "complexGateway": "*", "startEvent": "start", "endEvent": "end",
}  # fmt: skip
_KIND_NAMES: dict[str, str] = {
    "businessRuleTask": "business rule task", "adHocSubProcess": "ad-hoc sub-process", "subProcess": "sub-process",
    "callActivity": "call activity", "eventBasedGateway": "event-based gateway",
    "intermediateCatchEvent": "catch event", "intermediateThrowEvent": "throw event",
}  # fmt: skip
_LOOPS = {"parallel": "|||", "sequential": "≡", "loop": ITSELF}
_ASCII = str.maketrans({
    **dict.fromkeys("─╌━═┄", "-"), **dict.fromkeys("│┊┃║", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╔╗╚╝╟╢╭╮╰╯┏┓┗┛┠┨", "+"),
    "╱": "/", "╲": "\\", "▶": ">", "◀": "<", "▲": "^", "▼": "v", "●": "*", "○": "o", "◊": "<", "×": "x",  # noqa: RUF001
    "✓": "=", "≡": "=", "↻": "@",
    "…": ".", "·": ".",
})  # fmt: skip


class ElementCounts(NamedTuple):
    """How many instances of an element are in which state."""

    active: int = 0
    completed: int = 0
    canceled: int = 0
    incidents: int = 0

    @property
    def state(self) -> str:
        """The one that matters most: `incident`, `active`, `completed`, `canceled`; empty for none."""
        if self.incidents:
            return "incident"
        return "active" if self.active else "completed" if self.completed else "canceled" if self.canceled else ""

    @property
    def words(self) -> str:
        """In words that can be said: `2 incidents, 3 active`."""
        numbers = (
            (self.incidents, "incident" if self.incidents == 1 else "incidents"), (self.active, "active"),
            (self.completed, "completed"), (self.canceled, "canceled"),
        )  # fmt: skip
        return ", ".join(f"{number:,} {word}" for number, word in numbers if number)


def count_spans(counts: ElementCounts | None, room: int) -> list[Span]:
    """The counts in at most so many cells, those that matter most first; what has no room is left out."""
    spans: list[Span] = []
    if counts is None:
        return spans
    for number, sign, style in (
        (counts.incidents, "!", "incident"), (counts.active, "●", "active"), (counts.completed, "✓", "completed"),
        (counts.canceled, "×", "canceled"),  # noqa: RUF001
    ):  # fmt: skip
        text = sign + short(number)
        if number and len(text) + bool(spans) <= room:
            if spans:
                spans.append((" ", "count"))
                room -= 1
            spans.append((text, style))
            room -= len(text)
    return spans


def short(number: int) -> str:
    """A number in at most four characters, rounded down: `12`, `1.2k`, `340k`, `5M`."""
    for size, unit in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if number >= size:
            tenths = number * 10 // size
            return f"{tenths // 10}.{tenths % 10}{unit}" if tenths < 100 and tenths % 10 else f"{tenths // 10}{unit}"
    return str(number)


def ascii_of(text: str) -> str:
    """What is drawn, in ASCII alone."""
    return text.translate(_ASCII)


def kind_of(node: FlowNode) -> str:
    """What its border says: `task`, `call`, `start`, `middle`, `end`, `gateway`, `scope`, `eventscope`, `other`."""
    if node.kind in SCOPES:
        return "eventscope" if node.by_event else "scope"
    if node.kind in GATEWAYS:
        return "gateway"
    if node.kind in EVENTS:
        return {"startEvent": "start", "endEvent": "end"}.get(node.kind, "middle")
    return "call" if node.kind == "callActivity" else "task" if node.kind in TASKS else "other"


def word_of(node: FlowNode) -> str:
    """The kind in a word or a sign, as its border says it: `user`, `timer`, `×`."""  # noqa: RUF002
    if node.kind in EVENTS:
        throws = node.kind == "intermediateThrowEvent" and node.event
        return f"throw {node.event}" if throws else node.event or _WORDS.get(node.kind, "event")
    if node.by_event:
        return "event sub-process"
    return _WORDS.get(node.kind) or one_line(node.kind, 16)


def kind_words(node: FlowNode) -> str:
    """The kind in BPMN's own words: `timer boundary event, non-interrupting`."""
    spaced = "".join(f" {character.lower()}" if character.isupper() else character for character in node.kind)
    text = _KIND_NAMES.get(node.kind) or (spaced if kind_of(node) != "other" else one_line(node.kind, 60))
    if node.by_event:
        text = "event sub-process"
    if node.event:
        text = f"{_spaced(node.event)} {text}"
    if node.loop:
        text = f"{text}, {'loop' if node.loop == 'loop' else f'{node.loop} multi-instance'}"
    return text if node.interrupting else f"{text}, non-interrupting"


def _spaced(name: str) -> str:
    return "".join(f" {character.lower()}" if character.isupper() else character for character in one_line(name, 40))


@dataclass(frozen=True, slots=True)
class Label:
    """The text of a box before it has a place; every line is exactly `width` cells."""

    lines: tuple[str, ...]
    hint: str
    width: int
    word: str
    """What the upper border says."""

    @property
    def height(self) -> int:
        """Rows of the box: an odd number, so that it has a middle."""
        return 3 if len(self.lines) == 1 else 5


def label_of(node: FlowNode, width: Width = len) -> Label:
    """The text of a box. What comes from a file is made safe to draw."""
    shape = kind_of(node)
    name = one_line(node.name, LONGEST_NAME)
    word = word_of(node)
    if not name and shape in ("start", "middle", "end", "gateway"):
        mark = {"start": "○", "end": "●"}.get(word, word) if not node.event else word
        return Label((mark,), "", width(mark), "")
    lines = [cut(line, WIDEST, width) for line in broken(name or one_line(node.id, 60), WRAPPED_FROM, WIDEST, width)]
    hint = cut(one_line(node.called, 80), WIDEST, width) if len(lines) > 1 else ""
    marks = len(marks_of(node)) + 2 * bool(node.loop)
    needed = max(width(word) + marks, width(hint), *(width(line) for line in lines))
    filled = tuple(padded(line, needed, width) for line in lines)
    return Label(filled, hint and padded(hint, needed, width), needed, word)


class LoopMark(NamedTuple):
    """What the border of a box shows of the loops at it."""

    width: int = 0
    """Columns of the loop above it; 0 where it does not lead to itself."""
    below: int = 0
    """The column, from its left, where boundary events lead back into it; 0 for none."""
    up: bool = False
    """Whether it is a boundary event that leads back into its host."""
    sign: bool = False
    """Whether a loop is there that is not drawn."""


NO_LOOP = LoopMark()
_TEES: dict[str, str] = {"━": "┷", "═": "╧"}
"""Where a line leaves the upper side of a border that is not thin."""


def marks_of(node: FlowNode) -> str:
    """The signs in the upper border of a box."""
    return _LOOPS.get(node.loop, "")


def top_room(label: Label, filled: bool) -> int:
    """Columns of the upper border that are taken up to where a loop may stand."""
    if not filled:
        return 7 + len(label.word) + label.width
    return 3 + len(label.word) if label.word else 1


@dataclass(frozen=True, slots=True)
class ElementBox:
    """An element in its place: cells from the left and the top of the picture."""

    node: FlowNode
    x: int
    y: int
    width: int
    height: int
    label: Label
    right: frozenset[int] = frozenset()
    """Rows where lines leave its right side."""
    left: frozenset[int] = frozenset()
    """Rows where lines that lead back leave its left side."""
    loop: LoopMark = NO_LOOP
    layer: tuple[int, ...] = ()
    """Where it stands in the layers: the number of its block, then of its layer."""
    filled: bool = True
    """Whether it is a box of text; else its inside holds other boxes."""

    def row(self, y: int, counts: ElementCounts | None = None) -> list[tuple[int, list[Span]]]:
        """One row of it, as columns of the picture with the texts that begin there.

        Styles are `border`, `word`, `name`, `hint`, `count`, and those of counts.
        """
        if self.node.attached_to:
            return [(self.x if self.left else self.x + 2, self._attached_row(counts))]
        border = _BORDERS[kind_of(self.node)]
        if y == self.y:
            return [(self.x, self._top(border))]
        if y == self.y + self.height - 1:
            return [(self.x, self._bottom(border, counts))]
        left = border[8] if y in self.left else border[3]
        right = border[7] if y in self.right else border[3]
        if not self.filled:
            return [(self.x, [(left, "border")]), (self.x + self.width - 1, [(right, "border")])]
        inner = y - self.y - 1 - (self.height - 2 - len(self.label.lines) - bool(self.label.hint)) // 2
        lines, text, style = self.label.lines, " " * self.label.width, "name" if self.label.word else "word"
        if 0 <= inner < len(lines):
            text = lines[inner]
        elif inner == len(lines) and self.label.hint:
            text, style = self.label.hint, "hint"
        space = self.width - 2 - self.label.width
        begin = " " * (space // 2)
        return [(self.x, [(left + begin, "border"), (text, style), (" " * (space - len(begin)) + right, "border")])]

    def _top(self, border: str) -> list[Span]:
        marks = marks_of(self.node) + (ITSELF if self.loop.sign else "")
        word = self.label.word
        room = self.width - 2 - len(word) - len(marks)
        if not self.filled:
            return [(border[0] + border[1], "border"), (f" {word} ", "word"), *self._title(border, marks)]
        if not word:
            return [(border[0] + self._looped(border, room), "border"), (marks, "word"), (border[2], "border")]
        return [
            (f"{border[0]} ", "border"),
            (word, "word"),
            (" " + self._looped(border, room - 2), "border"),
            (marks, "word"),
            (border[2], "border"),
        ]

    def _title(self, border: str, marks: str) -> list[Span]:
        """The name of a sub-process in its upper border, behind the word for its kind."""
        rest = self.width - 6 - len(self.label.word) - len(marks) - self.label.width
        return [
            (self.label.lines[0], "name"),
            (" " + self._looped(border, rest), "border"),
            (marks + border[2], "border"),
        ]

    def _looped(self, border: str, cells: int) -> str:
        """The free part of the upper border, with the ends of the loop above it."""
        if not self.loop.width or cells < self.loop.width + 1:
            return border[1] * cells
        between = border[1] * (self.loop.width - 2)
        return border[1] * (cells - self.loop.width - 1) + _TEES.get(border[1], "┴") + between + "▼" + border[1]

    def _bottom(self, border: str, counts: ElementCounts | None) -> list[Span]:
        below = self.loop.below
        spans = count_spans(counts, self.width - (below + 2 if below else 3))
        line = border[5] * (self.width - 2 - sum(len(text) for text, _ in spans))
        if below:
            line = f"{line[: below - 1]}▲{line[below:]}"
        return [(border[4] + line, "border"), *spans, (border[6], "border")]

    def _attached_row(self, counts: ElementCounts | None) -> list[Span]:
        """A boundary event: `╰(timer) 2 days ──`."""
        left = "──" if self.left else ""
        spans = count_spans(counts, COUNTS_ROOM - 1)
        rest = self.width - 4 - self.label.width - sum(len(text) for text, _ in spans)
        end = ("─" if self.right or self.loop.up else " ") * rest
        if self.loop.sign:
            end = ITSELF + end[1:]
        return [(f"{left}╰", "border"), (self.label.lines[0], "name"), (" ", "border"), *spans, (end, "border")]


def attached_label(node: FlowNode, width: Width = len) -> Label:
    """The text of a boundary event: what triggers it, between brackets that say whether it interrupts, and its name."""
    brackets = "()" if node.interrupting else "::"
    name = cut(one_line(node.name, LONGEST_NAME), WIDEST, width)
    text = f"{brackets[0]}{one_line(node.event, 20) or 'event'}{brackets[1]}{' ' if name else ''}{name}"
    return Label((text,), "", width(text), word_of(node))


def scope_label(node: FlowNode, room: int, width: Width = len) -> Label:
    """The text in the upper border of a sub-process that shows what is in it."""
    name = cut(one_line(node.title, LONGEST_NAME), max(room, 8), width)
    return Label((name,), "", width(name), word_of(node))


Counts = Mapping[str, ElementCounts]
"""How many instances of each element there are, by its id."""
