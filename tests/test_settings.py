"""Settings: which layer wins, what is inferred, and what is said when something is wrong."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.errors import SettingsError
from c8tui.secret_text import SecretStr
from c8tui.settings import Loaded, NotConfigured, Settings, config_path, load
from c8tui.settings_address import rest_address
from c8tui.settings_file import LARGEST, read_config
from c8tui.settings_rules import BrokenRule, checked_url, inferred_auth, is_saas, listed, shown
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
from c8tui.settings_types import typed

LOCAL = "http://localhost:8080/v2"
SECRET = "s3cr3t-value"


class Place:
    """A settings file in a folder of its own, and loading with it and nothing else of this machine."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "config.toml"
        self.environ = {"C8TUI_CONFIG": str(self.path)}

    def write(self, text: str, mode: int = 0o600) -> None:
        self.path.write_text(text)
        self.path.chmod(mode)

    def load(self, environ: Mapping[str, str] | None = None, **flags: str | None) -> Loaded:
        if not self.path.exists():
            self.write("")
        return load(flags, {**self.environ, **(environ or {})})

    def refusal(self, environ: Mapping[str, str] | None = None, **flags: str | None) -> SettingsError:
        with pytest.raises(SettingsError) as caught:
            self.load(environ, **flags)
        whole = "".join(traceback.format_exception(caught.value))
        assert "pydantic" not in whole.lower()
        assert SECRET not in whole
        assert "\n" not in str(caught.value)
        return caught.value


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


class TestPrecedence:
    LAYERS = (
        ("C8TUI_ADDRESS", "http://own:1/v2"),
        ("CAMUNDA_REST_ADDRESS", "http://camunda:2/v2"),
        ("CAMUNDA_BASE_URL", "http://base:3/v2"),
        ("ZEEBE_REST_ADDRESS", "http://zeebe:4/v2"),
    )

    def test_each_layer_hides_the_ones_below(self, place: Place) -> None:
        place.write('default_profile = "dev"\n[profiles.dev]\naddress = "http://file:5"\n')
        environ = dict(self.LAYERS)
        loaded = place.load(environ, address="http://flag:9")
        assert (loaded.settings.address, loaded.origin_of("address")) == ("http://flag:9/v2", "flag --address")
        for name, address in self.LAYERS:
            loaded = place.load(environ)
            assert (loaded.settings.address, loaded.origin_of("address")) == (address, f"environment {name}")
            del environ[name]
        loaded = place.load(environ)
        assert loaded.settings.address == "http://file:5/v2"
        assert loaded.origin_of("address") == f"profile dev in {place.path}"

    def test_it_is_known_who_lost(self, place: Place) -> None:
        loaded = place.load({"CAMUNDA_REST_ADDRESS": LOCAL, "ZEEBE_REST_ADDRESS": "http://z"}, address="http://flag")
        assert loaded.outranked == {"address": ("environment CAMUNDA_REST_ADDRESS", "environment ZEEBE_REST_ADDRESS")}

    def test_a_profile_hides_the_top_of_the_file(self, place: Place) -> None:
        place.write(f'refresh_s = 9\ntheme = "nord"\n[profiles.dev]\naddress = "{LOCAL}"\nrefresh_s = 2\n')
        loaded = place.load(profile="dev")
        assert (loaded.settings.refresh_s, loaded.settings.theme) == (2, "nord")
        assert loaded.origin_of("refresh_s") == f"profile dev in {place.path}"
        assert loaded.origin_of("theme") == str(place.path)

    def test_the_flag_chooses_before_the_variable_before_the_file(self, place: Place) -> None:
        place.write(
            'default_profile = "a"\n'
            + "".join(f'[profiles.{name}]\naddress = "http://{name}"\n' for name in ("a", "b", "c"))
        )
        assert place.load().settings.address == "http://a/v2"
        assert place.load().origin_of("profile") == f"default_profile in {place.path}"
        assert place.load({"C8TUI_PROFILE": "b"}).settings.address == "http://b/v2"
        loaded = place.load({"C8TUI_PROFILE": "b"}, profile="c")
        assert (loaded.settings.address, loaded.settings.profile) == ("http://c/v2", "c")
        assert loaded.outranked == {"profile": ("environment C8TUI_PROFILE",)}

    def test_an_empty_variable_is_none(self, place: Place) -> None:
        loaded = place.load({"C8TUI_ADDRESS": "", "CAMUNDA_REST_ADDRESS": f" {LOCAL}\n", "CAMUNDA_TOKEN_SCOPE": " "})
        assert (loaded.settings.address, loaded.settings.scope) == (LOCAL, None)

    def test_every_setting_has_an_origin(self, place: Place) -> None:
        loaded = place.load(address=LOCAL)
        assert set(loaded.origins) == set(Settings.__struct_fields__)
        assert loaded.origin_of("timeout_s") == "default"
        assert loaded.origin_of("scope") == "not set"

    def test_the_variables_of_all_official_clients(self, place: Place) -> None:
        loaded = place.load(
            {
                "ZEEBE_REST_ADDRESS": "https://cluster",
                "ZEEBE_CLIENT_ID": "worker",
                "ZEEBE_CLIENT_SECRET": SECRET,
                "ZEEBE_AUTHORIZATION_SERVER_URL": "https://login/token",
                "ZEEBE_TOKEN_AUDIENCE": "orchestration-api",
                "CAMUNDA_TOKEN_SCOPE": "api/.default",
                "CAMUNDA_TOKEN_RESOURCE": "urn:x",
                "CAMUNDA_DEFAULT_TENANT_ID": "blue",
            }
        )
        settings = loaded.settings
        assert (settings.auth, settings.client_id, settings.oauth_url) == ("oauth", "worker", "https://login/token")
        assert settings.client_secret == SecretStr(SECRET)
        assert (settings.audience, settings.scope) == ("orchestration-api", "api/.default")
        assert (settings.resource, settings.tenant_id) == ("urn:x", "blue")

    def test_built_directly_it_reads_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("C8TUI_USER", "somebody")
        monkeypatch.setenv("USER", "somebody")
        monkeypatch.setenv("ADDRESS", "http://elsewhere")
        assert Settings(address="http://demo").user is None


class TestAddress:
    @pytest.mark.parametrize(
        ("given", "normal"),
        [
            ("http://localhost:8080", LOCAL),
            ("http://localhost:8080/", LOCAL),
            ("http://localhost:8080/v2", LOCAL),
            ("http://localhost:8080/v2//", LOCAL),
            ("https://host/orchestration", "https://host/orchestration/v2"),
            ("http://[::1]:8080", "http://[::1]:8080/v2"),
            ("http://host/physical-tenants/blue/v2", "http://host/physical-tenants/blue/v2"),
        ],
    )
    def test_is_brought_into_one_form(self, place: Place, given: str, normal: str) -> None:
        assert place.load(address=given).settings.address == normal

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ("localhost:8080", "does not begin with http:// or https://"),
            ("grpcs://host", "does not begin with http:// or https://"),
            ("http://", "is no usable URL"),
            ("http://host:99999", "is no usable URL"),
            ("http://ho st", "holds blanks"),
            ("http://[::1", "is no usable URL"),
            (f"http://{'a' * 70_000}", "has more than 2,000 characters"),
            ("http://ho\x1bst", "is no usable URL"),
            ("https://host/v2?x=1", "holds a query"),
            (f"https://me:{SECRET}@host", "holds a user name or a password"),
        ],
    )
    def test_is_refused_with_a_reason(self, place: Place, given: str, said: str) -> None:
        refusal = place.refusal(address=given)
        assert (refusal.setting, refusal.origin) == ("address", "flag --address")
        assert said in refusal.detail
        assert refusal.advice

    def test_of_saas_from_region_and_cluster(self, place: Place) -> None:
        environ = {"CAMUNDA_CLUSTER_REGION": "bru-2", "CAMUNDA_CLUSTER_ID": "5c34c0a7"}
        login = {"CAMUNDA_CLIENT_ID": "id", "CAMUNDA_CLIENT_SECRET": SECRET}
        loaded = place.load({**environ, **login})
        assert loaded.settings.address == "https://bru-2.zeebe.camunda.io/5c34c0a7/v2"
        assert loaded.settings.oauth_url == "https://login.cloud.camunda.io/oauth/token"
        assert loaded.settings.audience == "zeebe.camunda.io"
        assert loaded.origin_of("address") == "environment CAMUNDA_CLUSTER_REGION and environment CAMUNDA_CLUSTER_ID"

    def test_of_saas_stands_where_its_parts_stand(self, place: Place) -> None:
        place.write(f'[profiles.dev]\naddress = "{LOCAL}"\n')
        environ = {"CAMUNDA_REGION": "bru-2", "CAMUNDA_CLUSTER_ID": "abc", "CAMUNDA_OAUTH_TOKEN": "t"}
        assert place.load(environ, profile="dev").settings.address == "https://bru-2.zeebe.camunda.io/abc/v2"
        assert place.load(environ, profile="dev", address="http://flag").settings.address == "http://flag/v2"

    def test_of_saas_from_two_layers(self, place: Place) -> None:
        place.write('[profiles.s]\nregion = "bru-2"\ntoken = "t"\n')
        loaded = place.load({"CAMUNDA_CLUSTER_ID": "abc"}, profile="s")
        assert loaded.settings.address == "https://bru-2.zeebe.camunda.io/abc/v2"
        assert "environment CAMUNDA_CLUSTER_ID" in loaded.origin_of("address")

    def test_half_a_saas_cluster_is_refused(self, place: Place) -> None:
        refusal = place.refusal({"CAMUNDA_CLUSTER_ID": "abc"})
        assert (refusal.setting, refusal.origin) == ("region", "beside cluster_id: environment CAMUNDA_CLUSTER_ID")
        assert "Set region" in refusal.advice

    def test_a_region_cannot_lead_elsewhere(self, place: Place) -> None:
        refusal = place.refusal({"C8TUI_REGION": "evil.example/", "C8TUI_CLUSTER_ID": "abc", "C8TUI_TOKEN": "t"})
        assert refusal.setting == "region"

    def test_only_camundas_own_cloud_is_saas(self, place: Place) -> None:
        environ = {"CAMUNDA_CLIENT_ID": "id", "CAMUNDA_CLIENT_SECRET": SECRET}
        for address in ("https://evil.example/.camunda.io", "https://camunda.io.evil.example", "http://x.camunda.io"):
            assert place.refusal(environ, address=address).setting == "oauth_url"


class TestAuth:
    @pytest.mark.parametrize(
        ("environ", "auth", "origin"),
        [
            ({}, "none", "no credentials are given"),
            ({"C8TUI_USERNAME": "demo", "C8TUI_PASSWORD": SECRET}, "basic", "inferred from username and password"),
            ({"CAMUNDA_OAUTH_TOKEN": SECRET}, "bearer", "inferred from token"),
            (
                {"CAMUNDA_CLIENT_ID": "a", "CAMUNDA_CLIENT_SECRET": SECRET, "CAMUNDA_OAUTH_URL": "http://kc/token"},
                "oauth",
                "inferred from client_id, client_secret and oauth_url",
            ),
        ],
    )
    def test_is_inferred_from_what_is_there(
        self, place: Place, environ: dict[str, str], auth: str, origin: str
    ) -> None:
        loaded = place.load(environ, address=LOCAL)
        assert (loaded.settings.auth, loaded.origin_of("auth")) == (auth, origin)

    def test_two_ways_contradict_and_both_are_named(self, place: Place) -> None:
        place.write(f'[profiles.dev]\nusername = "demo"\npassword = "{SECRET}"\n')
        environ = {"CAMUNDA_CLIENT_ID": "a", "CAMUNDA_CLIENT_SECRET": SECRET}
        refusal = place.refusal(environ, profile="dev", address=LOCAL)
        assert refusal.setting == "username and client_id"
        assert refusal.origin == f"profile dev in {place.path}, environment CAMUNDA_CLIENT_ID"
        assert "basic and oauth" in refusal.detail
        assert "auth = basic or oauth" in refusal.advice

    def test_said_outright_it_settles_the_contradiction(self, place: Place) -> None:
        environ = {"CAMUNDA_CLIENT_ID": "a", "C8TUI_USERNAME": "demo", "C8TUI_PASSWORD": SECRET}
        loaded = place.load({**environ, "CAMUNDA_AUTH_STRATEGY": "BASIC"}, address=LOCAL)
        assert (loaded.settings.auth, loaded.origin_of("auth")) == ("basic", "environment CAMUNDA_AUTH_STRATEGY")
        assert place.load({**environ, "C8TUI_AUTH": "none"}, address=LOCAL).settings.auth == "none"

    @pytest.mark.parametrize(
        ("environ", "missing", "beside"),
        [
            ({"C8TUI_USERNAME": "demo"}, "password", "username"),
            ({"C8TUI_PASSWORD": SECRET}, "username", "password"),
            ({"C8TUI_CLIENT_ID": "a"}, "client_secret", "client_id"),
            ({"C8TUI_CLIENT_ID": "a", "C8TUI_CLIENT_SECRET": SECRET}, "oauth_url", "client_secret"),
            ({"C8TUI_AUTH": "bearer"}, "token", "auth"),
        ],
    )
    def test_half_a_credential_is_refused(
        self, place: Place, environ: dict[str, str], missing: str, beside: str
    ) -> None:
        refusal = place.refusal(environ, address=LOCAL)
        assert refusal.setting == missing
        assert f"beside {beside}: environment C8TUI_{beside.upper()}" in refusal.origin
        assert missing in refusal.advice

    def test_saas_lets_nobody_in_without_a_client(self, place: Place) -> None:
        refusal = place.refusal(address="https://bru-2.zeebe.camunda.io/abc")
        assert (refusal.setting, refusal.origin) == ("client_id", "beside address: flag --address")

    def test_cookies_are_no_way_in(self, place: Place) -> None:
        refusal = place.refusal({"CAMUNDA_AUTH_STRATEGY": "COOKIE"}, address=LOCAL)
        assert (refusal.setting, refusal.origin) == ("auth", "environment CAMUNDA_AUTH_STRATEGY")
        assert "'none', 'basic', 'bearer' or 'oauth'" in refusal.detail

    def test_a_token_that_cannot_stand_in_a_header_is_refused(self, place: Place) -> None:
        assert place.refusal({"C8TUI_TOKEN": f"{SECRET}\nX: y"}, address=LOCAL).setting == "token"

    def test_secrets_are_in_no_repr(self, place: Place) -> None:
        loaded = place.load({"C8TUI_USERNAME": "demo", "C8TUI_PASSWORD": SECRET}, address=LOCAL)
        assert SECRET not in f"{loaded!r}{loaded.settings}{shown(loaded.settings)}"


class TestValues:
    @pytest.mark.parametrize(
        ("environ", "setting", "said"),
        [
            ({"C8TUI_REFRESH_S": "0.5"}, "refresh_s", "has to be at least 1"),
            ({"C8TUI_TIMEOUT_S": "soon"}, "timeout_s", "has to be a number"),
            ({"C8TUI_TIMEOUT_S": "nan"}, "timeout_s", "has to be a number"),
            ({"C8TUI_TIMEOUT_S": "0"}, "timeout_s", "has to be more than 0"),
            ({"C8TUI_READ_ONLY": "perhaps"}, "read_only", "has to be true or false"),
            ({"C8TUI_QUIET": "25:00"}, "quiet", "has no begin and end"),
            ({"C8TUI_QUIET": "25:00-26:00"}, "quiet", "hours go from 0 to 23"),
            ({"C8TUI_NOTIFY": "bel"}, "notify", "neither one of its words"),
            ({"C8TUI_NOTIFY": "yes"}, "notify", "neither one of its words"),
            ({"C8TUI_OAUTH_BODY": "xml"}, "oauth_body", "'form' or 'json'"),
            ({"C8TUI_CLIENT_KEY_PATH": "/k.pem"}, "client_key_path", "has no certificate beside it"),
            ({"CAMUNDA_CA_CERTIFICATE_PATH": "/no/ca.pem"}, "ca_path", "there is no file /no/ca.pem"),
        ],
    )
    def test_a_wrong_value_is_told_with_its_origin(
        self, place: Place, environ: dict[str, str], setting: str, said: str
    ) -> None:
        refusal = place.refusal(environ, address=LOCAL)
        assert refusal.setting == setting
        assert refusal.origin == f"environment {next(iter(environ))}"
        assert said in refusal.detail

    def test_groups_are_a_list_or_are_separated_by_commas(self, place: Place) -> None:
        place.write('groups = ["sales", "leads"]\n')
        assert place.load(address=LOCAL).settings.groups == ("sales", "leads")
        assert place.load({"C8TUI_GROUPS": "a, b,"}, address=LOCAL).settings.groups == ("a", "b")

    def test_nothing_named_is_its_own_refusal(self, place: Place) -> None:
        with pytest.raises(NotConfigured, match="No cluster is configured"):
            place.load()
        with pytest.raises(NotConfigured, match="only client_id given"):
            place.load({"CAMUNDA_CLIENT_ID": "a"})

    def test_settings_do_not_change(self) -> None:
        settings = Settings(address=LOCAL)
        with pytest.raises(AttributeError, match="immutable"):
            settings.address = "http://elsewhere"  # type: ignore[misc]


class TestPath:
    def test_flag_before_variable_before_the_usual_place(self) -> None:
        environ = {"C8TUI_CONFIG": "/a.toml"}
        assert config_path({"config": "/b.toml"}, environ) == (Path("/b.toml"), "flag --config")
        assert config_path({}, environ) == (Path("/a.toml"), "environment C8TUI_CONFIG")
        path, chosen_by = config_path({}, {})
        assert (path.parts[-2:], chosen_by) == (("c8tui", "config.toml"), "")

    def test_a_profile_without_a_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("c8tui.settings_file.user_config_path", lambda _: tmp_path / "c8tui")
        with pytest.raises(SettingsError, match=r"there is no profile dev: .* does not exist"):
            load({"profile": "dev"}, {})
        assert load({"address": LOCAL}, {}).settings.address == LOCAL


# Addresses as they are typed and pasted.


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("http://h:8080", "http://h:8080/v2"),
        ("http://h/V2", "http://h/v2"),
        ("http://h/v2/", "http://h/v2"),
        ("http://h/v2/topology", "http://h/v2"),
        ("http://h/V2/Topology/", "http://h/v2"),
        ("http://h/v2/user-tasks/search", "http://h/v2"),
        ("http://h//orchestration//v2", "http://h/orchestration/v2"),
        ("https://bru-2.zeebe.camunda.io/11-22/v2/topology", "https://bru-2.zeebe.camunda.io/11-22/v2"),
        ("http://h/physical-tenants/v1", "http://h/physical-tenants/v1/v2"),
        ("http://h/v2/physical-tenants/v2/v2", "http://h/v2/physical-tenants/v2/v2"),
        ("http://[::1]:8080/v2/status", "http://[::1]:8080/v2"),
        ("http://h/operate-ns", "http://h/operate-ns/v2"),
    ],
)
def test_understood(written: str, base: str) -> None:
    assert rest_address(written) == base


@pytest.mark.parametrize(
    ("written", "detail", "mend"),
    [
        ("http://h/v1", "ends in /v1", "Write /v2 for /v1"),
        ("http://h/V3/topology", "ends in /V3", "Write /v2 for /V3"),
        ("http://h/tasklist", "a web page (/tasklist)", "Leave out /tasklist"),
        ("http://h/x/Operate/", "a web page (/operate)", "Leave out /operate"),
        ("http://h/engine-rest/task", "a Camunda 7 engine", "Name a Camunda 8 cluster"),
    ],
)
def test_refused_in_words(written: str, detail: str, mend: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        rest_address(written)
    assert detail in refused.value.detail
    assert mend == refused.value.mend


# A settings file that is not as it should be.


KNOWN = frozenset(Settings.__struct_fields__) - {"profile"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def write(path: Path, text: str, mode: int = 0o600) -> None:
    path.write_text(text)
    path.chmod(mode)


class TestFile:
    def test_reads_profiles_and_what_holds_for_all(self, path: Path) -> None:
        write(path, 'default_profile = "dev"\ntheme = "nord"\n[profiles.dev]\naddress = "http://x"\n')
        config = read_config(path, KNOWN)
        assert (config.default_profile, config.common) == ("dev", {"theme": "nord"})
        assert config.given("dev", "").values == {"address": "http://x", "theme": "nord"}

    def test_files_it_names_lie_beside_it(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", "/home/me")
        write(path, 'ca_path = "ca.pem"\nclient_cert_path = "/etc/c.pem"\nclient_key_path = "~/k.pem"\n')
        assert read_config(path, KNOWN).given(None, "").values == {
            "ca_path": str(path.parent / "ca.pem"),
            "client_cert_path": "/etc/c.pem",
            "client_key_path": "/home/me/k.pem",
        }

    def test_an_unknown_profile_names_the_known_ones(self, path: Path) -> None:
        write(path, "[profiles.dev]\n[profiles.prod]\n")
        with pytest.raises(SettingsError, match=r"no profile prd .* Known are dev, prod") as caught:
            read_config(path, KNOWN).given("prd", "flag --profile")
        assert caught.value.origin == "flag --profile"

    @pytest.mark.parametrize(
        ("text", "setting", "said"),
        [
            ('[profiles.dev]\nadress = "http://x"\n', "profiles.dev.adress", "Did you mean address?"),
            ('client-secret = "hidden"\n', "client-secret", "Did you mean client_secret?"),
            ("default_profil = 1\n", "default_profil", "Did you mean default_profile?"),
            ("zzzzzz = 1\n", "zzzzzz", "Known are address, any_version, audience, auth"),
            ("profiles = 1\n", "profiles", "has to be a table"),
            ("[profiles]\ndev = 1\n", "profiles.dev", "has to be a table"),
            ("default_profile = 1\n", "default_profile", "has to be text"),
            ("[profiles.dev]\naddress\n", "config", "is no TOML: line 2, column 8: expected '='"),
            ("[profiles.dev\n", "config", "is no TOML: line 1"),
        ],
    )
    def test_a_mistake_is_told_with_file_and_place(self, path: Path, text: str, setting: str, said: str) -> None:
        write(path, text)
        with pytest.raises(SettingsError) as caught:
            read_config(path, KNOWN)
        assert (caught.value.setting, caught.value.origin) == (setting, str(path))
        assert said in str(caught.value)
        assert "hidden" not in str(caught.value)

    def test_not_text_at_all(self, path: Path) -> None:
        path.write_bytes(b"\xff\xfe\x00")
        with pytest.raises(SettingsError, match="is not UTF-8 text"):
            read_config(path, KNOWN)

    def test_not_there_and_not_a_file(self, path: Path) -> None:
        with pytest.raises(SettingsError, match="cannot be read: no such file"):
            read_config(path, KNOWN)
        with pytest.raises(SettingsError, match="cannot be read: is a directory"):
            read_config(path.parent, KNOWN)

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
    def test_a_secret_that_others_may_read_is_refused(self, path: Path, mode: int) -> None:
        write(path, '[profiles.other]\nclient_secret = "hidden"\n', mode)
        with pytest.raises(SettingsError, match=f"Run: chmod 600 {path}") as caught:
            read_config(path, KNOWN)
        assert f"{mode:04o}" in caught.value.detail
        assert "hidden" not in str(caught.value)

    def test_without_a_secret_others_may_read_it(self, path: Path) -> None:
        write(path, 'address = "http://x"\n', 0o644)
        assert read_config(path, KNOWN).common == {"address": "http://x"}

    def test_a_wrong_mode_is_fine_for_the_owner_alone(self, path: Path) -> None:
        write(path, 'password = "hidden"\n', 0o400)
        assert read_config(path, KNOWN).common == {"password": SecretStr("hidden")}

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (f"timeout_s = {'9' * 5_000}", "holds a number or a date that is none"),
            (f"groups = {'[' * 5_000}", "is nested too deeply"),
            (f"{'.'.join('a' * 5_000)} = 1", "is nested too deeply"),
            (f"theme = '{'x' * LARGEST}'", "has more than 1 MB"),
        ],
    )
    def test_what_python_itself_cannot_read_is_told_without_the_secret(self, path: Path, text: str, said: str) -> None:
        write(path, f'client_secret = "hidden"\n{text}\n')
        with pytest.raises(SettingsError, match=said) as caught:
            read_config(path, KNOWN)
        assert "hidden" not in str(caught.value)

    def test_secrets_are_masked_wherever_they_stand_and_whatever_they_are(self, path: Path) -> None:
        write(
            path, 'password = "hidden"\n[profiles.a]\ntoken = ["hidden"]\n[profiles.b]\nclient_secret = {x = "hidden"}'
        )
        assert "hidden" not in repr(read_config(path, KNOWN).common)
        assert "hidden" not in repr(dict(read_config(path, KNOWN).profiles))

    @pytest.mark.parametrize("typed", ["~nouser/ca.pem", "a\\u0000b"])
    def test_a_path_that_is_none_is_told(self, path: Path, typed: str) -> None:
        write(path, f'[profiles.a]\nca_path = "{typed}"\n')
        with pytest.raises(SettingsError) as caught:
            read_config(path, KNOWN).given("a", "")
        assert caught.value.origin == f"profile a in {path}"

    def test_an_empty_audience_is_one(self, path: Path) -> None:
        write(path, 'audience = ""\nscope = ""\n')
        assert read_config(path, KNOWN).given(None, "").values == {"audience": ""}


# The rules between settings, and how a broken one is told.


def failure(**given: object) -> BrokenRule:
    with pytest.raises(BrokenRule) as caught:
        Settings(**typed(given, Settings.__annotations__))
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
    with contextlib.suppress(BrokenRule):
        url = checked_url(text, "address", "http://x")
    assert url.isascii()
    assert url.isprintable()


def test_a_type_is_told_without_the_value() -> None:
    error = failure(address=12345).told({"address": "flag --address"})
    assert str(error) == (
        "address (flag --address): has to be text (in quotes). Fix it there, or remove it for the default"
    )


def test_a_rule_names_all_its_settings_and_their_origins() -> None:
    broken = failure(address="http://x", username="u", token=SecretStr("t"))
    error = broken.told({"username": "environment U", "token": "profile p"})
    assert (error.setting, error.origin) == ("username and token", "environment U, profile p")


# The layers that settings come from.


KNOWN_OF_SETTINGS_SOURCES = frozenset(Settings.__struct_fields__) - {"profile"}


class TestEnvironment:
    def test_every_official_variable_sets_something_that_exists(self) -> None:
        assert set(OFFICIAL) <= KNOWN_OF_SETTINGS_SOURCES
        assert set(Settings.__struct_fields__) >= SECRETS

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
            refuse_misspelt({"C8TUI_CLIENT_SECRTE": "hidden"}, KNOWN_OF_SETTINGS_SOURCES)
        assert "hidden" not in str(caught.value)

    def test_variables_of_others_are_theirs(self) -> None:
        refuse_misspelt({"C8TUI_CONFIG": "x", "CAMUNDA_REST_ADRESS": "x"}, KNOWN_OF_SETTINGS_SOURCES)

    def test_one_that_is_like_none_of_ours_is_told_too(self) -> None:
        with pytest.raises(SettingsError, match=r"C8TUI_ZZZZ .* no such setting\. Known are C8TUI_ADDRESS, "):
            refuse_misspelt({"C8TUI_ZZZZ": "hidden"}, KNOWN_OF_SETTINGS_SOURCES)

    def test_our_own_variables(self) -> None:
        assert own_variables(["read_only"]) == {"read_only": ("C8TUI_READ_ONLY",)}


def test_flags_that_were_not_given_say_nothing() -> None:
    given = from_flags({"address": "http://x", "profile": None, "client_id": ""})
    assert given == GivenSettings({"address": "http://x"}, {"address": "flag --address"})


class TestReferences:
    @pytest.mark.parametrize("name", sorted(SECRETS))
    def test_a_file_with_references_alone_may_be_read(self, place: Place, name: str) -> None:
        beside = {"client_key_password": "client_cert_path = 'x.pem'", "proxy_password": "proxy_user = 'u'"}
        (place.path.parent / "x.pem").write_text("")
        place.write(f"address = '{LOCAL}'\nauth = 'none'\n{name} = 'keyring:prod'\n{beside.get(name, '')}", 0o644)
        loaded = place.load()
        assert shown(loaded.settings)[name] == "**** (in the keyring)"

    @pytest.mark.parametrize("mode", [0o662, 0o620, 0o602])
    @pytest.mark.parametrize("reference", ["command:pass show x", "file:x", "keyring:x"])
    def test_but_not_be_written_by_others(self, place: Place, mode: int, reference: str) -> None:
        place.write(f"address = '{LOCAL}'\n[profiles.a]\ntoken = '{reference}'", mode)
        refused = place.refusal()
        assert "others may change it" in refused.detail
        assert refused.advice == f"Run: chmod 600 {place.path}"

    def test_one_that_is_none_is_told_with_its_place(self, place: Place) -> None:
        place.write(f"address = '{LOCAL}'\ntoken = 'keyring:'")
        assert str(place.refusal()).startswith(f"token ({place.path}): names no entry behind keyring:")

    def test_a_secret_that_looks_like_one_is_hidden_as_well(self, place: Place) -> None:
        place.write(f"address = '{LOCAL}'\ntoken = 'literal:keyring:{SECRET}'", 0o644)
        assert "it holds a secret" in place.refusal().detail
        place.path.chmod(0o600)
        assert shown(place.load().settings)["token"] == "****"

    def test_variables_may_refer_too(self, place: Place) -> None:
        given_ = {"CAMUNDA_CLIENT_ID": "a", "CAMUNDA_CLIENT_SECRET": "command:pass show x", "CAMUNDA_OAUTH_URL": LOCAL}
        loaded = place.load({"CAMUNDA_REST_ADDRESS": LOCAL, **given_})
        assert shown(loaded.settings)["client_secret"] == "**** (from a command)"


def test_a_proxy_holds_no_password(place: Place) -> None:
    place.write(f"address = '{LOCAL}'\nproxy = 'http://u:{SECRET}@h:1'")
    assert "proxy_user and proxy_password" in place.refusal().advice


def test_certificates_are_shown_by_their_number(place: Place) -> None:
    one = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"
    loaded = place.load({"CAMUNDA_MTLS_CA": one * 2, "CAMUNDA_REST_ADDRESS": LOCAL})
    assert shown(loaded.settings)["ca_pem"] == "2 certificates"
