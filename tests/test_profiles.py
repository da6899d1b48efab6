"""`c8tui profiles` and `c8tui init`: lists, checks, imports, and a settings file that keeps what stands in it."""

from __future__ import annotations

import json
import stat
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui import kept_secrets, secret_sources
from c8tui.cli import main
from c8tui.errors import SettingsError
from c8tui.flags import Flags
from c8tui.foreign_profiles import foreign_files, read_foreign
from c8tui.kept_secrets import keep
from c8tui.sandbox.options import Options
from c8tui.sandbox.server import Running, running
from c8tui.secret_text import SecretStr
from c8tui.settings_writing import add_profile, default_profile_of, profile_text
from c8tui.shell_init import Terminal, init

SECRET = "s3cr3t"
BEFORE = """\
# my clusters

default_profile = "dev"   # at home
timeout_s = 3

[profiles.dev]            # the usual one
address = "http://localhost:8080"  # C8Run

[profiles.prod]
region = "bru-2"
# from Console
cluster_id = "11111111-2222-3333-4444-555555555555"
oauth_url = "https://login.cloud.camunda.io/oauth/token"
client_id = "c"
client_secret = "keyring:prod"
"""


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of whoever runs the tests is left alone."""
    monkeypatch.setitem(sys.modules, "keyring", None)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file, not yet there, and a home without other programs."""
    path = tmp_path / "c8tui" / "config.toml"
    monkeypatch.setenv("C8TUI_CONFIG", str(path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return path


def put_file(path: Path, text: str, mode: int = 0o600) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class TestWriting:
    def test_a_new_file_is_for_its_owner_alone(self, config: Path) -> None:
        add_profile(config, "dev", {"address": "http://a", "groups": ("x", "y")}, default=True)
        assert tomllib.loads(config.read_text()) == {
            "default_profile": "dev",
            "profiles": {"dev": {"address": "http://a", "groups": ["x", "y"]}},
        }
        assert (mode_of(config), mode_of(config.parent)) == (0o600, 0o700)

    def test_what_stands_there_stays(self, config: Path) -> None:
        put_file(config, BEFORE, 0o644)
        add_profile(config, "test", {"address": "http://t"}, default=True)
        after = config.read_text()
        assert after.startswith(BEFORE)
        assert tomllib.loads(after)["profiles"]["test"] == {"address": "http://t"}
        assert default_profile_of(config) == "dev"
        assert mode_of(config) == 0o644

    def test_a_secret_makes_it_private(self, config: Path) -> None:
        put_file(config, BEFORE, 0o644)
        add_profile(config, "a", {"address": "http://t", "token": SecretStr("keyring:x")})
        assert mode_of(config) == 0o644
        add_profile(config, "b", {"address": "http://t", "token": SecretStr(SECRET)})
        assert mode_of(config) == 0o600

    def test_a_profile_that_is_replaced_leaves_the_comments(self, config: Path) -> None:
        put_file(config, BEFORE)
        add_profile(config, "dev", {"address": "http://b", "user": "demo"})
        after = config.read_text()
        assert tomllib.loads(after)["profiles"]["dev"] == {"address": "http://b", "user": "demo"}
        for kept in ("# my clusters", "# at home", "# the usual one", "# C8Run", "# from Console", "timeout_s = 3"):
            assert kept in after

    @given(
        st.text(min_size=1).filter(lambda name: name.isprintable()),
        st.sampled_from(
            ["", "# a", "# a\n\n# b\nlinear = true\n", BEFORE, BEFORE.replace("\n", "\r\n"), "[profiles]\n"]
        ),
        st.booleans(),
    )
    def test_whatever_the_name_and_the_file(
        self, tmp_path_factory: pytest.TempPathFactory, name: str, before: str, default: bool
    ) -> None:
        path = tmp_path_factory.mktemp("any") / "config.toml"
        path.write_bytes(before.encode())
        add_profile(path, name, {"address": "http://a"}, default=default)
        after = tomllib.loads(path.read_bytes().decode())
        wanted = tomllib.loads(before)
        wanted["profiles"] = {**wanted.get("profiles", {}), name: {"address": "http://a"}}
        if default:
            wanted.setdefault("default_profile", name)
        assert after == wanted

    @pytest.mark.parametrize("before", ["profiles = {dev = {address = 'http://a'}}\n", "not toml"])
    def test_a_file_that_cannot_take_it_is_left_alone(self, config: Path, before: str) -> None:
        put_file(config, before)
        with pytest.raises(SettingsError, match="cannot be added") as refused:
            add_profile(config, "test", {"address": "http://t", "token": SecretStr(SECRET)})
        assert "[profiles.test]" in refused.value.advice
        assert SECRET not in str(refused.value)
        assert config.read_text() == before

    def test_a_link_stays_one(self, config: Path, tmp_path: Path) -> None:
        put_file(tmp_path / "dotfiles" / "c8.toml", BEFORE)
        config.parent.mkdir()
        config.symlink_to(tmp_path / "dotfiles" / "c8.toml")
        add_profile(config, "test", {"address": "http://t"})
        assert config.is_symlink()
        assert "[profiles.test]" in (tmp_path / "dotfiles" / "c8.toml").read_text()

    def test_it_is_shown_without_its_secret(self) -> None:
        shown = profile_text("a b", {"token": SecretStr(SECRET), "password": SecretStr("file:x")})
        assert shown == '[profiles."a b"]\ntoken = "****"\npassword = "file:x"'


class TestKeeping:
    def test_a_file_of_its_own_replaces_none(self, config: Path) -> None:
        for number in ("", "-2"):
            given_ = keep(SecretStr(SECRET), "file", config, "../a/b", "token")
            assert given_.get_secret_value() == f"file:secrets/a-b-token{number}"
            path = config.parent / "secrets" / f"a-b-token{number}"
            assert (path.read_text(), mode_of(path)) == (f"{SECRET}\n", 0o600)

    def test_in_the_settings(self, config: Path) -> None:
        assert keep(SecretStr("file:x"), "settings", config, "a", "token").get_secret_value() == "literal:file:x"
        assert keep(SecretStr("a\nb"), "file", config, "a", "token").get_secret_value() == "a\nb"

    def test_in_the_keyring_it_replaces_none_either(self, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from tests.test_secrets import Keyring

        keyring = Keyring()
        keyring.entries["c8tui", "a token"] = "another"
        monkeypatch.setitem(sys.modules, "keyring", keyring)
        assert keep(SecretStr(SECRET), "keyring", config, "a", "token").get_secret_value() == "keyring:a token 2"
        assert keyring.entries["c8tui", "a token"] == "another"
        assert keyring.entries["c8tui", "a token 2"] == SECRET


C8CTL = {
    "profiles": [
        {
            "name": "saas",
            "baseUrl": "https://bru-2.zeebe.camunda.io/abc",
            "clientId": "c",
            "clientSecret": SECRET,
            "audience": "zeebe.camunda.io",
            "oAuthUrl": "https://login.cloud.camunda.io/oauth/token",
            "defaultTenantId": "blue",
            "headers": {"x-key": SECRET},
        },
        {"name": "dev", "baseUrl": "http://localhost:8080/v2", "exactBaseUrl": False},
        {
            "name": "both",
            "baseUrl": "http://b",
            "username": "u",
            "password": SECRET,
            "clientId": "c",
            "clientSecret": SECRET,
        },
        {"baseUrl": "http://nameless"},
        "junk",
    ]
}
MODELER = {
    "other": 1,
    "connectionManagerPlugin.c8connections": [
        {
            "id": "1", "name": "cloud", "targetType": "camundaCloud", "contactPoint": "http://ignored",
            "camundaCloudClusterUrl": "https://bru-2.zeebe.camunda.io/abc", "camundaCloudClientId": "c",
            "camundaCloudClientSecret": SECRET,
        },
        {
            "id": "2", "name": "own\x1b[2J", "targetType": "selfHosted", "contactPoint": "http://own:8080",
            "authType": "basic", "basicAuthUsername": "demo", "basicAuthPassword": SECRET, "clientId": "left over",
            "tenantId": "blue", "operateUrl": "http://o",
        },
        {"id": "3", "name": "grpc", "targetType": "selfHosted", "contactPoint": "grpc://h:26500", "authType": "none"},
        {"id": "4", "name": "odd", "targetType": "selfHosted", "contactPoint": "http://h", "authType": "saml"},
    ],
}  # fmt: skip


@pytest.fixture
def others(config: Path, tmp_path: Path) -> dict[Path, bytes]:
    """The files of the other programs, with their content."""
    files = {
        tmp_path / ".config" / "c8ctl" / "profiles.json": json.dumps(C8CTL).encode(),
        tmp_path / ".config" / "camunda-modeler" / "settings.json": json.dumps(MODELER).encode(),
    }
    for path, content in files.items():
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    return files


class TestImport:
    def test_it_takes_over_what_it_can(
        self, others: dict[Path, bytes], config: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put_file(config, BEFORE)
        assert main(["profiles", "import"]) == 1
        told = capsys.readouterr()
        everything = told.out + told.err
        for said in (
            "saas: added from c8ctl (https://bru-2.zeebe.camunda.io/abc); not taken over: headers",
            "dev: there is a profile of that name already; that of c8ctl is left out",
            "both: not taken over from c8ctl: username and client_id contradict each other",
            "number 4: not taken over from c8ctl: has no name",
            "number 5: not taken over from c8ctl: is no object",
            "cloud: added from Camunda Modeler",
            "own-2J: added from Camunda Modeler (http://own:8080); not taken over: operateUrl",
            "grpc: not taken over from Camunda Modeler: has an address for gRPC",
            "odd: added from Camunda Modeler (http://h); not taken over: authType",
            f"4 profiles added to {config}",
        ):
            assert said in everything
        assert SECRET not in everything
        assert "\x1b" not in everything
        assert {path: path.read_bytes() for path in others} == others
        assert config.read_text().startswith(BEFORE)
        added = tomllib.loads(config.read_text())["profiles"]
        assert added["saas"]["tenant_id"] == "blue"
        assert SECRET not in config.read_text()
        secrets = config.parent / "secrets"
        assert added["saas"]["client_secret"] == "file:secrets/saas-client_secret"
        assert (secrets / "saas-client_secret").read_text() == f"{SECRET}\n"
        assert added["cloud"] == {
            "address": "https://bru-2.zeebe.camunda.io/abc",
            "client_id": "c",
            "client_secret": "file:secrets/cloud-client_secret",
        }
        assert told.out.index("secrets go into") < told.out.index("added")

    def test_a_dry_run_writes_nothing(self, others: dict[Path, bytes], config: Path) -> None:
        assert main(["profiles", "import", "--dry-run"]) == 1
        assert not config.parent.exists()

    def test_twice_adds_nothing(self, others: dict[Path, bytes], config: Path) -> None:
        main(["profiles", "import"])
        once = config.read_text()
        main(["profiles", "import"])
        assert config.read_text() == once
        assert len(list((config.parent / "secrets").iterdir())) == 3

    def test_nothing_there(self, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["profiles", "import"]) == 1
        assert "nothing to import: looked for" in capsys.readouterr().err
        assert not config.exists()

    @pytest.mark.parametrize(
        ("content", "wrong"),
        [
            (b"{", "is no JSON"),
            (b"\xff", "is no JSON"),
            (b"3", "holds no profiles"),
            (b"{}", ""),
            (b"[" * 99_999, "is no JSON"),
        ],
    )
    def test_a_file_that_is_odd(self, tmp_path: Path, content: bytes, wrong: str) -> None:
        (tmp_path / "x.json").write_bytes(content)
        assert read_foreign("c8ctl", tmp_path / "x.json").wrong == wrong

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: (
                st.lists(inner)
                | st.dictionaries(
                    st.sampled_from(
                        ["name", "id", "baseUrl", "contactPoint", "targetType", "authType", "clientSecret"]
                    ),
                    inner,
                )
            ),
        )
    )
    def test_whatever_stands_there(self, tmp_path_factory: pytest.TempPathFactory, records: Any) -> None:
        path = tmp_path_factory.mktemp("any") / "x.json"
        path.write_text(json.dumps({"profiles": records}))
        for profile in read_foreign("c8ctl", path).profiles:
            assert profile.wrong or (profile.name and profile.values["address"])

    @pytest.mark.parametrize(
        ("system", "environ", "place"),
        [
            ("linux", {}, ".config/c8ctl/profiles.json"),
            ("linux", {"XDG_CONFIG_HOME": "/x"}, "/x/c8ctl/profiles.json"),
            ("darwin", {}, "Library/Application Support/c8ctl/profiles.json"),
            ("win32", {"APPDATA": "/a"}, "/a/c8ctl/profiles.json"),
            ("linux", {"C8CTL_DATA_DIR": "/d"}, "/d/profiles.json"),
        ],
    )
    def test_where_it_looks(self, tmp_path: Path, system: str, environ: dict[str, str], place: str) -> None:
        first = next(foreign_files({"HOME": str(tmp_path), **environ}, system))
        assert first.path == tmp_path / place


@pytest.fixture(scope="module")
def cluster() -> Iterator[Running]:
    with running(Options(auth="basic", tasks=3)) as sandbox:
        yield sandbox


class TestList:
    def test_lines_for_a_pipe(self, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        put_file(config, BEFORE + "protected = true\nread_only = true\n")
        assert main(["profiles"]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "dev\thttp://localhost:8080/v2\tnone\tdefault\tthe profile",
            "prod\thttps://bru-2.zeebe.camunda.io/11111111-2222-3333-4444-555555555555/v2\toauth"
            "\tprotected, read-only\tthe profile",
        ]

    def test_what_goes_before_it_is_seen(
        self, config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put_file(config, BEFORE)
        monkeypatch.setenv("CAMUNDA_REST_ADDRESS", "http://other")
        assert main(["profiles", "--json"]) == 0
        first = json.loads(capsys.readouterr().out)["profiles"][0]
        assert (first["address"], first["origin"]) == ("http://other/v2", "environment CAMUNDA_REST_ADDRESS")

    def test_one_that_cannot_be_used_is_told(self, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        put_file(config, BEFORE + "[profiles.bad]\naddress = 'nowhere'\n")
        assert main(["profiles"]) == 1
        told = capsys.readouterr()
        assert "bad\t-\t-\tunusable\t" in told.out
        assert "bad: address (profile bad in" in told.err

    def test_none(self, config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("C8TUI_CONFIG")
        assert main(["profiles"]) == 0
        assert "c8tui init adds one" in capsys.readouterr().err

    @pytest.mark.parametrize("argv", [["list", "x"], ["import", "x"], ["test", "nope"]])
    def test_what_makes_no_sense(self, config: Path, argv: list[str]) -> None:
        put_file(config, BEFORE)
        assert main(["profiles", *argv]) == 2

    def test_which_work(self, cluster: Running, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        good = f"address = '{cluster.url}'\nusername = 'demo'\n"
        text = f"[profiles.good]\n{good}password = 'demo'\n[profiles.bad]\n{good}password = 'file:none'\n"
        put_file(config, text)
        assert main(["profiles", "test"]) == 1
        one, two = capsys.readouterr().out.splitlines()
        assert one.startswith(f"ok   good  {cluster.url}")
        assert "gateway 8.9" in one
        assert two.startswith(f"FAIL bad   {cluster.url}")
        assert "there is no file" in two
        assert main(["profiles", "test", "good", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["ok"] is True


class Script:
    """Somebody who answers from a list, and what was said to them."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.said: list[str] = []

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)

    def terminal(self) -> Terminal:
        return Terminal(self.ask, self.ask, lambda *lines: self.said.extend(lines))


def asked(*answers: str) -> tuple[str | None, str]:
    script = Script(*answers)
    name = init(Flags(command="init"), script.terminal())
    assert not script.answers
    return name, "\n".join(script.said)


class TestInit:
    def test_without_a_terminal(self, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["init"]) == 2
        told = capsys.readouterr().err
        assert "no terminal to ask on" in told
        assert told.count("\n") == 1

    def test_all_as_proposed(self, config: Path) -> None:
        name, said = asked("", "", "", "", "", "")
        assert name == "dev"
        assert tomllib.loads(config.read_text()) == {
            "default_profile": "dev",
            "profiles": {"dev": {"address": "http://localhost:8080/v2", "auth": "none"}},
        }
        for number in range(1, 6):
            assert f"{number} of 5. " in said

    def test_a_client_with_a_file(self, config: Path) -> None:
        put_file(config, BEFORE, 0o644)
        answers = ["cluster.corp", "corp", "o", "", "c", "nonsense", "https://login.corp/token", "f", "", SECRET]
        name, said = asked(*answers, "anna", "y", "y")
        assert name == "corp"
        assert tomllib.loads(config.read_text())["profiles"]["corp"] == {
            "address": "https://cluster.corp", "auth": "oauth", "client_id": "c",
            "oauth_url": "https://login.corp/token", "user": "anna", "protected": True,
            "client_secret": "file:secrets/corp-client_secret",
        }  # fmt: skip
        assert config.read_text().startswith(BEFORE)
        assert mode_of(config) == 0o644
        assert SECRET not in said

    def test_saas_by_region_and_a_command(self, config: Path) -> None:
        cluster_id = "11111111-2222-3333-4444-555555555555"
        asked(f"bru-2/{cluster_id}", "", "", "c", "", "c", "pass show 'x", "pass show x", "", "", "")
        profile = tomllib.loads(config.read_text())["profiles"]["saas"]
        assert profile["address"] == f"https://bru-2.zeebe.camunda.io/{cluster_id}/v2"
        assert profile["client_secret"] == "command:pass show x"

    def test_a_password_in_the_settings(self, config: Path) -> None:
        asked("http://a", "", "b", "demo", "s", "file:pw", "", "", "")
        assert tomllib.loads(config.read_text())["profiles"]["a"] == {
            "address": "http://a", "auth": "basic", "username": "demo", "password": "literal:file:pw"
        }  # fmt: skip
        assert mode_of(config) == 0o600

    def test_a_keyring_is_proposed_first_and_named(self, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from tests.test_secrets import Keyring

        keyring = Keyring()
        monkeypatch.setitem(sys.modules, "keyring", keyring)
        _, said = asked("http://a", "", "b", "demo", "", SECRET, "", "", "")
        assert said.index("in the keyring (Keyring)") < said.index("password (not shown)")
        assert tomllib.loads(config.read_text())["profiles"]["a"]["password"] == "keyring:a password"
        assert keyring.entries["c8tui", "a password"] == SECRET

    def test_one_that_is_locked_loses_nothing(self, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def locked(*_: object) -> str:
            raise SettingsError("password", "keyring", "the keyring is locked", "Unlock it")

        monkeypatch.setattr(secret_sources, "keyring_name", lambda: "Test")
        monkeypatch.setattr(kept_secrets, "store_in_keyring", locked)
        asked("http://a", "", "b", "demo", "k", SECRET, "", "", "", "y")
        assert tomllib.loads(config.read_text())["profiles"]["a"]["password"] == "file:secrets/a-password"
        assert (config.parent / "secrets" / "a-password").read_text() == f"{SECRET}\n"

    def test_nothing_is_replaced_unasked(self, config: Path) -> None:
        put_file(config, BEFORE)
        name, said = asked("", "prod", "n", "dev", "y", "", "", "", "n")
        assert name is None
        assert "there is a profile prod" in said
        assert config.read_text() == BEFORE

    @pytest.mark.parametrize("answers", [[], [""], ["", "", "b", "demo", "f"], ["", "", "", "", ""]])
    def test_leaving_writes_nothing(self, config: Path, answers: list[str]) -> None:
        name, said = asked(*answers)
        assert name is None
        assert said.endswith("left; nothing was written")
        assert not config.parent.exists()

    @pytest.mark.parametrize("wrong", ["ftp://a", "http://u:pw@a", "http://a b", "http://"])
    def test_a_wrong_address_is_asked_for_again(self, config: Path, wrong: str) -> None:
        name, said = asked(wrong, "http://a", "", "", "", "", "")
        assert name == "a"
        assert "  address " in said
        assert "pw" not in said
