"""Sending a message or a signal from any screen: who waits for it is shown first, and then whom it has reached."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from c8tui.text import counted, visible
from c8tui.tui.fields import Field, Values, required, whole_number
from c8tui.tui.flow import Ui

if TYPE_CHECKING:
    from c8tui.model.messages import MessageSubscription
    from c8tui.session.messages import Message, Sent
    from c8tui.session.session import Session
    from c8tui.tui.host import Host

LONGEST_TTL_S = 10**9
NAMED = 3
"""Of those who wait or were reached, so many are named."""


class MessageSending:
    """`:publish NAME KEY`, `:correlate NAME KEY` and `:signal NAME`; what stands behind them is filled in already.

    They are sent at once and not held for an undo: whom they reach is shown before, and nothing takes them back.
    """

    def __init__(self, ui: Ui, session: Session, host: Host) -> None:
        self._ui, self._session, self._host = ui, session, host

    async def action_publish(self, words: str = "") -> None:
        """A message that is kept for its time to live."""
        from c8tui.session.messages import Message  # here, since no first frame needs it

        more = (
            Field("ttl", "Time to live (s)", "0", "how long it is kept for later subscriptions; 0: not kept",
                  whole_number(0, LONGEST_TTL_S)),
            Field("id", "Message id", "", "optional: while one with this id is kept, another is refused"),
        )  # fmt: skip
        values = await self._asked("publish", "Publish a message", (*self._key_fields(), *more), words)
        message = Message(
            name=values["name"].strip(), correlation_key=values["key"], time_to_live_ms=int(values["ttl"]) * 1000,
            message_id=values["id"].strip(), tenant_id=values["tenant"].strip() or None,
            business_id=values.get("business", "").strip(),
        )  # fmt: skip
        kept = f"kept for {message.time_to_live_ms // 1000:,} s" if message.time_to_live_ms else "not kept"
        about = f"{await self._who_waits(message)} A message that nothing waits for is {kept}."
        await self._send("publish", message, about, self._session.messages.publish)

    async def action_correlate(self, words: str = "") -> None:
        """A message for who waits now."""
        from c8tui.session.messages import Message

        values = await self._asked("correlate", "Correlate a message", self._key_fields(), words)
        message = Message(
            name=values["name"].strip(), correlation_key=values["key"], tenant_id=values["tenant"].strip() or None,
            business_id=values.get("business", "").strip(),
        )  # fmt: skip
        await self._send("correlate", message, await self._who_waits(message), self._session.messages.correlate)

    async def action_signal(self, words: str = "") -> None:
        """A signal for all who wait."""
        fields = (Field("name", "Signal", rule=required), self._tenant_field())
        values = await self._asked("signal", "Broadcast a signal", fields, words)
        name, tenant = values["name"].strip(), values["tenant"].strip() or None
        await self._ui.sure(f"Broadcasting {name}", "signal")

        async def broadcast(variables: Mapping[str, Any]) -> None:
            key = await self._session.messages.broadcast(name, variables, tenant)
            self._session.drafts.drop(self._draft("signal"))
            self._ui.say(f"broadcast {name}: signal {key}")

        about = (
            "It reaches every event that waits for it, and starts every process that begins with it; "
            "the cluster lists neither."
        )
        await self._edit(f"Broadcast {name}", "signal", name, about, broadcast)

    # Asking

    def _key_fields(self) -> tuple[Field, ...]:
        messages = self._session.messages

        async def names() -> Sequence[Any]:
            return await messages.names()

        async def keys() -> Sequence[Any]:
            return await messages.correlation_keys()

        return (
            Field("name", "Message", rule=required, suggestions=names),
            Field("key", "Correlation key", "", "empty for a message that only starts instances", suggestions=keys),
            *([Field("business", "Business id", "", "optional")] if messages.takes_business_id else ()),
            self._tenant_field(),
        )

    def _tenant_field(self) -> Field:
        return Field("tenant", "Tenant", self._session.settings.tenant_id or "", "empty for the default one")

    async def _asked(self, kind: str, title: str, fields: Sequence[Field], words: str) -> Values:
        """What is filled in, over what was filled in before and not sent."""
        from c8tui.tui.dialogs.kept_fields import KeptFieldsDialog

        given = dict(zip((field.id for field in fields), words.split(maxsplit=1), strict=False))
        drafts, draft = self._session.drafts, self._draft(kind)
        dialog = KeptFieldsDialog(title, fields, drafts=drafts, draft_name=draft, given=given, keep=True)
        values: Values = await self._ui.open(dialog)
        return values

    def _draft(self, kind: str) -> str:
        return self._session.draft_name(kind, "fields")

    async def _who_waits(self, message: Message) -> str:
        """Whom it would reach, in a sentence."""
        matches = await self._session.messages.matching(message)
        if matches.unreadable:
            return f"Who waits for it cannot be read: {matches.unreadable.rstrip('. ')}."
        if not matches.total:
            return "Nobody waits for it now (or you may not see who does)."
        who = ", ".join(_waiting(one) for one in matches.found[:NAMED])
        more = f" and {matches.total - NAMED:,} more" if matches.total > NAMED else ""
        return f"{counted(matches.total, 'subscription')} would match: {who}{more}."

    # Sending

    async def _send(
        self, kind: str, message: Message, about: str, send: Callable[[Message, Mapping[str, Any]], Awaitable[Sent]]
    ) -> None:
        name = message.name
        doing, done = ("Publishing", "published") if kind == "publish" else ("Correlating", "correlated")
        await self._ui.sure(f"{doing} {name}", kind)
        became: list[Sent] = []

        async def submit(variables: Mapping[str, Any]) -> None:
            became.append(await send(message, variables))
            self._session.drafts.drop(self._draft(kind))

        await self._edit(f"{kind.capitalize()} {name} {message.correlation_key}".strip(), kind, name, about, submit)
        await self._tell(f"{done} {visible(name, 80)}", became[-1])

    async def _edit(
        self, title: str, kind: str, name: str, about: str, send: Callable[[Mapping[str, Any]], Awaitable[None]]
    ) -> None:
        """The variables; the dialog stays open until it is sent."""
        from c8tui.session.variables import read_edit
        from c8tui.tui.dialogs.variables import VariablesDialog

        async def submit(text: str) -> None:
            await send(read_edit(text, ()).variables)

        session = self._session
        dialog = VariablesDialog(
            title, "{}", submit, drafts=session.drafts, draft_name=session.draft_name(kind, name), original=(),
            editor=session.settings.editor, about=about,
        )  # fmt: skip
        await self._ui.open(dialog)
        session.counts.wrote()

    async def _tell(self, done: str, sent: Sent) -> None:
        """Whom it has reached, and the way there."""
        from c8tui.tui.commands.ids import CORRELATED
        from c8tui.tui.screens.related import counts_of, way_to, ways_of_instance

        instances = dict.fromkeys(one.process_instance_key for one in sent.reached if one.process_instance_key)
        if not instances:
            self._ui.say(f"{done}: message {sent.message_key}; it has reached nobody so far")
            return
        said = f"{done}: message {sent.message_key}, correlated with {counted(len(instances), 'instance')}"
        self._ui.say(f"{said}: {', '.join([*instances][:NAMED])}")
        first = next(iter(instances))
        by_message = {"message_key": sent.message_key}
        reached = way_to(self._host, CORRELATED, "reached", "all that the message has reached", by_message)
        ways = {way.id: way for way in (*ways_of_instance(self._host, first), reached)}
        choices = [("stay", "stay here"), *((id_, way.title) for id_, way in ways.items())]
        counts = lambda: counts_of(ways.values())  # noqa: E731
        chosen = await self._ui.choose(f"Instance {first}", choices, about=said, notes=counts)
        if chosen != "stay":
            ways[chosen].go()


def _waiting(one: MessageSubscription) -> str:
    process = visible(one.process_definition_id or "a process", 60)
    if not one.process_instance_key:
        return f"{process}, which it starts"
    return f"{process} {one.process_instance_key} at {visible(one.element_id or '?', 60)}"
