"""FEEL as a form asks it: our own evaluator, and for what that cannot, the answers that another one gave."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from c8tui import feel
from c8tui.forms.templates import Context, Unevaluable

_WORD = re.compile(r"\w+")
_NOT = re.compile(r"\s*not\s*\((.*)\)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Question:
    """An expression that our evaluator cannot evaluate, and all that another one needs."""

    expression: str
    """FEEL, without a leading `=`."""
    context: str
    """The JSON text of the variables that it may use."""


class Asking:
    """Evaluates for one form; it remembers answers from elsewhere, each for the context it was given for."""

    def __init__(self, names: frozenset[str], now: Callable[[], datetime]) -> None:
        self._names = names
        self._now = now
        self._answers: dict[Question, feel.Value] = {}
        self.questions: list[Question] = []
        """What could not be answered since somebody last emptied this list, with the reasons in `trouble`."""
        self.trouble: list[str] = []

    def answer(self, question: Question, value: Any) -> None:
        """Takes the JSON value that another evaluator came to."""
        self._answers[question] = feel.to_feel(value)

    def value(self, expression: str, context: Context) -> feel.Value:
        """The value of an expression. Raises `Unevaluable` for a mistake in its text that nobody answered."""
        try:
            found = feel.parse(expression, self._names)
        except feel.FeelSyntaxError as mistake:
            return self._other(expression, context, f"{_shown(expression)}: {mistake}", None)
        outcome = found.evaluate(context, now=self._now())
        for warned in outcome.warnings:
            if warned.message.endswith("is no function"):
                return self._other(expression, context, f"{_shown(expression)}: {warned.message}", outcome)
        return outcome.value

    def rule(self, expression: str, context: Context) -> bool:
        """Whether unary tests hold for null, as Camunda Forms ask them: null passes a test that comes to null."""
        if (negated := _NOT.fullmatch(expression)) and self._parses(negated[1]):
            return not self._holds(self.value(negated[1], context))
        if self._parses(expression):
            return self._holds(self.value(expression, context))
        try:
            tests = feel.unary_tests(expression, self._names)
        except feel.FeelSyntaxError:
            return self.value(expression, context) is True
        outcome = tests.evaluate({**context, "?": None}, now=self._now(), dialect=feel.Dialect.STANDARD)
        return outcome.value is True

    def _parses(self, expression: str) -> bool:
        try:
            feel.parse(expression, self._names)
        except feel.FeelSyntaxError:
            return False
        return True

    @staticmethod
    def _holds(value: feel.Value) -> bool:
        return value is None or value is True or (isinstance(value, list) and None in value)

    def _other(self, expression: str, context: Context, why: str, outcome: feel.Outcome | None) -> feel.Value:
        used = {name: feel.to_json(context[name]) for name in sorted(set(_WORD.findall(expression))) if name in context}
        question = Question(expression, json.dumps(used, sort_keys=True, ensure_ascii=False, default=str))
        if question in self._answers:
            return self._answers[question]
        self.questions.append(question)
        self.trouble.append(why)
        if outcome is None:
            raise Unevaluable(why)
        return outcome.value


def _shown(expression: str) -> str:
    """The expression in a message; templates ask for `string(…)`, which nobody wrote."""
    return (expression[7:-1] if expression.startswith("string(") else expression).strip()
