"""The decisions that were made in a process instance, and the lines that tell of one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from c8tui.model.decisions import DecisionInstance
from c8tui.model.versions import version_word
from c8tui.session.dates import absolute
from c8tui.session.evaluations import Evaluations
from c8tui.session.variables import pretty
from c8tui.text import visible
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.facts import Fact, Heading, Line
from c8tui.tui.widgets.options import OptionRows


class DecisionsMadeDialog(Dialog[None]):
    """A list of decisions, the latest first; enter opens one, and this list is still there when one comes back."""

    DEFAULT_CSS = """
    DecisionsMadeDialog > #frame { width: 110; }
    DecisionsMadeDialog OptionList { height: auto; max-height: 66vh; border: none; padding: 0; background: $surface; }
    DecisionsMadeDialog OptionList:focus { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "copy", show=False)]
    KEYS_TEXT = "enter open   y copy key   esc back"

    def __init__(
        self,
        title: str,
        evaluations: Evaluations,
        process_instance_key: str,
        open_one: Callable[[DecisionInstance], None],
    ) -> None:
        super().__init__()
        self._title, self._evaluations, self._instance = title, evaluations, process_instance_key
        self._open_one = open_one
        self._made: dict[str, DecisionInstance] = {}

    def title_text(self) -> str:
        return self._title

    def content(self) -> ComposeResult:
        yield Clipped("loading", id="summary", markup=False)
        yield OptionRows()

    def on_mount(self) -> None:
        self.set_focus(self.query_one(OptionList))
        self.flow.start(self._load(), group="decisions")

    async def _load(self) -> None:
        made = await self.flow.heard(self._evaluations.made_in(self._instance))
        self._made = {one.decision_evaluation_instance_key: one for one in made}
        summary = f"{len(made)}, the latest first" if made else "None (or you lack permission to see them)."
        self.query_one("#summary", Clipped).update(summary)
        self.query_one(OptionList).add_options(Option(Content(_line(one)), id=key) for key, one in self._made.items())
        self.query_one(OptionList).highlighted = 0 if made else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if (one := self._made.get(event.option_id or "")) is not None:
            self._open_one(one)

    def action_copy(self) -> None:
        """Copy the key of the decision instance."""
        listed = self.query_one(OptionList)
        if listed.highlighted is not None:
            key = listed.get_option_at_index(listed.highlighted).id or ""
            self.copy(key, lambda where: self.query_one("#keys", Clipped).update(f"copied {key} {where}"))


def _line(one: DecisionInstance) -> str:
    name = visible(one.decision_definition_name or one.decision_definition_id, 30)
    result = visible(one.evaluation_failure or one.result, 40)
    return f"{name:<30}  {result:<40}  {absolute(one.evaluation_date)}"


def decision_lines(one: DecisionInstance) -> Iterator[Line]:
    """One evaluated decision: what it came to and by which rules first, since its inputs may be many."""
    name = one.decision_definition_name or one.decision_definition_id
    yield Heading(name, version_word(one.decision_definition_version))
    if one.evaluation_failure:
        yield Fact("failed", one.evaluation_failure, "error")
    yield Fact("result", pretty(one.result) if one.result else "-")
    yield Fact("state", one.state.lower())
    yield Fact("evaluated", absolute(one.evaluation_date))
    yield Fact("key", one.decision_evaluation_instance_key, "dim")
    if one.decision_definition_type:
        yield Fact("type", one.decision_definition_type.lower().replace("_", " "))
    if one.process_instance_key:
        yield Fact("instance", one.process_instance_key)
    if one.business_id:
        yield Fact("business id", one.business_id)
    if one.tenant_id:
        yield Fact("tenant", one.tenant_id)
    for rule in one.matched_rules:
        yield Heading(f"Rule {rule.rule_index} matched")
        yield from (Fact(o.output_name or o.output_id, pretty(o.output_value)) for o in rule.evaluated_outputs)
    if not one.matched_rules:
        yield Heading("Rules", "no rule matched, or no decision table")
    yield Heading("Inputs", "" if one.evaluated_inputs else "none")
    yield from (Fact(i.input_name or i.input_id, pretty(i.input_value)) for i in one.evaluated_inputs)
