"""What an evaluation of decisions came to: values, matched rules, and why something failed."""

from __future__ import annotations

from dataclasses import dataclass

from c8tui.feel.values import Value


@dataclass(frozen=True, slots=True)
class InputValue:
    """What an input of a table came to; `id` and `name` are the column's."""

    id: str
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class OutputValue:
    id: str
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule that matched; `index` counts from 1 as the table is drawn."""

    id: str
    index: int
    outputs: tuple[OutputValue, ...]


class DecisionFails(Exception):
    """The evaluation of a decision ends here; the message is a sentence.

    Where it ends in a table, `inputs` and `rules` are what `table`, a part of the model, had come to before.
    """

    table: object = None
    inputs: tuple[InputValue, ...] = ()
    rules: tuple[MatchedRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Warning:
    """Why something is null, and in which element."""

    element: str
    message: str


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One decision: its value, and for a table its inputs and the rules that matched."""

    id: str
    name: str
    value: Value
    inputs: tuple[InputValue, ...] = ()
    rules: tuple[MatchedRule, ...] = ()
    warnings: tuple[Warning, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The value of what was asked for, and every decision on the way, required ones first.

    `failure` is empty, or says why the evaluation ended at the last of `decisions`; the value is None then.
    """

    value: Value
    decisions: tuple[Evaluated, ...] = ()
    failure: str = ""
    input_warnings: tuple[Warning, ...] = ()
    """Where inputs depart from the types that the model gives them."""

    @property
    def warnings(self) -> tuple[Warning, ...]:
        """All warnings, those of inputs first."""
        return (*self.input_warnings, *(warning for decision in self.decisions for warning in decision.warnings))
