"""Reading a request body property by property."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from c8tui.sandbox.body import Body
from c8tui.sandbox.problems import Problem

BODY = Body({"text": "a", "number": 7, "flag": True, "list": ["a"], "object": {"inner": 1}, "null": None})


def test_what_is_there() -> None:
    assert BODY.text("text") == "a"
    assert BODY.whole("number", 0, 0, 10) == 7
    assert BODY.flag("flag", False) is True
    assert BODY.texts("list") == ["a"]
    assert BODY.inner("object").whole("inner", 0, 0, 1) == 1


def test_null_is_like_not_there() -> None:
    for name in ("null", "missing"):
        assert BODY.text(name) is None
        assert BODY.texts(name) is None
        assert BODY.whole(name, 3, 0, 9) == 3
        assert BODY.flag(name, True) is True
        assert BODY.inner(name).data == {}
        assert not BODY.has(name)


@pytest.mark.parametrize(
    "read",
    [
        lambda body: body.text("number"),
        lambda body: body.whole("text", 0, 0, 1),
        lambda body: body.whole("number", 0, 8, 9),
        lambda body: body.whole("flag", 0, 0, 9),
        lambda body: body.flag("number", True),
        lambda body: body.texts("text"),
        lambda body: body.inner("list"),
        lambda body: body.need("missing"),
        lambda body: body.only("text"),
        lambda body: body.inner("object").text("inner"),
    ],
)
def test_what_does_not_fit_is_named(read: Callable[[Body], Any]) -> None:
    with pytest.raises(Problem, match=r"'(number|text|flag|list|missing|object\.inner)'") as refused:
        read(BODY)
    assert refused.value.status == 400


def test_a_body_that_has_no_others_is_itself() -> None:
    assert BODY.only(*BODY.data) is BODY
