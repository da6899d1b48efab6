"""How built-in functions are declared."""

from __future__ import annotations

import pytest

from c8tui import feel
from c8tui.feel.builtins import BUILTINS
from c8tui.feel.builtins.registry import Registry


def test_a_declaration_says_the_parameters() -> None:
    made = Registry()
    made.define("f", "a b: number|string, c: duration?")(lambda run, a, c=None: a)
    made.define("f", "list: any*")(lambda run, rest: rest)
    first, second = made.builtins["f"].overloads
    assert [(one.name, one.optional) for one in first.parameters] == [("a b", False), ("c", True)]
    assert first.parameters[0].kinds == {"number", "string"}
    assert first.parameters[1].kinds == {"days and time duration", "years and months duration"}
    assert (second.parameters[0].kinds, second.gathers) == (None, "rest")


ODD = (
    *("null", "true", "0", "1.5", "-1e6144", '""', '"a"', '"2026-01-01"', "[]", "[null]", "[[1], 2]", "{}", "{key: 1}"),
    *('@"999999999-12-31"', '@"23:59:59.999999999+18:00"', '@"-999999999-01-01T00:00:00@Asia/Tokyo"', '@"P999999999D"'),
    *('@"-P999999999Y"', "(< 5)", '["a".."b"]', "abs", "function(a, b) a", "function() 1"),
)


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_no_arguments_make_one_raise(name: str) -> None:
    values = [feel.evaluate(source, {}).value for source in ODD]
    few = feel.Limits(steps=2_000, pattern_s=0.1)
    one, two, three = (feel.parse(f"{name}({', '.join('xyz'[:n])})") for n in (1, 2, 3))
    feel.parse(f"{name}()").evaluate({})
    for n, x in enumerate(values):
        feel.to_json(one.evaluate({"x": x}, limits=few).value)
        for m, y in enumerate(values):
            feel.to_json(two.evaluate({"x": x, "y": y}, limits=few).value)
            three.evaluate({"x": x, "y": y, "z": values[(n * 7 + m * 3) % len(values)]}, limits=few)


def test_all_of_dmn_are_there() -> None:
    named = """
    date; date and time; time; number; string; duration; years and months duration; not; substring; string length;
    upper case; lower case; substring before; substring after; replace; contains; starts with; ends with; matches;
    split; string join; list contains; count; min; max; sum; mean; all; any; sublist; append; concatenate;
    insert before; remove; reverse; index of; union; distinct values; flatten; product; median; stddev; mode;
    list replace; decimal; floor; ceiling; round up; round down; round half up; round half down; abs; modulo; sqrt;
    log; exp; odd; even; is; before; after; meets; met by; overlaps; overlaps before; overlaps after; finishes;
    finished by; includes; during; starts; started by; coincides; day of year; day of week; month of year;
    week of year; sort; get value; get entries; context; context put; context merge; now; today; range
    """
    wanted = {" ".join(name.split()) for name in named.split(";")}
    assert wanted - BUILTINS.keys() == set()
