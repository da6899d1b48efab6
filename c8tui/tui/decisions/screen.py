"""A decision of the cluster on the desk: read, tried out, evaluated, compared."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from json import dumps
from typing import Any

from textual.app import ComposeResult

from c8tui.decisions.evaluation import EvaluationResult, disagreement
from c8tui.decisions.file import evaluate as evaluate_here
from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.session.batches import Evaluate
from c8tui.session.dates import absolute
from c8tui.session.decision_models import Opened
from c8tui.tui import clock
from c8tui.tui.commands.command import Situation
from c8tui.tui.decisions.history import DeskHistory
from c8tui.tui.decisions.state import Subject
from c8tui.tui.decisions.view import Desk
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.fields import Field, FieldsDialog, Values, required
from c8tui.tui.modes import DESK
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.screens.command_actions import bindings_for

LONGEST_ANSWER = 40
"""Characters of an answer before the inputs that led to it."""
FROM_KEY = "key"
"""The choice of values that asks for a key."""


def _preview(subject: Subject, asked: str, variables: dict[str, Any]) -> EvaluationResult:
    return evaluate_here(subject.model, asked, variables)


class DeskScreen(DeskHistory):
    """Shows one version of a decision, with an evaluation in it where it was opened from one.

    `begin` is what is done once it is shown: `graph`, `what_if`, or nothing. `variables` answer the inputs.
    """

    NAME = DESK
    BINDINGS = bindings_for(DESK)
    WHAT_IF_KEYS = "esc to the rules   ctrl+s evaluate on the cluster   ctrl+o other inputs"

    def __init__(
        self,
        definition: DecisionDefinition,
        *,
        instance: DecisionInstance | None = None,
        begin: str = "",
        variables: dict[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self.desk = Desk(clock.now, _preview, self._kept)
        self.definition = definition
        self.instance, self._begin, self._variables = instance, begin, variables
        self._opened: Opened | None = None
        self._recorded = False
        """Whether the person knows that the cluster records evaluations."""
        self._evaluating = False

    @property
    def opened(self) -> Opened | None:
        return self._opened

    def open_version(self, definition: DecisionDefinition) -> None:
        """Shows another version; the inputs of what-if stay as they are answered."""
        self.definition, self._opened, self.instance, self._begin = definition, None, None, ""
        self.desk.say_instead("loading")
        self.poll_anew()

    def body(self) -> ComposeResult:
        yield self.desk

    def on_mount(self) -> None:
        self.desk.say_instead("loading")

    # Loading

    async def load(self) -> tuple[Opened, EvaluationResult | None]:
        """The model, which never changes, is asked for once; so is the evaluation."""
        if self._opened is not None:
            return self._opened, None
        if self.definition.name == "" and self.definition.decision_definition_key:
            self.definition = await self.session.desk.definition(self.definition.decision_definition_key)
        opened = await self.session.desk.open(self.definition)
        said = await self.session.desk.evaluation_of(self.instance) if self.instance is not None else None
        return opened, said

    def show(self, answer: tuple[Opened, EvaluationResult | None]) -> None:
        """The first answer is shown; later ones are the same."""
        opened, said = answer
        if self._opened is not None:
            return
        self._opened = opened
        if opened.model is None:
            self.desk.show_source(opened.xml, f"this DMN cannot be read: {opened.problem}")
            self.say(f"this DMN cannot be read: {opened.problem}", "warn")
            return
        at = self.instance.decision_definition_id if self.instance is not None else ""
        at = at if at in opened.model.elements else self.definition.decision_definition_id
        versions = {key: sibling.version for key, sibling in opened.siblings.items()}
        subject = Subject(opened.model, at, note=_note(self.instance), xml=opened.xml, versions=versions)
        self.desk.show(subject.evaluated(said) if said is not None else subject)
        self.desk.go_to_matched()
        self.set_focus(self.desk.logic_view)
        if problems := opened.model.problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            self.say(f"this DMN: {problems[0]}{more}", "warn")
        if self._begin == "graph":
            self.desk.toggle_graph()
        elif self._begin == "what_if":
            self.desk.ask_what_if(self._variables)

    def load_failed(self, error: Any) -> None:
        """Where nothing was shown yet, the reason stands in its place."""
        if self._opened is None:
            self.desk.say_instead(f"cannot be shown: {error.detail}")
        super().load_failed(error)

    def situation(self) -> Situation:
        return self.about(definition=self.definition, evaluation=self.instance, desk=self.desk_state())

    def say(self, text: str, kind: str = "ok") -> None:
        BaseScreen.say(self, text, kind)

    def tell(self) -> None:
        BaseScreen.tell(self)

    def spoken(self) -> str:
        return self.desk.spoken

    def action_back(self) -> None:
        """One step back; from the decision itself to the list that it was opened from."""
        if not self.back_out():
            self.dismiss(None)

    # What was typed

    def _kept(self, asked: str) -> dict[str, Any]:
        definition = self.definition_at(asked)
        return self.session.desk.kept(definition) if definition is not None else {}

    def on_desk_typed(self, event: Desk.Typed) -> None:
        """Kept until it is evaluated, whatever becomes of this screen."""
        event.stop()
        if (definition := self.definition_at(event.asked)) is not None:
            self.session.desk.keep(definition, event.variables)

    # Evaluating on the cluster

    def action_evaluate(self) -> None:
        """Evaluate the inputs on the cluster; on a protected profile, say first that it records that."""
        if self.session.settings.protected and not self._recorded:
            self._ask_to_record(self._evaluate)
        else:
            self._evaluate()

    def _ask_to_record(self, then: Callable[[], object]) -> None:
        question = "The cluster records every evaluation: it will stand among those of this decision."
        require = self.session.settings.profile or "protected"
        dialog = ConfirmDialog("Evaluate on a protected cluster?", question, "Evaluate", require=require)

        def sure(yes: bool | None) -> None:
            if yes:
                self._recorded = True
                then()

        self.app.push_screen(dialog, sure)

    def _evaluate(self) -> None:
        # What is asked may be a decision that this one requires.
        subject, asked = self.subject, self.desk.asked
        definition = self.definition_at(asked)
        if subject is None or definition is None:
            self.say_unknown(asked)
            return
        if self._evaluating:
            self.say("the evaluation before is still under way", "warn")
            return
        variables = self.desk.what_if.answers()
        if variables is None:
            return
        self._evaluating = True
        self.say("evaluating …")
        self.ask(
            self._on_both(definition, subject, asked, variables),
            lambda both: self._evaluated(subject, *both),
            group="commands",
        )

    async def _on_both(
        self, definition: DecisionDefinition, subject: Subject, asked: str, variables: dict[str, Any]
    ) -> tuple[EvaluationResult, EvaluationResult]:
        """What the cluster makes of it, and what c8tui does."""
        try:
            said = await self.session.desk.evaluate(definition, variables)
        finally:
            self._evaluating = False
        return said, await asyncio.to_thread(_preview, subject, asked, variables)

    def _evaluated(self, asked_of: Subject, said: EvaluationResult, here: EvaluationResult) -> None:
        if self.subject is None or self.subject.model is not asked_of.model:
            self.say(f"of the version that was shown before the cluster says {said.value[:200]}")
            return
        self.desk.show_said(said)
        if differs := disagreement(here, said):
            self.say(f"the preview and the cluster disagree: {differs}", "warn")
        elif said.failure:
            self.say(f"the evaluation failed: {said.failure}", "warn")
        else:
            self.say(f"the cluster says {said.value[:200]}, as the preview does")

    def evaluator(self) -> Evaluate | None:
        """A read-only profile has only the engine of c8tui."""
        definition = self.definition_at(self.subject.at) if self.subject is not None else None
        if self.session.settings.read_only or definition is None:
            return None

        async def evaluate(variables: dict[str, Any]) -> EvaluationResult:
            return await self.session.desk.evaluate(definition, variables, remember=False)

        return evaluate

    def action_batch(self) -> None:
        """Send a file of inputs through the decision; on a protected profile, say first that it is recorded."""
        if self.subject is not None and self.definition_at(self.subject.at) is None:
            self.say_unknown(self.subject.at)
        elif self.session.settings.protected and not self._recorded:
            self._ask_to_record(super().action_batch)
        else:
            super().action_batch()

    # Values

    def action_values(self) -> None:
        """Choose where the inputs come from."""
        # What is asked may be a decision that this one requires, which has a history of its own.
        asked = self.desk.asked if self.desk.asks else self.subject.at if self.subject is not None else ""
        definition = self.definition_at(asked)
        earlier = self.session.desk.history(definition) if definition is not None else []
        answers = [self.session.desk.answer_to(definition, one) for one in earlier] if definition is not None else []
        choices = [(str(n), _short(one, answer)) for n, (one, answer) in enumerate(zip(earlier, answers, strict=True))]
        choices.append((FROM_KEY, "those of a task or a process instance …"))

        def chosen(choice: str | None) -> None:
            if choice == FROM_KEY:
                self._ask_for_key()
            elif choice is not None:
                self.desk.ask_what_if(earlier[int(choice)])

        about = "Earlier inputs, the latest first" if earlier else ""
        self.app.push_screen(ChoiceDialog("Inputs", choices, choices[0][0], about), chosen)

    def _ask_for_key(self) -> None:
        async def submit(values: Values) -> None:
            found = await self.session.desk.variables_of(values["key"].strip())
            self.desk.ask_what_if(found)

        field = Field("key", "Key of a user task or a process instance", rule=required)
        self.app.push_screen(FieldsDialog("Take the inputs from", (field,), submit))


def _short(variables: dict[str, Any], answer: str) -> str:
    """What inputs came to, as far as that is known, and their values in a line, as FEEL writes them."""
    values = ((name, value if isinstance(value, str) else dumps(value)) for name, value in variables.items())
    told = ", ".join(f"{name} {value}" for name, value in values)[:120] or "none"
    return f"-> {answer[:LONGEST_ANSWER]}   {told}" if answer else told


def _note(instance: DecisionInstance | None) -> str:
    """When an evaluation was made, and for which process instance."""
    if instance is None:
        return ""
    of = f"process instance {instance.process_instance_key}" if instance.process_instance_key else "by nobody's process"
    return f"{absolute(instance.evaluation_date)}   {of}"
