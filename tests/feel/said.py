"""What FEEL makes of a text, as JSON, and why."""

from __future__ import annotations

from typing import Any

from c8tui import feel


def value(source: str, **variables: Any) -> Any:
    """The value as JSON; warnings are allowed."""
    return feel.to_json(feel.evaluate(source, feel.to_feel(variables)).value)


def warned(source: str, **variables: Any) -> list[str]:
    """Why it is null."""
    outcome = feel.evaluate(source, feel.to_feel(variables))
    assert outcome.value is None
    return [str(warning) for warning in outcome.warnings]


def mistake(source: str) -> str:
    """The message of a syntax error."""
    try:
        feel.evaluate(source, {})
    except feel.FeelSyntaxError as error:
        return error.message
    raise AssertionError(f"{source[:80]} can be read")
