"""A settings file that is not as it should be."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from c8tui.errors import SettingsError
from c8tui.settings import Settings
from c8tui.settings_file import LARGEST, read_config

KNOWN = frozenset(Settings.model_fields) - {"profile"}


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
