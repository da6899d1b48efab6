"""The forms of `schemas/`, each with variables, what is done, and what is to be seen and sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from c8tui.forms.read import read
from c8tui.forms.state import Changed, FormState
from tests.forms.opened import NOW

SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("*.json"))


def case_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def opened_case(case: dict[str, Any]) -> FormState:
    """The form of a case with its variables, before anything is done."""
    return FormState(read(json.dumps(case["form"])), case.get("data", {}), now=lambda: NOW)


def act(state: FormState, verb: str, path: list[str | int], *more: Any) -> None:
    """One of the things that are done in a case, at a place of the form data."""
    where = state.at(tuple(path))
    verbs: dict[str, Callable[..., Changed]] = {
        "enter": state.enter,
        "set": state.set,
        "add": state.add_row,
        "remove": state.remove_row,
        "move": state.move_row,
    }
    verbs[verb](where, *more)
