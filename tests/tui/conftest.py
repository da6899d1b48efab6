"""What the tests of screens share: it is noon, and what every app and sandbox begins with is made once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from textual.css.stylesheet import Stylesheet

from c8tui.sandbox import app as sandbox_app
from c8tui.sandbox.options import Options
from c8tui.sandbox.store import Store
from c8tui.tui import clock
from tests.clocks import NOON


@pytest.fixture(autouse=True)
def now_is_noon(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.path.name != "test_clock.py":  # which is about the real one
        monkeypatch.setattr(clock, "now", lambda: datetime.fromtimestamp(NOON, UTC))


@pytest.fixture(autouse=True, scope="package")
def sandboxes_are_seeded_once() -> Iterator[None]:
    """Sandboxes in memory with the same story, size and time start from copies of one database: seeding takes 50 ms."""
    seeded: dict[tuple[object, ...], tuple[bytes, dict[str, Any]]] = {}
    options_of: WeakKeyDictionary[Store, Options] = WeakKeyDictionary()
    store_of, seed = sandbox_app._store, Store._fill

    def fill(store: Store, connection: Connection) -> None:
        if store._path is not None or store not in options_of:
            return seed(store, connection)
        key = (*store._marks.values(), options_of[store].clock())
        if key not in seeded:
            seed(store, connection)
            seeded[key] = (connection.serialize(), {name: copy(getattr(store, name)) for name in REMEMBERED})
            return None
        database, remembered = seeded[key]
        connection.deserialize(database)
        for name, value in remembered.items():
            setattr(store, name, copy(value))
        return None

    def noted(options: Options, *given: Any) -> Store:
        store = store_of(options, *given)
        options_of[store] = options
        return store

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox_app, "_store", noted)
        patch.setattr(Store, "_fill", fill)
        yield


REMEMBERED = ("_known_lists", "_known_words", "_next_key")
"""What a store remembers of the rows that it has written."""


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
