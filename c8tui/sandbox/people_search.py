"""Searches over lists that stand in no table: filters with operators on texts, and a page."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence

from c8tui.sandbox.body import Body
from c8tui.sandbox.fields import OPERATORS
from c8tui.sandbox.problems import invalid
from c8tui.sandbox.query import glob
from c8tui.sandbox.summaries import Summary, offset_page

_LISTS = {"resourceIds": "resourceId", "resourcePropertyNames": "resourcePropertyName"}
"""Filters that name several values of a property."""


def matching(body: Body, items: Sequence[Summary], filters: Sequence[str], sorts: Sequence[str]) -> dict[str, object]:
    """The page of the items that the filter of a body finds."""
    wanted = body.only("filter", "sort", "page").inner("filter").known(*filters)
    left = list(items)
    for name in filters:
        if not wanted.has(name):
            continue
        if name in _LISTS:
            values = wanted.texts(name) or []
            left = [one for one in left if one[_LISTS[name]] in values]
        else:
            left = [one for one in left if _fits(one[name], wanted.data[name], wanted.at(name))]
    return offset_page(body, left, sorts)


def _fits(value: str | None, wanted: object, where: str) -> bool:
    operators = wanted if isinstance(wanted, Mapping) else {"$eq": wanted}
    return all(_operator(value, name, operand, f"{where}.{name}") for name, operand in operators.items())


def _operator(value: str | None, name: str, operand: object, where: str) -> bool:
    if name not in OPERATORS["S"]:
        raise invalid(f"The operator '{where}' is not known. There are: {', '.join(sorted(OPERATORS['S']))}.")
    if name == "$exists":
        if not isinstance(operand, bool):
            raise invalid(f"The value of '{where}' must be true or false.")
        return (value is not None) is operand
    if name in ("$in", "$notIn"):
        if not isinstance(operand, list) or not all(isinstance(one, str) for one in operand):
            raise invalid(f"The value of '{where}' must be a list of strings.")
        return (value in operand) is (name == "$in")
    if not isinstance(operand, str):
        raise invalid(f"The value of '{where}' must be a string.")
    if name == "$like":
        return value is not None and fnmatch.fnmatchcase(value, glob(operand, where))
    return (value == operand) is (name == "$eq")
