"""Decisions of the cluster as models: read once, evaluated there, with what was evaluated before."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from c8tui.api import decisions
from c8tui.api import variables as variables_api
from c8tui.decisions import file as dmn_file
from c8tui.decisions.element import Model
from c8tui.decisions.evaluation import DecisionResult, EvaluationResult, feel_of, json_value
from c8tui.decisions.sheet import Sheet
from c8tui.decisions.table_highlights import InputResult, RuleResult
from c8tui.errors import C8Error, NotFound, Refusal
from c8tui.exact_json import exact_text
from c8tui.feel import to_feel
from c8tui.model.decisions import (
    DecisionDefinition,
    DecisionDefinitionFilter,
    DecisionInstance,
    DecisionInstanceFilter,
    EvaluatedInput,
    Evaluation,
    MatchedRule,
)
from c8tui.model.search import MAX_LIMIT, PageRequest, Search
from c8tui.model.variables import InstanceVariableFilter
from c8tui.session.coverage import Looked, look
from c8tui.session.decisions import every_version
from c8tui.session.drafts import Drafts
from c8tui.session.user_tasks import UserTasks, innermost
from c8tui.session.variables import value_of

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

KEPT = 8
"""Models that are kept, the latest used."""
MOST_HISTORY = 20
"""Inputs that are remembered of a decision."""
LONGEST_ANSWER = 200
"""Characters of what they came to."""
COVERED = 500
"""Evaluations that coverage is counted from, if nobody says otherwise."""
AT_ONCE = 8
"""Instances of one evaluation that are asked for at once."""


class Opened(Struct, frozen=True):
    """A decision with its model; `model` is None when its DMN cannot be read, and `problem` says why then."""

    definition: DecisionDefinition
    xml: str
    model: Model | None
    problem: str = ""
    siblings: Mapping[str, DecisionDefinition] = msgspec.field(default_factory=dict)
    """The decisions of its graph, by id."""


@dataclass(slots=True)
class DecisionModels:
    """What decision screens ask of the cluster."""

    wire: Wire
    user_tasks: UserTasks
    drafts: Drafts
    address: str
    read_only: bool = False
    _models: OrderedDict[str, tuple[str, Model | None, str]] = field(default_factory=OrderedDict, repr=False)

    async def open(self, definition: DecisionDefinition) -> Opened:
        """The model of a definition, read in a thread, since it may be large. Raises C8Error."""
        key = definition.decision_requirements_key or definition.decision_definition_key
        siblings = asyncio.ensure_future(self._siblings(definition))
        try:
            if key not in self._models:
                xml = await decisions.xml(self.wire, definition.decision_definition_key)
                self._models[key] = (xml, *await asyncio.to_thread(_read, xml))
        finally:
            versions = await siblings
        self._models.move_to_end(key)
        while len(self._models) > KEPT:
            self._models.popitem(last=False)
        xml, model, problem = self._models[key]
        if model is not None and definition.decision_definition_id not in model.elements:
            model, problem = None, f"its DMN has no decision {definition.decision_definition_id!r}"
        return Opened(definition, xml, model, problem, versions)

    async def _siblings(self, definition: DecisionDefinition) -> dict[str, DecisionDefinition]:
        """The decisions that stand in the same file."""
        if not definition.decision_requirements_key:
            return {definition.decision_definition_id: definition}
        query = Search(
            filter=DecisionDefinitionFilter(decision_requirements_key=definition.decision_requirements_key),
            page=PageRequest(limit=MAX_LIMIT),
        )
        try:
            found = (await decisions.search(self.wire, query)).items
        except C8Error:  # the decision itself can be shown and evaluated without them
            found = (definition,)
        return {one.decision_definition_id: one for one in found}

    async def definition(self, decision_definition_key: str) -> DecisionDefinition:
        """One version of a decision. Raises C8Error."""
        return await decisions.get(self.wire, decision_definition_key)

    async def versions(self, definition: DecisionDefinition) -> tuple[DecisionDefinition, ...]:
        """All versions of the decision, the newest first. Raises C8Error."""
        return await every_version(self.wire, definition)

    async def coverage(
        self,
        definition: DecisionDefinition,
        sheet: Sheet,
        *,
        most: int = COVERED,
        since: datetime | None = None,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Looked:
        """How often each rule of a table fired in the latest evaluations of this version; see `coverage.look`."""
        key = definition.decision_definition_key
        return await look(self.wire, key, sheet, most=most, since=since, progress=progress)

    # Evaluating

    async def evaluate(
        self, definition: DecisionDefinition, variables: Mapping[str, Any], *, remember: bool = True
    ) -> EvaluationResult:
        """Evaluates on the cluster, which records it. A failed evaluation is no error. Raises C8Error.

        A read-only profile refuses.
        """
        if self.read_only:
            raise Refusal(
                "this profile is read-only, and the cluster records every evaluation",
                advice="The preview, which c8tui makes by itself, needs no permission.",
            )
        answer = await decisions.evaluate(
            self.wire, variables=variables, decision_definition_key=definition.decision_definition_key
        )
        if remember:
            self.remember(definition, variables)
            self.keep(definition, {})  # it is no draft any more
        result = result_of_evaluation(answer, variables)
        if remember:
            self._remember_answer(
                definition, variables, f"failed: {result.failure}" if result.failure else result.value
            )
        return result

    async def evaluation_of(self, instance: DecisionInstance) -> EvaluationResult:
        """The evaluation that an instance is part of, with all its decisions. Raises C8Error."""
        query = Search(
            filter=DecisionInstanceFilter(decision_evaluation_key=instance.decision_evaluation_key),
            page=PageRequest(limit=MAX_LIMIT),
        )
        found = (await decisions.search_instances(self.wire, query)).items
        keys = sorted({one.decision_evaluation_instance_key for one in found} | {
            instance.decision_evaluation_instance_key
        }, key=_number_in_evaluation)  # fmt: skip
        gate = asyncio.Semaphore(AT_ONCE)

        async def whole(key: str) -> DecisionInstance:
            async with gate:
                return await decisions.get_instance(self.wire, key)

        return result_of_instances(await asyncio.gather(*map(whole, keys)))

    # Where inputs come from

    def remember(self, definition: DecisionDefinition, variables: Mapping[str, Any]) -> None:
        """These inputs were evaluated on the cluster: they are the first of the history from now on."""
        earlier = [one for one in self.history(definition) if one != variables]
        self.drafts.save(self._name(definition), exact_text([dict(variables), *earlier][:MOST_HISTORY]))

    def _remember_answer(self, definition: DecisionDefinition, variables: Mapping[str, Any], answer: str) -> None:
        known = self._loaded(self._name(definition, "answers"))
        answers = {_canonical(variables): answer[:LONGEST_ANSWER]} | (known if isinstance(known, dict) else {})
        answers[_canonical(variables)] = answer[:LONGEST_ANSWER]
        self.drafts.save(self._name(definition, "answers"), exact_text(dict(list(answers.items())[:MOST_HISTORY])))

    def answer_to(self, definition: DecisionDefinition, variables: Mapping[str, Any]) -> str:
        """What these inputs of the history came to, as JSON or as the reason of a failure; empty if nobody knows."""
        known = self._loaded(self._name(definition, "answers"))
        answer = known.get(_canonical(variables)) if isinstance(known, dict) else None
        return answer if isinstance(answer, str) else ""

    def history(self, definition: DecisionDefinition) -> list[dict[str, Any]]:
        """Inputs of earlier evaluations from here, the latest first."""
        found = self._loaded(self._name(definition))
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def keep(self, definition: DecisionDefinition, variables: Mapping[str, Any]) -> None:
        """What somebody typed for any version of the decision, until it is evaluated; no variables are no draft."""
        name = self._name(definition, "typed")
        if variables:
            self.drafts.save(name, exact_text(dict(variables)))
        else:
            self.drafts.drop(name)

    def kept(self, definition: DecisionDefinition) -> dict[str, Any]:
        """What somebody typed and has not evaluated; empty for nothing."""
        found = self._loaded(self._name(definition, "typed"))
        return found if isinstance(found, dict) else {}

    def _loaded(self, name: str) -> Any:
        return json_value(self.drafts.load(name) or "null")

    def _name(self, definition: DecisionDefinition, what: str = "what-if") -> str:
        return f"{self.address} {what} {definition.tenant_id} {definition.decision_definition_id}"

    async def variables_of(self, key: str) -> dict[str, Any]:
        """The variables that a task sees, or those of a process instance, by the key of either. Raises C8Error."""
        try:
            found = await self.user_tasks.variables(key, whole=True)
        except NotFound as missing:
            query = Search(filter=InstanceVariableFilter(process_instance_key=key), page=PageRequest(limit=MAX_LIMIT))
            found = innermost((await variables_api.search(self.wire, query, truncate=False)).items)
            if not found:
                # The cluster speaks of a task only, and it was asked for both.
                raise NotFound(
                    f"there is no user task with key {key!r}, and no process instance with variables",
                    title=missing.title,
                    status=missing.status,
                    request=missing.request,
                ) from None
        return {variable.name: value_of(variable) for variable in found}


def _read(xml: str) -> tuple[Model | None, str]:
    try:
        return dmn_file.read(xml), ""
    except dmn_file.DmnError as wrong:
        return None, str(wrong)


def _canonical(variables: Mapping[str, Any]) -> str:
    return exact_text(dict(variables), sort_keys=True)


def _number_in_evaluation(key: str) -> tuple[int, str]:
    number = key.rpartition("-")[2]
    return (int(number) if number.isascii() and number.isdecimal() else 0, key)


# Evaluations that the cluster made, as evaluation results


def result_of_evaluation(answer: Evaluation, variables: Mapping[str, Any]) -> EvaluationResult:
    """The answer of an evaluation just made."""
    failed = answer.failed_decision_definition_id
    message = answer.failure_message or ""
    decisions = tuple(
        DecisionResult(
            one.decision_definition_id,
            one.decision_definition_name,
            one.output,
            _inputs(one.evaluated_inputs),
            _rules(one.matched_rules),
            failure=message if one.decision_definition_id == failed else "",
            version=one.decision_definition_version,
        )
        for one in answer.evaluated_decisions
    )
    if failed and not any(one.failure for one in decisions):
        decisions = (*decisions, DecisionResult(failed, failed, "null", failure=message))
    context = to_feel(dict(variables)) | _values(decisions)
    return EvaluationResult(
        "cluster", answer.decision_definition_id, answer.output, decisions, message, context,
        answer.decision_evaluation_key,
    )  # fmt: skip


def result_of_instances(instances: Sequence[DecisionInstance]) -> EvaluationResult:
    """The evaluation that these instances are, in their order; the last of them was asked for."""
    decisions = tuple(
        DecisionResult(
            one.decision_definition_id,
            one.decision_definition_name,
            one.result or "null",
            _inputs(one.evaluated_inputs),
            _rules(one.matched_rules),
            failure=(one.evaluation_failure or "it failed") if one.state == "FAILED" else "",
            version=one.decision_definition_version,
        )
        for one in instances
    )
    asked = _asked(instances)
    failure = next((one.failure for one in decisions if one.failure), "")
    return EvaluationResult(
        "instance", asked.decision_definition_id, asked.result or "null", decisions, failure, _values(decisions),
        asked.decision_evaluation_key,
    )  # fmt: skip


def _asked(instances: Sequence[DecisionInstance]) -> DecisionInstance:
    """The one whose definition is named as the root, from 8.9 on; before, the last."""
    roots = [one for one in instances if one.root_decision_definition_key == one.decision_definition_key]
    return (roots or list(instances))[-1]


def _inputs(inputs: Sequence[EvaluatedInput]) -> tuple[InputResult, ...]:
    return tuple(InputResult(one.input_id, one.input_name, one.input_value, feel_of(one.input_value)) for one in inputs)


def _rules(rules: Sequence[MatchedRule]) -> tuple[RuleResult, ...]:
    return tuple(
        RuleResult(
            rule.rule_id,
            rule.rule_index,
            tuple((one.output_id, one.output_name, one.output_value) for one in rule.evaluated_outputs),
        )
        for rule in rules
    )


def _values(decisions: Sequence[DecisionResult]) -> dict[str, Any]:
    """What cells may speak of: the values of the decisions, by id and by name."""
    return {name: feel_of(one.value) for one in decisions for name in (one.name, one.id)}
