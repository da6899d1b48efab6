"""A shell command line with placeholders: read once, then filled with values as single words of the POSIX shell.

Quoting is safe only where the shell takes words apart by its usual rules. So a placeholder is refused where it does
not, as inside quotes, backquotes or a comment, and where a value would be run instead of passed on.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from msgspec import Struct, field

from c8tui.errors import Refusal

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_LITERAL = re.compile(r"\{(\{[a-z][a-z0-9_]*\})\}")
_PLAIN_EXPANSION = re.compile(r"\$\(\([^(){}'\"`\\]*\)\)|\$\([^(){}'\"`\\]*\)|\$\{[^(){}'\"`\\$]*\}")
"""Substitutions that hold neither quotes nor placeholders nor others of their kind."""
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_KEYWORDS = frozenset(
    {"if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "exec", "command", "env", "nohup", "sudo"}
)
"""Words behind which a command stands."""
_EVALUATE = frozenset({"eval", "source", ".", "trap", "alias"})
_SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "fish"})


class NotALine(ValueError):
    """A line that values cannot be put into safely: what is wrong, and what to write instead."""

    def __init__(self, detail: str, mend: str) -> None:
        super().__init__(detail)
        self.detail, self.mend = detail, mend


class Placeholder(Struct, frozen=True):
    """A place for values."""

    name: str
    leads: bool
    """Whether it begins an argument, so that a dash in front would make an option of it; not behind `--`."""
    alone: bool
    """Whether nothing else is part of its word."""


class LineTemplate(Struct, frozen=True):
    """A line, taken apart into texts of the shell and places for values."""

    parts: tuple[str | Placeholder, ...]

    @property
    def names(self) -> frozenset[str]:
        """The placeholders."""
        return frozenset(part.name for part in self.parts if isinstance(part, Placeholder))

    def filled(self, values: Mapping[str, str | Sequence[str]]) -> str:
        """The line with a word for each value; a sequence is as many words. Raises Refusal for what is no argument."""
        return "".join(part if isinstance(part, str) else _words(part, values[part.name]) for part in self.parts)


def _words(place: Placeholder, value: str | Sequence[str]) -> str:
    return " ".join(_word(place, one) for one in ((value,) if isinstance(value, str) else value))


def _word(place: Placeholder, value: str) -> str:
    if "\0" in value:
        raise Refusal(f"{{{place.name}}} holds a NUL character here, which no argument of a command can hold")
    if not value.isascii() and any("\ud800" <= one <= "\udfff" for one in value):
        raise Refusal(f"{{{place.name}}} holds half a character here, which cannot be written as UTF-8")
    if place.leads and value.startswith("-"):
        raise Refusal(
            f"{{{place.name}}} begins with a dash here and would be taken for an option",
            advice=f"Write -- {{{place.name}}} or --option={{{place.name}}} in the command.",
        )
    return shlex.quote(value)


def read_line(text: str, known: Collection[str], several: Collection[str] = ()) -> LineTemplate:
    """Take a line apart. `known` are all placeholders there are, `several` those that stand for several words.

    `{{name}}` stands for `{name}` as it is. Raises NotALine.
    """
    if "\0" in text:
        raise NotALine("holds a NUL character", "Remove it")
    reader = _LineReader(text, frozenset(known), frozenset(known) - frozenset(several))
    reader.read()
    template = LineTemplate(tuple(reader.parts))
    for part in template.parts:
        if isinstance(part, Placeholder) and part.name in several and not part.alone:
            raise NotALine(f"{{{part.name}}} stands for several words, and here it is part of one", "Put blanks around")
    return template


class _LineReader(Struct):
    """Reads a line as a POSIX shell would, as far as words, commands and quotes go."""

    text: str
    known: frozenset[str]
    told: frozenset[str]
    """Those of them that are listed where one is unknown."""
    parts: list[str | Placeholder] = field(default_factory=list)
    at: int = 0
    word: str | None = None
    """What the current word holds so far; None between words."""
    command: str = ""
    """The word that is run; "" where it is still to come."""
    before: str = ""
    """The word before the current one."""
    guarded: bool = False
    """Whether `--` has ended the options."""
    redirects: bool = False
    """Whether the current or next word is a file of a redirection."""

    def read(self) -> None:
        while self.at < len(self.text):
            if not (self._brace() or self._quote() or self._expansion() or self._separator()):
                if self.text[self.at] == "#" and self.word is None:
                    self._skip(self._end_of_line(), "a comment")
                elif self.text.startswith("\\\n", self.at):  # the line goes on, and so does a word
                    self._put("\\\n")
                    self.at += 2
                elif self.text[self.at] == "\\":
                    self._take(2)
                else:
                    self._take(1)

    def _take(self, length: int) -> None:
        """So many characters are part of the word, as they are."""
        piece = self.text[self.at : self.at + length]
        self.word = (self.word or "") + piece
        self._put(piece)
        self.at += length

    def _put(self, piece: str) -> None:
        if self.parts and isinstance(last := self.parts[-1], str):
            self.parts[-1] = last + piece
        else:
            self.parts.append(piece)

    def _skip(self, end: int, what: str) -> None:
        """What stands in quotes or in a comment goes through, unless a placeholder is in it."""
        piece = _LITERAL.sub("", self.text[self.at : end])
        for found in _PLACEHOLDER.finditer(piece):
            if found[1] in self.known:
                raise NotALine(
                    f"{found[0]} stands in {what}, where no value can be quoted safely",
                    f"Leave the quotes out, since a value is one word anyway; write {{{found[0]}}} for the text itself"
                    if "quotes" in what
                    else "Put it elsewhere",
                )
        whole = _LITERAL.sub(lambda found: found[1], self.text[self.at : end])
        self.word = (self.word or "") + whole if what != "a comment" else None
        self._put(whole)
        self.at = end

    def _end_of_line(self) -> int:
        end = self.text.find("\n", self.at)
        return len(self.text) if end < 0 else end

    def _brace(self) -> bool:
        if found := _LITERAL.match(self.text, self.at):
            self.word = (self.word or "") + found[1]
            self._put(found[1])
        elif found := _PLACEHOLDER.match(self.text, self.at):
            self._placeholder(found[1], found.end())
        else:
            return False
        self.at = found.end()
        return True

    def _placeholder(self, name: str, end: int) -> None:
        if name not in self.known:
            near = get_close_matches(name, sorted(self.told), n=1)
            meant = f"Did you mean {{{near[0]}}}? " if near else ""
            raise NotALine(f"there is no {{{name}}}", f"{meant}Known are {', '.join(sorted(self.told))}")
        begun = self.word
        if not self.command and not self.redirects and not _ASSIGNMENT.match(begun or ""):
            raise NotALine(f"{{{name}}} stands where a command is named, and its value would be run", "Name a command")
        runs_code = self.command in _EVALUATE or (self.command in _SHELLS and self.before == "-c")
        if runs_code:
            raise NotALine(
                f"{{{name}}} would be read by {self.command} as code",
                f"Pass it on, as {self.command} -c 'echo \"$1\"' sh {{{name}}}",
            )
        ends = end >= len(self.text) or self.text[end] in " \t\n;&|)<>"
        leads = begun is None and not self.redirects and not self.guarded
        self.parts.append(Placeholder(name, leads, alone=begun is None and ends))
        self.word = (begun or "") + "{}"

    def _quote(self) -> bool:
        sign = self.text[self.at]
        if sign == "`":
            raise NotALine("backquotes are not supported", "Write $(...) instead")
        if sign == "'":
            end = self.text.find("'", self.at + 1) + 1
        elif sign == '"':
            end = self._end_of_double()
        else:
            return False
        if not end:
            raise NotALine(f"a quote is not closed: {sign}", "Close it")
        self._skip(end, "quotes")
        return True

    def _end_of_double(self) -> int:
        at = self.at + 1
        while at < len(self.text):
            if self.text[at] == '"':
                return at + 1
            if self.text[at] == "\\":
                at += 2
            elif found := _PLAIN_EXPANSION.match(self.text, at):
                at = found.end()
            elif self.text[at] == "`" or self.text.startswith(("$(", "${"), at):
                raise NotALine("a substitution with quotes, braces or another in it stands in quotes", _SCRIPT)
            else:
                at += 1
        return 0

    def _expansion(self) -> bool:
        if found := _PLAIN_EXPANSION.match(self.text, self.at):
            self._take(found.end() - self.at)
        elif self.text.startswith(("$((", "${", "$'", '$"', "<<"), self.at):
            raise NotALine(f"{self.text[self.at : self.at + 3].strip()} is too much to quote values beside it", _SCRIPT)
        elif self.text.startswith("$(", self.at):
            self._end_of_word()
            self._put("$(")
            self.at += 2
            self._new_command()
        else:
            return False
        return True

    def _separator(self) -> bool:
        sign = self.text[self.at]
        if sign not in " \t\n;&|()<>":
            return False
        joins = self.text[self.at - 1 : self.at] in ("<", ">") or self.text[self.at + 1 : self.at + 2] == ">"
        self._end_of_word()
        if sign in "<>" or (sign == "&" and joins):
            self.redirects = True
        elif sign not in " \t":
            self._new_command()
        self._put(sign)
        self.at += 1
        return True

    def _end_of_word(self) -> None:
        word, self.word = self.word, None
        if word is None:
            return
        if self.redirects:
            self.redirects = False
        elif not self.command:
            name = word.rpartition("/")[2]
            still_to_come = name in _KEYWORDS or name.startswith("-") or _ASSIGNMENT.match(word)
            self.command = "" if still_to_come else name
        elif word == "--":
            self.guarded = True
        self.before = word

    def _new_command(self) -> None:
        self.command, self.before, self.guarded, self.redirects = "", "", False, False


_SCRIPT = "Put it into a script of its own, and pass the values to that"
