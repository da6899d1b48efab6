"""DMN files of the command line: the model, the decision to begin with, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.decisions.file import evaluate
from c8tui.errors import SettingsError
from c8tui.session.dmn_files import read_model
from tests.decisions.models import DMN, decision_xml, input_xml, literal_xml, model_xml

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
    with pytest.raises(SettingsError, match="there is no file"):
        read_model(str(tmp_path / "none.dmn"), "")


def test_a_name_that_several_decisions_have_is_refused(tmp_path: Path) -> None:
    twice = model_xml('<decision id="a" name="N"/><decision id="b" name="N"/>')
    with pytest.raises(SettingsError, match="2 elements are called 'N'; name one by its id: a, b"):
        read_model(file_of(tmp_path, twice), "N")
    assert read_model(file_of(tmp_path, twice), "b").at == "b"


def library(namespace: str, name: str, value: str, imports: str = "") -> str:
    return (
        f'<definitions namespace="{namespace}" name="L">{imports}{decision_xml(name, literal_xml(value))}</definitions>'
    )


def importing(location: str = "") -> str:
    said = f' locationURI="{location}"' if location else ""
    need = '<informationRequirement><requiredDecision href="urn:lib#base"/></informationRequirement>'
    entry = f'<import namespace="urn:lib" name="lib"{said} importType="{DMN}"/>'
    return model_xml(entry, decision_xml("d", need + literal_xml("lib.base + 1")))


@pytest.mark.parametrize(
    ("location", "file"), [("", "other.dmn"), ("", "OTHER.DMN"), ("base.xml", "base.xml"), ("gone.dmn", "any.dmn")]
)
def test_imports_are_found_beside_the_file(tmp_path: Path, location: str, file: str) -> None:
    (tmp_path / file).write_text(library("urn:lib", "base", "41"))
    (tmp_path / "broken.dmn").write_text("<definitions")
    found = read_model(file_of(tmp_path, importing(location)), "d")
    assert found.model.problems == ()
    assert evaluate(found.model, "d", {}).value == "42"


def test_imports_of_imports_and_of_each_other(tmp_path: Path) -> None:
    more = '<import namespace="urn:m" name="m"/><import namespace="urn:more" name="more"/>'
    (tmp_path / "lib.dmn").write_text(library("urn:lib", "base", "41", more))
    (tmp_path / "more.dmn").write_text(library("urn:more", "x", "1", '<import namespace="urn:lib" name="lib"/>'))
    assert evaluate(read_model(file_of(tmp_path, importing()), "d").model, "d", {}).value == "42"


@pytest.mark.parametrize("location", ["", "none.dmn", "../outside.dmn", "http://localhost/lib.dmn", "/etc/hosts"])
def test_an_import_that_is_not_there_is_told(tmp_path: Path, location: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "outside.dmn").write_text(library("urn:lib", "base", "41"))
    found = read_model(file_of(folder, importing(location)), "d")
    assert found.model.problems[0] == "the import lib was not found"
    assert evaluate(found.model, "d", {}).failure == "base is in the imported file lib, which was not found"
