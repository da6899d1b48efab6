"""The way in: text and values go in, a value and warnings come out."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from c8tui.feel import code_basics, code_calls, code_loops, code_tests
from c8tui.feel import syntax as s
from c8tui.feel.code import Code, compiled
from c8tui.feel.free_names import names_and_bound
from c8tui.feel.names import is_plain, odd_names
from c8tui.feel.parser import parse, parse_tests
from c8tui.feel.problems import FeelSyntaxError, Stopped, Warned
from c8tui.feel.python_values import context_of, to_feel
from c8tui.feel.run import DEFAULT, NO_TYPES, SOURCE_A_STEP, Dialect, Limits, Run, Scope
from c8tui.feel.types import Type
from c8tui.feel.values import Value

__all__ = ["Expression", "Outcome", "evaluate", "expression", "unary_test", "unary_tests"]

_CONSTRUCTS = (code_basics, code_calls, code_loops, code_tests)
"""Imported for the compilers that they register."""

NOTHING: Mapping[str, Any] = {}

KEPT = 4_000
"""Parsed expressions that are kept."""
LONGEST_KEPT = 20_000
"""Characters of the longest that is kept: parsed ones take several hundred times as much memory as their text."""

_MAY_BE_ODD = re.compile(r"[-+*/'.]|\b(?:and|or|in|not|if|then|else|for|return|some|every|between|of)\b")
"""What an expression has that reads a name which the parser has to be told."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value, and why parts of it are null where that was not meant."""

    value: Value
    warnings: tuple[Warned, ...] = ()


class Expression:
    """One expression, or unary tests, ready to be evaluated any number of times."""

    __slots__ = ("_code", "_steps", "free", "names", "source")

    def __init__(self, source: str, code: Code, names: frozenset[str], bound: frozenset[str] = frozenset()) -> None:
        self.source = source
        self._code = code
        self._steps = len(source) // SOURCE_A_STEP
        self.names = names
        """What it reads: variables, built-in functions, and names that it binds itself."""
        self.free = names - bound
        """Those of `names` that it has to be told, as far as that can be seen: inside a filter a name may be a part."""

    def evaluate(
        self,
        context: Mapping[str, Value],
        *,
        limits: Limits = DEFAULT,
        types: Mapping[str, Type] = NO_TYPES,
        now: datetime | None = None,
        dialect: Dialect = Dialect.CAMUNDA,
    ) -> Outcome:
        """What it comes to; what goes wrong is null, with warnings that say why and where.

        `context` holds values of FEEL, which `to_feel` makes: they are not looked at here, as this is called often.
        """
        run = Run(self.source, limits, types, now, dialect)
        value: Value = None
        try:
            value = self.evaluate_in(Scope(context, None, run))
        except Stopped as stop:
            run.stop(str(stop))
        except RecursionError:
            run.stop("the evaluation goes too deep")
        return Outcome(value, tuple(run.warnings))

    def evaluate_in(self, scope: Scope) -> Value:
        """The value within an evaluation that is under way; its run gets the warnings.

        `Stopped` and `RecursionError` pass, since what was stopped must not go on in the next cell of a table.
        """
        scope.run.tick(self._steps)
        value = self._code(scope)
        return scope.run.measured(value) if isinstance(value, list | dict) else value


def compile_expression(source: str, names: frozenset[str]) -> Expression:
    """An expression that is not kept. Raises `FeelSyntaxError`."""
    return _made(parse, source, names)


def _made(read: Callable[[str, frozenset[str]], s.Node], source: str, names: frozenset[str]) -> Expression:
    """Chains in brackets in chains are deeper than each of the parser's own limits, hence the last one."""
    try:
        tree = read(source, names)
        return Expression(source, compiled(tree), *names_and_bound(tree))
    except RecursionError:
        raise FeelSyntaxError("nested too deep", source, 0) from None


_kept_expression = functools.lru_cache(maxsize=KEPT)(compile_expression)


def expression(source: str, names: frozenset[str] = frozenset()) -> Expression:
    """The expression of this text; `names` are those in use whose look does not tell (`odd_names`). Kept.

    Raises `FeelSyntaxError`.
    """
    return (_kept_expression if len(source) <= LONGEST_KEPT else compile_expression)(source, names)


def compile_tests(source: str, names: frozenset[str]) -> Expression:
    """Unary tests that are not kept: for tables, which keep theirs themselves. Raises `FeelSyntaxError`."""
    return _made(parse_tests, source, names)


_kept_tests = functools.lru_cache(maxsize=KEPT)(compile_tests)


def unary_tests(source: str, names: frozenset[str] = frozenset()) -> Expression:
    """The unary tests of this text; they ask about the name `?`. Kept. Raises `FeelSyntaxError`."""
    return (_kept_tests if len(source) <= LONGEST_KEPT else compile_tests)(source, names)


@functools.lru_cache(maxsize=KEPT)
def _may_be_odd(source: str) -> bool:
    return _MAY_BE_ODD.search(source) is not None


_NO_NAMES: frozenset[str] = frozenset()


def names_for(source: str, context: Mapping[str, Value]) -> frozenset[str]:
    """The names of the context that matter to the parser of this text."""
    if not _may_be_odd(source):
        return _NO_NAMES
    if "." in source or "[" in source:
        return odd_names(context)
    return frozenset(name for name in context if not is_plain(name))


def evaluate(
    source: str, context: Mapping[str, Any] = NOTHING, *, limits: Limits = DEFAULT, now: datetime | None = None
) -> Outcome:
    """What the expression comes to; `context` holds values of FEEL, or what `to_feel` makes those of.

    Raises `FeelSyntaxError` for a mistake in the text, and `TypeError` for a variable that FEEL has no value for.
    """
    context = context_of(context)
    return expression(source, names_for(source, context)).evaluate(context, limits=limits, now=now)


def unary_test(
    source: str,
    value: Any,
    context: Mapping[str, Any] = NOTHING,
    *,
    limits: Limits = DEFAULT,
    now: datetime | None = None,
    dialect: Dialect = Dialect.CAMUNDA,
) -> Outcome:
    """Whether the value passes the unary tests: True, False, or None when that is unknown. Raises as `evaluate`
    does.

    Where DMN and Camunda's engine differ (`Dialect`), Camunda's reading is taken unless `dialect` says otherwise.
    """
    context = context_of(context)
    found = unary_tests(source, names_for(source, context))
    return found.evaluate({**context, code_tests.INPUT: to_feel(value)}, limits=limits, now=now, dialect=dialect)
