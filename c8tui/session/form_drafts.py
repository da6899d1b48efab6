"""What somebody filled in and has not sent: taken from a form, written as JSON, put back into the form of now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from c8tui.forms import schema as s
from c8tui.forms.instance import FieldInstance
from c8tui.forms.options import kept_choice
from c8tui.forms.repetition import NotAllowed
from c8tui.forms.state import FormState
from c8tui.forms.values import same

VERSION = 1


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a draft: since when it is there, and what of it the form of now has no place for."""

    kept_at: datetime
    lost: tuple[str, ...] = ()
    """`name: value` of what did not fit."""


def answers_of(state: FormState, before: str, now: datetime) -> str:
    """What somebody filled in since the draft `before` was taken: a draft of that alone; "" when it is nothing."""
    was = json.loads(before)["fields"]
    draft = json.loads(draft_of(state, now))
    draft["fields"] = {name: kept for name, kept in draft["fields"].items() if was.get(name) != kept}
    return json.dumps(draft, ensure_ascii=False) if draft["fields"] else ""


def draft_of(state: FormState, now: datetime) -> str:
    """All that is filled in, as JSON: rows of lists, values by field, and text that is no value yet."""
    fields, rows = {}, {}
    for instance in state.walk():
        if isinstance(instance.component, s.Field) and not (instance.disabled or instance.readonly):
            fields[instance.id] = {"type": instance.component.type, "value": instance.value} | (
                {"typed": instance.typed} if instance.unread and instance.typed is not None else {}
            )
        elif isinstance(instance.component, s.DynamicList):
            rows[instance.id] = len(instance.rows)
    return json.dumps({"version": VERSION, "at": now.isoformat(), "rows": rows, "fields": fields}, ensure_ascii=False)


def restore(state: FormState, draft: str) -> Restored | None:
    """Puts a draft back; None when it is none. What does not fit any more is named, never dropped in silence."""
    try:
        said = json.loads(draft)
        fields, rows = said["fields"], said["rows"]
        kept_at = datetime.fromisoformat(said["at"])
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(fields, dict) or not isinstance(rows, dict):
        return None
    _restore_rows(state, rows)
    there = {instance.id: instance for instance in state.walk() if isinstance(instance.component, s.Field)}
    lost = []
    for name, kept in fields.items():
        if isinstance(kept, dict) and not _restored(state, there.get(name), kept) and kept.get("value") not in _NOTHING:
            lost.append(f"{name}: {json.dumps(kept.get('typed', kept.get('value')), ensure_ascii=False)}")
    return Restored(kept_at, tuple(lost))


_NOTHING: tuple[Any, ...] = (None, "", [], False)


def _restored(state: FormState, instance: FieldInstance | None, kept: dict[str, Any]) -> bool:
    """Whether the field took what was kept of it."""
    if instance is None or instance.component.type != kept.get("type"):
        return False
    typed = kept.get("typed")
    if isinstance(typed, str):
        state.enter(instance, typed)
        return True
    if instance.disabled or same(instance.value, kept.get("value")):
        return True
    if isinstance(instance.component, s.Choice) and instance.options:
        fits = kept_choice(instance.component, kept.get("value"), instance.options)
        state.set(instance, fits)
        return same(fits, kept.get("value"))
    state.set(instance, kept.get("value"))
    return same(instance.value, kept.get("value"))


def _restore_rows(state: FormState, rows: dict[str, Any]) -> None:
    """Gives lists the rows that they had, outer ones first."""
    for name, count in rows.items():
        found = next((one for one in _lists(state) if one.id == name), None)
        if found is None or not isinstance(count, int):
            continue
        try:
            while len(found.rows) < count:
                state.add_row(found)
            while len(found.rows) > count:
                state.remove_row(found, len(found.rows) - 1)
        except NotAllowed:
            continue


def _lists(state: FormState) -> Iterator[FieldInstance]:
    return (instance for instance in state.walk() if isinstance(instance.component, s.DynamicList))
