"""The failure tree: as drawn, and what every error can be asked."""

from __future__ import annotations

import copy
import re

import pytest
from hypothesis import strategies as st

from c8tui import errors
from c8tui.errors import (
    C8Error,
    Forbidden,
    NoAnswer,
    Problem,
    RequestLine,
    SettingsError,
    TlsFailure,
    TokenServerDown,
)

anything = st.text(alphabet=st.characters(), max_size=60)


LINE = RequestLine("POST", "/user-tasks/7/completion")


def drawn() -> dict[str, str]:
    """Child and parent of every branch in the module's drawing."""
    above: dict[int, str] = {}
    found = {}
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"^([ │├└─]*)([A-Z]\w+)(?:  |$)", line)
        if not match or not line.startswith("    "):
            continue
        depth, name = len(match[1]), match[2]
        above[depth] = name
        found[name] = above.get(depth - 4, "Exception")
    return found


def kinds() -> list[type[C8Error]]:
    return [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, C8Error)]


def test_the_drawing_is_the_tree() -> None:
    assert drawn() == {kind.__name__: kind.__base__.__name__ for kind in kinds() if kind.__base__}


def test_an_error_knows_its_request_and_its_status() -> None:
    error = Problem("why", title="INVALID_STATE", status=409, request=LINE, retry_after=2.0, instance="/x")
    assert str(error) == "409 INVALID_STATE: why"
    assert str(error.request) == "POST /user-tasks/7/completion"
    assert (error.detail, error.outcome_known, error.retry_after, error.instance) == ("why", True, 2.0, "/x")


def test_without_title_the_kind_is_the_title() -> None:
    assert str(NoAnswer("cut", outcome_known=False)) == "cut"
    assert str(Forbidden("not for you", title="Forbidden", status=403)) == "403 Forbidden: not for you"


def test_advice_is_the_kinds_unless_there_is_a_better_one() -> None:
    assert "ca_path" in TlsFailure("x").advice
    assert TlsFailure("x", advice="Try http://.").advice == "Try http://."
    assert C8Error("x").advice == ""


def test_a_setting_names_its_origin_and_its_mend() -> None:
    error = SettingsError("address", "C8TUI_ADDRESS", "is no URL", "Begin with http://")
    assert str(error) == "address (C8TUI_ADDRESS): is no URL. Begin with http://"


@pytest.mark.parametrize("kind", [kind for kind in kinds() if not issubclass(kind, SettingsError)])
def test_an_error_can_be_copied(kind: type[C8Error]) -> None:
    """A remembered error is raised as a copy, so that no two stories share a traceback."""
    error = kind("why", title="T", status=401, request=LINE, outcome_known=False)
    error.__notes__ = ["n"]
    twin = copy.copy(error)
    assert twin is not error
    assert vars(twin) == vars(error)
    assert twin.__traceback__ is None


def test_a_token_server_can_ask_for_time() -> None:
    assert TokenServerDown("x").retry_after is None
