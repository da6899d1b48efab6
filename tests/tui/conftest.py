"""What the tests of screens share: it is noon, and style sheets are parsed once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet

from c8tui.tui import clock
from tests.clocks import NOON


@pytest.fixture(autouse=True)
def now_is_noon(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.path.name != "test_clock.py":  # which is about the real one
        monkeypatch.setattr(clock, "now", lambda: datetime.fromtimestamp(NOON, UTC))


@pytest.fixture(autouse=True, scope="package")
def style_sheets_are_parsed_once() -> Iterator[None]:
    """Apps of the same theme share the rules that were parsed: a style sheet keeps 64 sources, and c8tui has more."""
    parsed: defaultdict[frozenset[tuple[str, str]], dict[Any, Any]] = defaultdict(dict)
    begin, set_variables = Stylesheet.__init__, Stylesheet.set_variables

    def shared(sheet: Stylesheet) -> Any:
        return parsed[frozenset(sheet._variables.items())]

    def begun(sheet: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
        begin(sheet, variables=variables)
        sheet._parse_cache = shared(sheet)

    def changed(sheet: Stylesheet, variables: dict[str, str]) -> None:
        sheet._parse_cache = {}  # type: ignore[assignment]
        set_variables(sheet, variables)
        sheet._parse_cache = shared(sheet)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "__init__", begun)
        patch.setattr(Stylesheet, "set_variables", changed)
        yield
