"""Whom TLS trusts, and what is said of a variable that names nobody."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import certifi
import pytest

from c8tui.api.trust import trusting
from c8tui.errors import SettingsError

FILES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
VARIABLES = (*FILES, "SSL_CERT_DIR")
ONE = certifi.contents().split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"


@pytest.fixture
def usual() -> int:
    """How many authorities there are when nothing is said."""
    return len(trusting(None, {}).get_ca_certs())


@pytest.mark.parametrize("variable", FILES)
def test_a_bundle_takes_the_place_of_the_usual_one(variable: str, tmp_path: Path, usual: int) -> None:
    (tmp_path / "ca.pem").write_text(ONE)
    context = trusting(None, {variable: str(tmp_path / "ca.pem")})
    assert 1 <= len(context.get_ca_certs()) <= usual
    assert context.check_hostname


@pytest.mark.parametrize("variable", ["SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_a_folder_of_rehashed_certificates(variable: str, tmp_path: Path) -> None:
    (tmp_path / "0123abcd.0").write_text(ONE)
    assert trusting(None, {variable: f"{tmp_path}"}).check_hostname


def refusal(environ: Mapping[str, str], ca: Path | None = None) -> SettingsError:
    with pytest.raises(SettingsError) as refused:
        trusting(ca, environ)
    return refused.value


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("name", ["none.pem", "text.pem", "empty", "~nobody-of-that-name/ca.pem", "cut.pem"])
def test_what_cannot_be_used_is_told_by_the_name_of_the_variable(variable: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "text.pem").write_text("no certificate")
    (tmp_path / "cut.pem").write_text(ONE[:200])
    (tmp_path / "empty").mkdir()
    typed = name if name.startswith("~") else str(tmp_path / name)
    refused = refusal({variable: typed})
    assert (refused.setting, refused.origin) == (variable, "environment")
    assert "unset it" in refused.advice


def test_a_file_that_cannot_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "0123abcd.0").write_text(ONE)
    assert "is a folder" in refusal({"SSL_CERT_FILE": str(tmp_path)}).detail


@pytest.mark.parametrize("name", ["none/keys", "", "~nobody/keys"])
def test_a_key_log_that_cannot_be_written(name: str, tmp_path: Path) -> None:
    refused = refusal({"SSLKEYLOGFILE": str(tmp_path / name)})
    assert refused.setting == "SSLKEYLOGFILE"
    (tmp_path / "ca.pem").write_text(ONE)
    assert refusal({"SSLKEYLOGFILE": str(tmp_path / name)}, tmp_path / "ca.pem").setting == "SSLKEYLOGFILE"


def test_authorities_of_the_settings_come_first(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text(ONE)
    assert len(trusting(tmp_path / "ca.pem", {"SSL_CERT_FILE": "/none"}).get_ca_certs()) == 1
    assert refusal({}, tmp_path / "none.pem").setting == "ca_path"
