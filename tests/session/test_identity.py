"""Who "me" is: settings, then the cluster where it speaks of a person, then what was typed."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.errors import C8Error, Forbidden
from c8tui.model.cluster import Me
from c8tui.session.identity import Identity, identify
from c8tui.settings import Settings
from c8tui.state import State

ADDRESS = "http://cluster/v2"
ANNA = Me(username="anna", display_name="Anna Arndt", groups=("accounting",))
NOT_SAID = Forbidden("not for you", title="Forbidden", status=403)
CLIENT = Me(username=None, display_name="worker")
BASIC: dict[str, Any] = {"auth": "basic", "username": "anna", "password": "x"}
OAUTH: dict[str, Any] = {"auth": "oauth", "client_id": "c8tui", "client_secret": "x", "oauth_url": "http://login/token"}


def found(me: Me | C8Error, state: State | None = None, **given: Any) -> Identity:
    return identify(me, Settings(address=ADDRESS, **given), state or State())


def told(user: str, *groups: str) -> State:
    """A state in which somebody said who they are."""
    state = State()
    state.remember_user(ADDRESS, user, groups)
    return state


def test_what_kept_the_cluster_from_saying_it_is_kept() -> None:
    assert found(NOT_SAID).unsaid == "403 Forbidden: not for you"
    assert found(CLIENT).unsaid == ""


def test_a_person_is_who_the_cluster_says() -> None:
    assert found(ANNA, **BASIC) == Identity("anna", ("accounting",), "anna")
    assert found(ANNA, token="t").user == "anna"


def test_an_open_cluster_names_nobody_whatever_it_answers() -> None:
    assert found(ANNA) == Identity(None, (), "Anna Arndt")
    assert found(NOT_SAID).display_name == "nobody"


def test_a_client_is_nobody_and_is_shown_by_its_name() -> None:
    assert found(CLIENT, **OAUTH) == Identity(None, (), "worker")
    assert found(NOT_SAID, **OAUTH).display_name == "c8tui"
    assert found(CLIENT, token="t") == Identity(None, (), "worker")


@pytest.mark.parametrize("given", [{}, OAUTH, BASIC])
def test_the_settings_win(given: dict[str, Any]) -> None:
    state = told("ben", "sales")
    assert found(ANNA, state, user="clara", groups=("leads",), **given) == Identity("clara", ("leads",), "clara")


@pytest.mark.parametrize("given", [{}, OAUTH])
def test_what_was_typed_is_remembered(given: dict[str, Any]) -> None:
    assert found(CLIENT, told("ben", "sales"), **given) == Identity("ben", ("sales",), "ben")


def test_what_was_typed_yields_to_what_the_cluster_knows() -> None:
    assert found(ANNA, told("ben", "sales"), **BASIC) == Identity("anna", ("accounting",), "anna")


def test_groups_are_only_taken_from_the_same_person() -> None:
    assert found(NOT_SAID, told("ben", "sales"), user="clara").groups == ()
    assert found(NOT_SAID, told("clara", "sales"), user="clara").groups == ("sales",)
    assert found(Me(username="anna"), told("anna", "sales"), **BASIC).groups == ("sales",)


def test_another_cluster_is_another_memory() -> None:
    state = State()
    state.remember_user("http://elsewhere/v2", "ben", ("sales",))
    assert found(NOT_SAID, state).user is None


def test_having_said_who_one_is() -> None:
    assert found(CLIENT, **OAUTH).named("anna", ("leads",)) == Identity("anna", ("leads",), "anna")
