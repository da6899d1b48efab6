"""Forms of tasks and of process starts: opened over their variables, kept as drafts, uploaded for, sent."""

from __future__ import annotations

import asyncio
import json
import mimetypes
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from c8tui.api import documents, expressions, processes
from c8tui.api.uploads import Upload
from c8tui.dates.local import LOCAL
from c8tui.errors import C8Error, Forbidden, InvalidArgument, NotFound, Refusal
from c8tui.files import path_or_why_not
from c8tui.forms import schema as s
from c8tui.forms.documents import accepts
from c8tui.forms.instance import FieldInstance
from c8tui.forms.options import kept_choice
from c8tui.forms.read import read
from c8tui.forms.repetition import NotAllowed
from c8tui.forms.schema import FormError
from c8tui.forms.state import FormState, Pending
from c8tui.forms.values import same
from c8tui.model.processes import ProcessDefinition, ProcessDefinitionFilter, StartedProcess
from c8tui.model.search import PageRequest, Search, Sort
from c8tui.model.user_tasks import Form
from c8tui.model.variables import Variable
from c8tui.model.versions import version_word
from c8tui.session import rules
from c8tui.session.variables import is_cut, value_of

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

LARGEST_FILE = 10_000_000
"""Bytes of one upload; the documentation of Camunda names 10 MB for files of forms."""
STARTABLE = 100
"""Processes that are offered to be started."""


def local_now() -> datetime:
    """The moment, in the zone of this machine, which knows the offset of any other moment too."""
    return datetime.now(LOCAL)


class NoForm(Refusal):
    """There is no form that can be filled in here; the sentence says why, and what to do instead."""


def opened_or_why_not(
    form: Form, variables: Iterable[Variable], now: Callable[[], datetime] = local_now, *, as_it_is: bool = False
) -> tuple[FormState | None, str]:
    """The form over these variables, or None and a sentence when its schema cannot be opened at all."""
    try:
        return open_form(form, variables, now, as_it_is=as_it_is), ""
    except NoForm as wrong:
        return None, wrong.detail


def open_form(
    form: Form, variables: Iterable[Variable], now: Callable[[], datetime] = local_now, *, as_it_is: bool = False
) -> FormState:
    """The form over these variables, `as_it_is` to be read only. Raises `NoForm` when it cannot be opened at all."""
    variables = tuple(variables)
    for variable in variables if not as_it_is else ():
        if is_cut(variable) and re.search(rf"\b{re.escape(variable.name)}\b", form.schema):
            why = "came cut short although the whole of it was asked for"
            raise NoForm(f"the form {form.form_id} shows {variable.name}, whose value {why}")
    try:
        read_form = read(form.schema)
    except FormError as wrong:
        raise NoForm(f"the form {form.form_id} {version_word(form.version)} cannot be opened: {wrong}") from None
    return FormState(
        read_form, {variable.name: value_of(variable) for variable in variables}, now=now, as_it_is=as_it_is
    )


@dataclass(slots=True)
class Forms:
    """What forms ask of the cluster."""

    wire: Wire
    read_only: bool = False
    tenant_id: str | None = None
    _cannot_evaluate: str = field(default="", init=False)
    """Why the cluster does not evaluate expressions for us; asked once."""
    _refused: set[str] = field(default_factory=set, init=False)
    """Expressions that the cluster cannot read either."""

    async def evaluate(self, asked: Iterable[Pending]) -> tuple[list[tuple[Pending, Any]], str]:
        """What the cluster makes of expressions that are beyond us, and why it makes nothing of the others (8.9+)."""
        answers: list[tuple[Pending, Any]] = []
        for pending in asked:
            if self._cannot_evaluate or pending.expression in self._refused:
                continue
            try:
                found = await expressions.evaluate(self.wire, f"={pending.expression}", pending.context, self.tenant_id)
            except NotFound:
                self._cannot_evaluate = "this cluster does not evaluate expressions for clients (8.9 and later do)"
            except Forbidden:
                self._cannot_evaluate = "you may not have the cluster evaluate expressions"
            except InvalidArgument:
                self._refused.add(pending.expression)
            except C8Error as error:
                return answers, error.detail
            else:
                answers.append((pending, found.result))
        return answers, self._cannot_evaluate

    async def upload(self, path: str, field_: FieldInstance, sent: Callable[[int, int], None]) -> dict[str, Any]:
        """Upload a file for a filepicker; `sent` hears of bytes sent and of all. Raises Refusal before anything is."""
        rules.allow(None, read_only=self.read_only)
        file = await asyncio.to_thread(_file, path, field_.text("accept"))
        size = len(file.content)
        watched = Upload(file.name, file.content_type, file.content, lambda done: sent(min(done, size), size))
        return await documents.upload(self.wire, watched)

    async def startable(self) -> list[ProcessDefinition]:
        """The latest versions of all processes, by name; one page of them."""
        query = Search(
            filter=ProcessDefinitionFilter(tenant_id=self.tenant_id),
            sort=(Sort("name"), Sort("version", "DESC")),
            page=PageRequest(limit=STARTABLE),
        )
        latest: dict[tuple[str, str], ProcessDefinition] = {}
        for definition in (await processes.search(self.wire, query)).items:
            latest.setdefault((definition.process_definition_id, definition.tenant_id), definition)
        return list(latest.values())

    async def opened(
        self, asking: Awaitable[Form | None], variables: Iterable[Variable], *, absent: str, what: str = "form"
    ) -> tuple[FormState | None, str]:
        """The form that `asking` brings, over these variables; or None and why it cannot be filled in, in a sentence.

        `absent` is that sentence where there is none.
        """
        try:
            form = await asking
        except C8Error as error:
            return None, f"Its {what} cannot be had: {error.detail}"
        return (None, absent) if form is None else opened_or_why_not(form, variables)

    async def opened_start_form(self, definition: ProcessDefinition) -> tuple[FormState | None, str]:
        """The form of the start event, or None and why there is none to fill in."""
        asking = self.start_form(definition)
        return await self.opened(asking, (), absent="It has no start form.", what="start form")

    async def start_form(self, definition: ProcessDefinition) -> Form | None:
        """The form of the start event; None when there is none."""
        return await processes.start_form(self.wire, definition.process_definition_key)

    async def start(self, definition: ProcessDefinition, variables: Mapping[str, Any]) -> StartedProcess:
        """Start an instance."""
        rules.allow(None, read_only=self.read_only)
        tenant = definition.tenant_id or self.tenant_id
        return await processes.start(self.wire, definition.process_definition_key, variables, tenant)


def _file(path: str, accept: str) -> Upload:
    """The file at a path that somebody typed; Refusal says what is wrong with it."""
    file = path_or_why_not(path, "name")
    if isinstance(file, str):
        raise Refusal(file)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if not accepts(accept, file.name, kind):
        raise Refusal(f"{file.name} is not of the kinds that this field takes: {accept}")
    if isinstance(wrong := path_or_why_not(path), str):
        raise Refusal(wrong)
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE:
            raise Refusal(f"{file.name} has {size:,} bytes; at most {LARGEST_FILE:,} can be uploaded")
        content = file.read_bytes()
    except OSError as failure:
        raise Refusal(f"{path}: {failure.strerror or failure}") from None
    return Upload(file.name, kind, content)


# Drafts: taken from a form, written as JSON, put back into the form of now

DRAFT_VERSION = 1


class Restored(Struct, frozen=True):
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
    return json.dumps(
        {"version": DRAFT_VERSION, "at": now.isoformat(), "rows": rows, "fields": fields}, ensure_ascii=False
    )


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
        found = next((one for one in _dynamic_lists(state) if one.id == name), None)
        if found is None or not isinstance(count, int):
            continue
        try:
            while len(found.rows) < count:
                state.add_row(found)
            while len(found.rows) > count:
                state.remove_row(found, len(found.rows) - 1)
        except NotAllowed:
            continue


def _dynamic_lists(state: FormState) -> Iterator[FieldInstance]:
    return (instance for instance in state.walk() if isinstance(instance.component, s.DynamicList))
