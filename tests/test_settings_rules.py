"""The rules between settings, and how a broken one is told."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from c8tui.settings import Settings
from c8tui.settings_rules import checked_url, explained, inferred_auth, is_saas, listed


def failure(**given: object) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        Settings(**given)  # type: ignore[arg-type]
    return caught.value


def test_listed() -> None:
    assert [listed(names) for names in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("address", "saas"),
    [
        ("https://bru-2.zeebe.camunda.io/abc/v2", True),
        ("https://BRU-2.zeebe.CAMUNDA.io:443/abc", True),
        ("http://bru-2.zeebe.camunda.io/abc", False),
        ("https://evilcamunda.io/abc", False),
        ("https://evil.example\\.camunda.io", False),
        ("https://evil.example/x.camunda.io", False),
        ("https://[", False),
        (None, False),
    ],
)
def test_what_is_saas(address: str | None, saas: bool) -> None:
    assert is_saas(address) is saas


def test_an_empty_credential_is_none() -> None:
    assert inferred_auth({"username": "", "token": "t"}) == "bearer"


@given(st.text() | st.text().map("http://host/{}".format) | st.text().map("http://{}".format))
def test_any_text_is_a_url_or_refused_by_rule(text: str) -> None:
    url = "refused"
    with contextlib.suppress(PydanticCustomError):
        url = checked_url(text, "address", "http://x")
    assert url.isascii()
    assert url.isprintable()


def test_a_type_is_told_without_the_value() -> None:
    error = explained(failure(address=12345), {"address": "flag --address"})
    assert str(error) == (
        "address (flag --address): has to be text (in quotes). Mend it there, or leave it out for the default"
    )


def test_a_rule_names_all_its_settings_and_their_origins() -> None:
    broken = failure(address="http://x", username="u", token="t")
    error = explained(broken, {"username": "environment U", "token": "profile p"})
    assert (error.setting, error.origin) == ("username and token", "environment U, profile p")
