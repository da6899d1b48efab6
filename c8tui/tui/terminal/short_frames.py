"""Frames in fewer bytes for a slow line: only the cells that differ from what is shown, and styles where they change.

Textual sends whole pieces of lines, every style of theirs in full, and a reset behind each. A fast line does not
notice; one of 2 kB/s takes seconds for it. This is the screen update of curses, without its scrolling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len

_TOKEN = re.compile(
    r"\x1b\[(?P<style>[\d;]*)m|\x1b\[(?P<row>\d+);(?P<column>\d+)H|(?P<mode>\x1b\[\?2026[hl])"
    r"|(?P<line>\r?\n)|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)
_MOST_UNREAD = 64
_GAP = 6
"""So many cells are sent again rather than stepped over: a step is a sequence of about as many bytes."""
_ATTRIBUTES = {
    1: "bold", 2: "dim", 3: "italic", 4: "underline", 5: "blink", 6: "blink fast", 7: "reverse", 8: "conceal",
    9: "strike", 21: "underline twice", 51: "frame", 52: "encircle", 53: "overline",
}  # fmt: skip
_LENGTHS = {"5": 3, "2": 5}
"""Numbers in a colour of 256, and in one of red, green and blue; both behind 38 or 48 (ECMA-48, SGR)."""

Style = tuple[tuple[str, str], ...]
"""Attributes and colours that are on, with the codes that switch them on; sorted."""
Cell = tuple[str, Style]
PLAIN: Style = ()


class ShownCells:
    """What a terminal shows, as far as it is known. Rows and columns count from 1."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, Cell]] = {}
        self._unread: list[str] = []
        """Frames that were sent as they were, and are read when a line turns out to be slow."""

    def forget(self) -> None:
        """The terminal may show anything now."""
        self._rows.clear()
        self._unread.clear()

    def sent(self, frame: str) -> None:
        """A frame is shown as it is."""
        if len(self._unread) == _MOST_UNREAD:
            self.forget()
        self._unread.append(frame)

    def shortened(self, frame: str) -> str:
        """A frame in as few bytes as it takes, which is shown from now on; as it is where it holds something else.

        A frame begins and ends in plain style, and moves to where it writes.
        """
        unread, self._unread = self._unread, []
        for one in unread:
            self._shorten(one)
        return self._shorten(frame)

    def _shorten(self, frame: str) -> str:
        drawn: dict[int, dict[int, Cell]] = {}
        row = column = 1
        style, modes, at = PLAIN, "", 0
        while at < len(frame):
            match = _TOKEN.match(frame, at)
            if match is None:
                self.forget()
                return frame
            at = match.end()
            if (text := match["text"]) is not None:
                if (not text.isascii() and cell_len(text) != len(text)) or any(map(_is_odd, text)):
                    self.forget()  # a character of two cells, or of none
                    return frame
                cells = drawn.setdefault(row, {})
                for character in text:
                    cells[column] = character, style
                    column += 1
            elif match["style"] is not None:
                style = _styled(style, match["style"])
            elif match["row"] is not None:
                row, column = int(match["row"]), int(match["column"])
            elif match["line"] is not None:
                row, column = row + 1, 1
            else:
                modes += match["mode"]
        if not drawn:
            return frame
        if modes:  # an end of an update would stand before what it ends
            self.forget()
            return frame
        return self._changes(drawn) + f"\x1b[{row};{column}H"

    def _changes(self, drawn: dict[int, dict[int, Cell]]) -> str:
        out: list[str] = []
        on = PLAIN
        for row in sorted(drawn):
            shown, cells = self._rows.setdefault(row, {}), drawn[row]
            changed = sorted(column for column, cell in cells.items() if shown.get(column) != cell)
            last = -_GAP
            for column in changed:
                between = range(last + 1, column)
                if last < 1 or len(between) > _GAP or any(cells.get(c, ("", None))[1] != on for c in between):
                    out.append(f"\x1b[{row};{column}H")
                else:
                    out += (cells[c][0] for c in between)
                character, style = cells[column]
                out += (_change(on, style), character)
                on, last = style, column
            shown.update(cells)
        out.append(_change(on, PLAIN))
        return "".join(out)


@lru_cache(4_096)
def _is_odd(character: str) -> bool:
    return not character.isascii() and cell_len(character) != 1


@lru_cache(4_096)
def _styled(style: Style, numbers: str) -> Style:
    """The style after a sequence with these numbers."""
    on = dict(style)
    for code in _codes(numbers.split(";")):
        first = int(code.partition(";")[0] or 0)
        if first == 0:
            on.clear()
        elif 30 <= first <= 38 or 90 <= first <= 97:
            on["colour"] = code
        elif 40 <= first <= 48 or 100 <= first <= 107:
            on["ground"] = code
        elif first in (39, 49):
            on.pop("colour" if first == 39 else "ground", None)
        else:
            on[_ATTRIBUTES.get(first, code)] = code
    return tuple(sorted(on.items()))


def _codes(numbers: list[str]) -> Iterator[str]:
    at = 0
    while at < len(numbers):
        length = _LENGTHS.get(numbers[at + 1], 1) if numbers[at] in ("38", "48") and at + 1 < len(numbers) else 1
        yield ";".join(numbers[at : at + length])
        at += length


@lru_cache(4_096)
def _change(before: Style, after: Style) -> str:
    """The shortest sequence from one style to another."""
    if before == after:
        return ""
    on, wanted = dict(before), dict(after)
    whole = f"\x1b[{';'.join(['0', *wanted.values()]) if wanted else ''}m"
    gone = on.keys() - wanted.keys()
    if not gone <= {"colour", "ground"}:
        return whole  # most attributes share the code that ends them with another one
    codes = ["39" if name == "colour" else "49" for name in sorted(gone)]
    codes += [code for name, code in wanted.items() if on.get(name) != code]
    return min(f"\x1b[{';'.join(codes)}m", whole, key=len)
