"""Evaluating a decision on the cluster, which records it, and where the inputs of what-if come from."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from c8tui.decisions.evaluation import EvaluationResult, disagreement
from c8tui.decisions.file import evaluate as evaluate_here
from c8tui.exact_json import exact_text
from c8tui.model.decisions import DecisionDefinition
from c8tui.session.batches import Evaluate
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.decisions.version import ShownVersion
from c8tui.tui.decisions.view import DecisionView
from c8tui.tui.fields import Field, Values, required
from c8tui.tui.flow import Cancelled, Ui

if TYPE_CHECKING:
    from c8tui.session.session import Session

LONGEST_ANSWER = 40
"""Characters of an answer before the inputs that led to it."""
FROM_KEY = "key"
"""The choice of values that asks for a key."""


def preview(state: DecisionState, asked: str, variables: dict[str, Any]) -> EvaluationResult:
    """What c8tui makes of it, as Camunda's engine would."""
    return evaluate_here(state.model, asked, variables)


class Evaluating:
    """The commands that evaluate a decision, and fill in its inputs.

    What is asked may be a decision that the one in sight requires, which has a history of its own.
    """

    def __init__(self, ui: Ui, session: Session, version: ShownVersion, view: DecisionView) -> None:
        self._ui, self._session, self._version, self._view = ui, session, version, view
        self._under_way = False

    # Evaluating

    async def action_evaluate(self) -> None:
        """Evaluate the inputs on the cluster, and compare the preview with it."""
        await self._sure_to_record()
        state, asked = self._view.state, self._view.asked
        definition = self._version.known_at(asked, self._ui)
        if self._under_way:
            self._ui.say("the evaluation before is still under way", "warn")
            return
        if state is None or (variables := self._view.what_if.answers()) is None:
            return
        self._ui.say("evaluating …")
        result = await self._on_cluster(definition, variables)
        here = await asyncio.to_thread(preview, state, asked, variables)
        if self._view.state is None or self._view.state.model is not state.model:
            self._ui.say(f"the version shown before: cluster says {result.value[:200]}")
            return
        self._view.show_result(result)
        if differs := disagreement(here, result):
            self._ui.say(f"the preview and the cluster disagree: {differs}", "warn")
        elif result.failure:
            self._ui.say(f"the evaluation failed: {result.failure}", "warn")
        else:
            self._ui.say(f"cluster agrees: {result.value[:200]}")

    async def _on_cluster(self, definition: DecisionDefinition, variables: dict[str, Any]) -> EvaluationResult:
        """One at a time: what is pressed twice is recorded once."""
        self._under_way = True
        try:
            return await self._session.decision_models.evaluate(definition, variables)
        finally:
            self._under_way = False

    async def _sure_to_record(self) -> None:
        """On a protected profile, say once that evaluations are recorded. Raises Cancelled."""
        if self._ui.name_for("evaluate"):
            question = "The cluster records every evaluation: it will stand among those of this decision."
            await self._ui.confirm("Evaluate on a protected cluster?", question, "Evaluate", kind="evaluate")

    async def evaluator(self) -> Evaluate | None:
        """What evaluates the rows of a batch: the cluster; None, which is c8tui itself, on a read-only profile."""
        if (state := self._view.state) is None:
            raise Cancelled
        definition = self._version.known_at(state.at, self._ui)
        if self._session.settings.read_only:
            return None
        await self._sure_to_record()

        async def evaluate(variables: dict[str, Any]) -> EvaluationResult:
            return await self._session.decision_models.evaluate(definition, variables, remember=False)

        return evaluate

    # Inputs

    async def action_values(self) -> None:
        """Choose where the inputs come from."""
        view, models = self._view, self._session.decision_models
        asked = view.asked if view.asks else view.state.at if view.state is not None else ""
        definition = self._version.definition_at(asked)
        earlier = models.history(definition) if definition is not None else []
        answers = [models.answer_to(definition, one) for one in earlier] if definition is not None else []
        choices = [(str(n), _short(one, answer)) for n, (one, answer) in enumerate(zip(earlier, answers, strict=True))]
        choices.append((FROM_KEY, "from a task or process instance …"))
        about = "Earlier inputs, the latest first" if earlier else ""
        chosen = await self._ui.choose("Inputs", choices, about=about)
        if chosen == FROM_KEY:
            field = Field("key", "Key of a user task or a process instance", rule=required)
            await self._ui.fields("Take the inputs from", (field,), self._take_from)
        else:
            view.ask_what_if(earlier[int(chosen)])

    async def _take_from(self, values: Values) -> None:
        """Take the inputs from the task or the process instance with this key."""
        self._view.ask_what_if(await self._session.decision_models.variables_of(values["key"].strip()))

    def kept(self, asked: str) -> dict[str, Any]:
        """What was typed for a decision and is not evaluated."""
        definition = self._version.definition_at(asked)
        return self._session.decision_models.kept(definition) if definition is not None else {}

    def keep(self, asked: str, variables: dict[str, Any]) -> None:
        """Keep what is typed for a decision until it is evaluated, whatever becomes of the screen."""
        if (definition := self._version.definition_at(asked)) is not None:
            self._session.decision_models.keep(definition, variables)


def _short(variables: dict[str, Any], answer: str) -> str:
    """What inputs came to, as far as that is known, and their values in a line, as FEEL writes them."""
    values = ((name, value if isinstance(value, str) else exact_text(value)) for name, value in variables.items())
    inputs = ", ".join(f"{name} {value}" for name, value in values)[:120] or "none"
    return f"-> {answer[:LONGEST_ANSWER]}   {inputs}" if answer else inputs
