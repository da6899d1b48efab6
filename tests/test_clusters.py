"""Profiles that are changed to: which flags and variables still count, and what is read anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.errors import SettingsError
from c8tui.flags import Flags
from c8tui.settings import load, load_another
from c8tui.shell_clusters import ProfileClusters
from c8tui.state import Layout, State, place_of

FILE = """
default_profile = "dev"
[profiles.dev]
address = "http://dev.test"
[profiles.prod]
address = "http://prod.test"
color = "Blue"
read_only = false
"""


@pytest.fixture
def config(tmp_path: Path) -> str:
    path = tmp_path / "config.toml"
    path.write_text(FILE)
    return str(path)


def test_what_named_a_cluster_does_not_hold_for_another(config: str) -> None:
    flags = {"config": config, "address": "http://flag.test", "theme": "light", "linear": "true"}
    environ = {
        "CAMUNDA_REST_ADDRESS": "http://variable.test", "ZEEBE_CLIENT_ID": "c", "C8TUI_USER": "anna",
        "C8TUI_TENANT_ID": "blue", "C8TUI_UNDO_S": "9", "C8TUI_PROFILE": "dev",
    }  # fmt: skip
    settings = load_another("prod", flags, environ).settings
    assert (settings.profile, settings.address, settings.color) == ("prod", "http://prod.test/v2", "blue")
    assert (settings.client_id, settings.user, settings.tenant_id) == (None, None, None)
    assert (settings.theme, settings.linear, settings.undo_s) == ("light", True, 9.0)


@pytest.mark.parametrize(("said", "holds"), [("true", True), ("1", True), ("false", False), ("no", False)])
def test_what_keeps_from_harm_stays_on_and_is_never_taken_off(config: str, said: str, holds: bool) -> None:
    environ = {"C8TUI_READ_ONLY": said, "C8TUI_PROTECTED": said}
    settings = load_another("prod", {"config": config}, environ).settings
    assert settings.read_only is holds
    assert settings.protected is holds


def test_an_unknown_profile_names_those_there_are(config: str) -> None:
    with pytest.raises(SettingsError, match="there is no profile nowhere"):
        load_another("nowhere", {"config": config}, {})


def test_a_bad_colour_is_told_with_the_nearest_one(config: str) -> None:
    Path(config).write_text(FILE.replace("Blue", "bleu"))
    with pytest.raises(SettingsError, match=r"color \(profile prod in .*Did you mean blue"):
        load({"config": config, "profile": "prod"}, {})


def test_the_list_is_read_anew_and_tells_what_cannot_be_used(config: str) -> None:
    clusters = ProfileClusters(Flags(config=config), State())
    clusters._first = "dev"
    assert [(one.name, one.address, one.fault) for one in clusters.profiles()] == [
        ("dev", "http://dev.test/v2", ""),
        ("prod", "http://prod.test/v2", ""),
    ]
    Path(config).write_text(FILE.replace("Blue", "bleu"))
    assert "is no colour" in clusters.profiles()[1].fault


def test_the_cluster_of_the_start_keeps_its_flags_and_is_listed_where_it_has_no_name(config: str) -> None:
    clusters = ProfileClusters(Flags(config=config, address="http://flag.test"), State())
    clusters._first = "dev"
    assert clusters.profiles()[0].address == "http://flag.test/v2"
    Path(config).write_text(FILE.replace('default_profile = "dev"', ""))
    clusters._first = ""
    assert [one.name for one in clusters.profiles()] == ["", "dev", "prod"]


def test_what_is_remembered_is_remembered_for_each_profile_of_a_cluster() -> None:
    state, here = State(), "http://one.test/v2"
    dev, prod = place_of("dev", here), place_of("prod", here)
    state.remember_user(here, "anna")
    state.remember_user(prod, "ben")
    state.remember_view(dev, "overdue")
    state.remember_layout("jobs", Layout(pane=False), dev)
    state.remember_done("2026-12-24", 2, dev)
    state.remember_done("2026-12-24", 1, prod)
    assert [found and found.user for found in map(state.user_for, (dev, prod))] == ["anna", "ben"]
    assert [state.view_for(dev), state.view_for(prod)] == ["overdue", None]
    assert [state.layout_of("jobs", one).pane for one in (dev, prod)] == [False, None]
    assert [state.done_on("2026-12-24", one) for one in (dev, prod, "")] == [2, 1, 3]
    assert state.done_on("2026-12-25", dev) == 0
