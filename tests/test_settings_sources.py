"""The layers that settings come from."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from c8tui.errors import SettingsError
from c8tui.settings import Settings
from c8tui.settings_sources import (
    OFFICIAL,
    SECRETS,
    GivenSettings,
    from_environment,
    from_flags,
    official_variables,
    own_variables,
    refuse_misspelt,
)

KNOWN = frozenset(Settings.model_fields) - {"profile"}


class TestEnvironment:
    def test_every_official_variable_sets_something_that_exists(self) -> None:
        assert set(OFFICIAL) <= KNOWN
        assert set(Settings.model_fields) >= SECRETS

    def test_camundas_and_zeebes_are_two_layers(self) -> None:
        assert official_variables("ZEEBE_")["address"] == ("ZEEBE_REST_ADDRESS",)
        assert "ZEEBE_REST_ADDRESS" not in official_variables("CAMUNDA_")["address"]

    def test_the_first_variable_that_is_not_empty_counts(self) -> None:
        given = from_environment({"B": " b ", "C": "c", "A": ""}, {"user": ("A", "B", "C"), "theme": ("D",)})
        assert given == GivenSettings({"user": "b"}, {"user": "environment B"})

    def test_blanks_may_belong_to_a_password_which_is_masked_from_here_on(self) -> None:
        given = from_environment({"P": " pass \n"}, {"password": ("P",)})
        assert given.values == {"password": SecretStr(" pass ")}
        assert "pass " not in repr(given.values)

    def test_only_our_own_variable_says_that_no_audience_is_sent(self) -> None:
        known = {"audience": ("C8TUI_AUDIENCE",), "scope": ("C8TUI_SCOPE",)}
        assert from_environment({"C8TUI_AUDIENCE": "", "C8TUI_SCOPE": ""}, known).values == {"audience": ""}
        assert from_environment({"CAMUNDA_TOKEN_AUDIENCE": ""}, official_variables("CAMUNDA_")).values == {}

    def test_a_misspelt_variable_is_told(self) -> None:
        with pytest.raises(SettingsError, match="Did you mean C8TUI_CLIENT_SECRET") as caught:
            refuse_misspelt({"C8TUI_CLIENT_SECRTE": "hidden"}, KNOWN)
        assert "hidden" not in str(caught.value)

    def test_variables_of_others_are_theirs(self) -> None:
        refuse_misspelt({"C8TUI_CONFIG": "x", "CAMUNDA_REST_ADRESS": "x"}, KNOWN)

    def test_one_that_is_like_none_of_ours_is_told_too(self) -> None:
        with pytest.raises(SettingsError, match=r"C8TUI_ZZZZ .* no such setting\. Known are C8TUI_ADDRESS, "):
            refuse_misspelt({"C8TUI_ZZZZ": "hidden"}, KNOWN)

    def test_our_own_variables(self) -> None:
        assert own_variables(["read_only"]) == {"read_only": ("C8TUI_READ_ONLY",)}


def test_flags_that_were_not_given_say_nothing() -> None:
    given = from_flags({"address": "http://x", "profile": None, "client_id": ""})
    assert given == GivenSettings({"address": "http://x"}, {"address": "flag --address"})
