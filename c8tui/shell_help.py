"""`c8tui help`: the topics of the manual, one Markdown file each, printed for a terminal of 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from textwrap import wrap

from c8tui.errors import SettingsError

TOPICS = Path(__file__).parent / "topics"
WIDTH = 80
LONGEST_NAME = 34
"""Cells of the first column of a table; a longer entry has a line to itself."""
_COMMENT = re.compile(r"<!--.*?-->\n?", re.S)
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)]*)\)")
_LIST_ITEM = re.compile(r"(- |\d+\. )")


def topics() -> dict[str, str]:
    """The title of every topic by its name."""
    return {path.stem: _title(path) for path in sorted(TOPICS.glob("*.md"))}


def overview() -> Iterator[str]:
    """Which topics there are."""
    yield "c8tui help TOPIC prints one of:"
    yield ""
    for name, title in topics().items():
        yield f"  {name:<16} {title}"
    yield ""
    yield "On a screen, ? lists its keys. c8tui --help lists the commands and flags."


def topic_lines(name: str) -> Iterator[str]:
    """One topic as plain text. Raises SettingsError when there is none of this name."""
    known = topics()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        raise SettingsError("topic", "command line", f"there is no {name!r}", f"{meant}There are {', '.join(known)}")
    yield from plain((TOPICS / f"{name}.md").read_text(encoding="utf-8"))


def table(topic: str, name: str) -> Iterator[list[str]]:
    """The rows of a generated table of a topic, as plain text; `name` stands before it in a comment."""
    text = (TOPICS / f"{topic}.md").read_text(encoding="utf-8")
    rows = text.partition(f"<!-- {name} -->")[2].partition("<!-- end -->")[0].strip().splitlines()[2:]
    yield from map(_cells, rows)


def plain(markdown: str) -> Iterator[str]:
    """Markdown of headings, paragraphs, lists, tables and code as text: wrapped, tables in two columns."""
    text = _LINK.sub(lambda found: found[1], _COMMENT.sub("", markdown))
    blocks = re.findall(r"```.*?```|(?:(?!```|\n\n).)+", text, re.S)
    for number, block in enumerate(one.strip("\n") for one in blocks if one.strip()):
        if number:
            yield ""
        yield from _block(block)


def _block(block: str) -> Iterator[str]:
    lines = block.splitlines()
    if block.startswith("```"):
        yield from (f"  {line}".rstrip() for line in lines[1:-1])
    elif block.startswith("#"):
        title = block.lstrip("# ")
        yield title
        yield ("=" if block.startswith("# ") else "-") * len(title)
    elif block.startswith("|"):
        yield from _table(lines)
    elif _LIST_ITEM.match(block):
        for item in re.split(r"\n(?=- |\d+\. )", block):
            yield from wrap(_unmarked(item), WIDTH, subsequent_indent="  ", break_on_hyphens=False)
    else:
        yield from wrap(_unmarked(block), WIDTH, break_long_words=False, break_on_hyphens=False)


def _table(lines: list[str]) -> Iterator[str]:
    """Rows with their first cell as a column and the rest beside it; the rule below the head is left out."""
    rows = [*map(_cells, lines)]
    head, rows = rows[0], rows[2:]
    if any(head):
        rows.insert(0, head)
    wide = min(LONGEST_NAME, max(len(row[0]) for row in rows))
    for first, *rest in rows:
        room, beside = WIDTH - wide - 4, "; ".join(filter(None, rest))
        told = wrap(beside, room, break_on_hyphens=False) or [""]
        if len(first) > wide:
            yield f"  {first}"
            first = ""
        yield f"  {first:<{wide}}  {told[0]}".rstrip()
        yield from (f"  {'':<{wide}}  {line}" for line in told[1:])


def _cells(line: str) -> list[str]:
    return [_unmarked(cell.strip()) for cell in re.split(r"(?<!\\)\|", line.strip("| "))]


def _unmarked(text: str) -> str:
    """Without the signs for bold and code."""
    return re.sub(r"\*\*|`", "", " ".join(text.split())).replace("\\|", "|")


def _title(path: Path) -> str:
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    return text.partition("\n")[0].lstrip("# ")
