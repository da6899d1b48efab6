"""The built-in functions of FEEL: those of DMN 1.5 and those that Camunda adds."""

from __future__ import annotations

from c8tui.feel.builtins import contexts, conversion, dates, lists, numeric, ranges, statistics, strings
from c8tui.feel.values import Builtin

BUILTINS: dict[str, Builtin] = {
    name: builtin
    for module in (contexts, conversion, dates, lists, numeric, ranges, statistics, strings)
    for name, builtin in module.functions.builtins.items()
}
"""Every built-in function by its FEEL name."""

__all__ = ["BUILTINS"]
