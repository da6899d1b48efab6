"""Attributes that hold a text or, behind `=`, a FEEL expression, compiled as they are read."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element as Xml

from c8tui import feel
from c8tui.sandbox.bpmn.document import ZEEBE, tag_of, text_of
from c8tui.sandbox.bpmn.model import Value
from c8tui.sandbox.bpmn.refusals import Identified, Refusals, quoted

_DECLARING = ("target", "resultVariable", "inputElement", "outputCollection")
"""Attributes of the extension that give a variable its name."""


def declared_odd_names(root: Xml) -> frozenset[str]:
    """The variables that the file itself declares and whose look does not tell the parser that they are names."""
    names = {
        part
        for xml in root.iter()
        if tag_of(xml)[0] == ZEEBE
        for attribute in _DECLARING
        for part in xml.get(attribute, "").split(".")
        if part.strip()
    }
    return feel.odd_names(dict.fromkeys(names))


class Values:
    """Reads values, and refuses those that are no FEEL or not of the kind that is needed.

    `what` names the value in a refusal: "the job type".
    """

    def __init__(self, refusals: Refusals, odd_names: frozenset[str]) -> None:
        self._refusals = refusals
        self._odd_names = odd_names

    def read(self, subject: Identified, what: str, text: str | None) -> Value | None:
        """The value of an optional attribute; None where it is missing or blank."""
        if text is None or not text.strip():
            return None
        text = text.strip()
        if not text.startswith("="):
            return Value(text)
        return Value(text, self._compiled(subject, what, text[1:]))

    def _compiled(self, subject: Identified, what: str, source: str) -> feel.Expression | None:
        if not source.strip():
            self._refusals.add(subject, f"{what} cannot be read as FEEL: nothing stands behind '='")
            return None
        try:
            return feel.parse(source, self._odd_names)
        except feel.FeelSyntaxError as mistake:
            self._refusals.add(subject, f"{what} cannot be read as FEEL: {quoted(source)}: {mistake.message}")
            return None

    def needed(self, subject: Identified, what: str, text: str | None, source: str) -> Value:
        """A text or an expression that must be there; `source` says where it is set."""
        value = self.read(subject, what, text)
        if value is None:
            self._refusals.add(subject, f"{what} is missing ({source})")
        return value or Value("")

    def expression(self, subject: Identified, what: str, text: str | None) -> Value | None:
        """An optional value that must be an expression, since a text has no sense there."""
        value = self.read(subject, what, text)
        if value is not None and not value.text.startswith("="):
            self._refusals.add(
                subject, f"{what} must be an expression that starts with '=', not the text {quoted(value.text)}"
            )
        return value

    def condition(self, subject: Identified, xml: Xml | None) -> Value | None:
        """The expression inside an element of BPMN, if there is any."""
        language = "" if xml is None else xml.get("language", "")
        if language and "feel" not in language.lower():
            self._refusals.add(subject, f"the condition is written in {quoted(language)}: write it in FEEL")
            return Value("")
        return self.expression(subject, "the condition", text_of(xml))

    def needed_expression(self, subject: Identified, what: str, text: str | None, source: str) -> Value:
        """An expression that must be there."""
        value = self.expression(subject, what, text)
        if value is None:
            self._refusals.add(subject, f"{what} is missing ({source})")
        return value or Value("")

    def checked(
        self, subject: Identified, what: str, text: str | None, fits: Callable[[str], bool], wanted: str
    ) -> Value | None:
        """An optional value whose text, unless it is an expression, has to fit."""
        value = self.read(subject, what, text)
        if value is not None and not value.text.startswith("=") and not fits(value.text):
            self._refusals.add(subject, f"{what} must be {wanted} or an expression, not {quoted(value.text)}")
        return value

    def retries(self, subject: Identified, what: str, text: str | None) -> Value:
        """A number of retries, 3 where nothing is said."""
        return self.checked(subject, what, text, is_count, "a whole number from 0") or Value("3")

    def static(self, subject: Identified, what: str, text: str | None) -> str:
        """A text that may be no expression."""
        found = (text or "").strip()
        if found.startswith("="):
            self._refusals.add(subject, f"{what} must be a text, not the expression {quoted(found)}")
        return found


def is_count(text: str) -> bool:
    """A whole number from 0, as an int of 32 bits."""
    return text.isascii() and text.isdigit() and len(text) <= 10 and int(text) < 2**31


def is_whole_number(text: str) -> bool:
    """A whole number of 32 bits, with a sign or without."""
    return is_count(text.removeprefix("-"))


def is_percentage(text: str) -> bool:
    """The priority of a user task: 0 to 100."""
    return is_count(text) and int(text) <= 100
