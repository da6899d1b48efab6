"""Settings: which layer wins, what is inferred, and what is said when something is wrong."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import SecretStr

from c8tui.errors import SettingsError
from c8tui.settings import Loaded, NotConfigured, Settings, config_path, load

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
        assert set(loaded.origins) == set(Settings.model_fields)
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
        assert SECRET not in f"{loaded!r}{loaded.settings}{loaded.settings.model_dump()}"


class TestValues:
    @pytest.mark.parametrize(
        ("environ", "setting", "said"),
        [
            ({"C8TUI_REFRESH_S": "0.5"}, "refresh_s", "has to be at least 1"),
            ({"C8TUI_TIMEOUT_S": "soon"}, "timeout_s", "has to be a number"),
            ({"C8TUI_TIMEOUT_S": "nan"}, "timeout_s", "has to be a number"),
            ({"C8TUI_TIMEOUT_S": "0"}, "timeout_s", "has to be more than 0"),
            ({"C8TUI_READ_ONLY": "perhaps"}, "read_only", "has to be true or false"),
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
        with pytest.raises(NotConfigured, match="nothing is configured"):
            place.load()
        with pytest.raises(NotConfigured, match="only client_id given"):
            place.load({"CAMUNDA_CLIENT_ID": "a"})

    def test_settings_do_not_change(self) -> None:
        settings = Settings(address=LOCAL)
        with pytest.raises(ValueError, match="frozen"):
            settings.address = "http://elsewhere"


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
