"""DMN files of the command line: the model, the decision to begin with, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.errors import SettingsError
from c8tui.session.dmn_files import read_model
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_xml

XML = model_xml(
    decision_xml("low", literal_xml("1")),
    decision_xml("top", literal_xml("low"), requires=["low"]),
    '<decision id="d3" name="Three"/>',
)


def file_of(folder: Path, content: str) -> str:
    file = folder / "m.dmn"
    file.write_text(content)
    return str(file)


@pytest.mark.parametrize(("wanted", "at"), [("low", "low"), ("top", "top"), ("Three", "d3"), ("", "d3")])
def test_the_decision_to_begin_with(tmp_path: Path, wanted: str, at: str) -> None:
    found = read_model(file_of(tmp_path, XML), wanted)
    assert (found.at, found.xml) == (at, XML)
    assert found.model.elements.keys() == {"low", "top", "d3"}


def test_a_file_without_decisions_begins_with_what_there_is(tmp_path: Path) -> None:
    assert read_model(file_of(tmp_path, model_xml(input_xml("i"))), "").at == "i"


def test_a_decision_that_is_not_there_tells_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read_model(file_of(tmp_path, XML), "gone")
    assert "there is no 'gone' in it" in str(refused.value)
    assert "low, top, Three" in refused.value.advice


@pytest.mark.parametrize("content", ["", "no XML", "<definitions", "<a/>", model_xml()])
def test_what_is_no_model(tmp_path: Path, content: str) -> None:
    with pytest.raises(SettingsError):
        read_model(file_of(tmp_path, content), "")
    with pytest.raises(SettingsError, match="No such file"):
        read_model(str(tmp_path / "none.dmn"), "")
