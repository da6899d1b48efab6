"""Styles that are parsed once for all apps of a run: each app would parse those of the same classes anew."""

from __future__ import annotations

from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


def parse_once(patch: pytest.MonkeyPatch) -> None:
    """Let every stylesheet have what another one has parsed with the same variables, that is in the same colours."""
    parse = Stylesheet._parse_rules
    parsed: dict[Any, list[RuleSet]] = {}
    named: dict[frozenset[tuple[str, str]], int] = {}

    def known(self: Stylesheet, css: str, *args: Any, **given: Any) -> list[RuleSet]:
        variables = frozenset(self._variables.items())
        key = named.setdefault(variables, len(named)), css, args, *sorted(given.items())
        if key not in parsed:
            parsed[key] = parse(self, css, *args, **given)
        return parsed[key]

    patch.setattr(Stylesheet, "_parse_rules", known)
