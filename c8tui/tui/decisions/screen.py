"""A decision of the cluster: shown, tried out, evaluated, compared."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.app import ComposeResult

from c8tui.decisions.evaluation import EvaluationResult
from c8tui.errors import C8Error
from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.session.dates import absolute
from c8tui.session.decision_models import Opened
from c8tui.tui import clock
from c8tui.tui.commands.decisions import DecisionContext
from c8tui.tui.commands.ids import DECISION
from c8tui.tui.decisions.actions import DecisionActions, problem_words
from c8tui.tui.decisions.evaluating import Evaluating, preview
from c8tui.tui.decisions.history import DecisionHistory
from c8tui.tui.decisions.related import ways_of
from c8tui.tui.decisions.search import RULES, SEARCH, RuleFilter, TextSearch
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.decisions.table import TableView
from c8tui.tui.decisions.version import ShownVersion
from c8tui.tui.decisions.view import DecisionView
from c8tui.tui.history import CameBy, Shown
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.screens.related import Related
from c8tui.tui.terminal.key_queue import Hold, hold_keys

WHAT_IF_KEYS = "esc to the rules   ctrl+s evaluate on the cluster   ctrl+o other inputs"


class DecisionScreen(BaseScreen):
    """Shows one version of a decision, with an evaluation in it where it was opened from one."""

    NAME = DECISION

    _actions: DecisionActions
    _evaluating: Evaluating
    _hold: Hold
    """What is typed waits until the decision is shown."""

    def __init__(
        self,
        definition: DecisionDefinition,
        *,
        instance: DecisionInstance | None = None,
        begin: str = "",
        variables: dict[str, Any] | None = None,
    ) -> None:
        """`begin` is what is done once it is shown: `graph`, `what_if`, or nothing. `variables` answer the inputs."""
        super().__init__()
        self.shown = self._place
        self.version = ShownVersion(definition, instance)
        self.view = DecisionView(clock.now, preview, self._kept)
        self._begin_with, self._variables = begin, variables

    def body(self) -> ComposeResult:
        yield self.view

    def begin(self) -> None:
        ui, session, view, version = self.ui, self.session, self.view, self.version
        rule_filter, search = RuleFilter(ui, view), TextSearch(ui, view)
        self._evaluating = Evaluating(ui, session, version, view)
        self._actions = DecisionActions(
            ui, view, rule_filter, what_if_keys=WHAT_IF_KEYS, evaluator=self._evaluating.evaluator
        )
        view.lead = self.way_line.before
        self.parts += [
            search, rule_filter, self._actions, self._evaluating,
            DecisionHistory(ui, session, self.host, version, view, self.show_version),
            Related[DecisionDefinition | DecisionInstance](
                ui, lambda: version.instance or version.definition, partial(ways_of, self.host)
            ),
        ]  # fmt: skip
        self.prompts |= {SEARCH: search, RULES: rule_filter}
        view.say_instead("loading")
        self._hold = hold_keys(self.app, self.action_back)

    def show_version(self, definition: DecisionDefinition) -> None:
        """Show another version; the inputs of what-if stay as they are answered."""
        version = self.version
        version.definition, version.opened, version.instance, self._begin_with = definition, None, None, ""
        self.view.say_instead("loading")
        self.host.navigation.note(CameBy.ASKED)
        self.polling.anew()

    def _place(self) -> Shown:
        """What was typed into what-if is kept elsewhere."""
        definition, instance = self.version.definition, self.version.instance
        if instance is not None:
            key = instance.decision_evaluation_instance_key
            what, name = key, instance.decision_definition_name or instance.decision_definition_id
        else:
            what, name = definition.decision_definition_key, definition.name or definition.decision_definition_id
        return Shown((self.NAME, what), name, partial(DecisionScreen, definition, instance=instance))

    # Loading

    async def load(self) -> tuple[Opened, EvaluationResult | None]:
        """The model, which never changes, is asked for once; so is the evaluation."""
        version, models = self.version, self.session.decision_models
        if version.opened is not None:
            return version.opened, None
        if version.definition.name == "" and version.definition.decision_definition_key:
            version.definition = await models.definition(version.definition.decision_definition_key)
        opened = await models.open(version.definition)
        result = await models.evaluation_of(version.instance) if version.instance is not None else None
        return opened, result

    def show(self, answer: tuple[Opened, EvaluationResult | None]) -> None:
        """The first answer is shown; later ones are the same."""
        opened, result = answer
        if self.version.opened is not None:
            return
        self.call_after_refresh(self._hold.release)
        self.version.opened = opened
        if opened.model is None:
            self.view.show_source(opened.xml, f"this DMN cannot be read: {opened.problem}")
            self.ui.say(f"this DMN cannot be read: {opened.problem}", "warn")
            return
        instance = self.version.instance
        at = instance.decision_definition_id if instance is not None else ""
        at = at if at in opened.model.elements else self.version.definition.decision_definition_id
        versions = {key: sibling.version for key, sibling in opened.siblings.items()}
        state = DecisionState(opened.model, at, note=_note(instance), xml=opened.xml, versions=versions)
        self.view.show(state.evaluated(result) if result is not None else state)
        self.view.go_to_matched()
        self.set_focus(self.view.logic_view)
        if problems := opened.model.problems:
            self.ui.say(problem_words("this DMN", problems), "warn")
        if self._begin_with == "graph":
            self.view.toggle_graph()
        elif self._begin_with == "what_if":
            self.view.ask_what_if(self._variables)

    def load_failed(self, error: C8Error) -> None:
        """Where nothing was shown yet, the reason stands in its place."""
        self._hold.release(drop=True)
        if self.version.opened is None:
            self.view.say_instead(f"cannot be shown: {error.detail}")
        super().load_failed(error)

    def context(self) -> DecisionContext:
        return DecisionContext(**self.known() | self._actions.known() | {"selected": True})

    def tell(self) -> None:
        super().tell()
        self.view.tell_head()

    def spoken(self) -> str:
        return self.view.spoken

    def action_back(self) -> None:
        """One step back; from the decision itself to the list that it was opened from."""
        if self._actions.back():
            self.tell()
        else:
            self.host.navigation.step_out()

    # What the view tells

    def on_decision_view_moved(self, event: DecisionView.Moved) -> None:
        event.stop()
        self.tell()

    def on_decision_view_typed(self, event: DecisionView.Typed) -> None:
        event.stop()
        self._evaluating.keep(event.asked, event.variables)

    def on_table_view_chosen(self, event: TableView.Chosen) -> None:
        event.stop()
        self._actions.show_rule()

    def _kept(self, asked: str) -> dict[str, Any]:
        return self._evaluating.kept(asked)


def _note(instance: DecisionInstance | None) -> str:
    """When an evaluation was made, and for which process instance."""
    if instance is None:
        return ""
    of = f"process instance {instance.process_instance_key}" if instance.process_instance_key else "not from a process"
    return f"{absolute(instance.evaluation_date)}   {of}"
