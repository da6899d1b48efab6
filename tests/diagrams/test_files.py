"""Files as modelling tools write them: each is read, laid out, drawn, walked and outlined."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.diagrams.outline import outline_of
from c8tui.diagrams.picture import BpmnPicture, picture_of
from c8tui.diagrams.read import read
from tests.diagrams.lines import check_lines, check_messages
from tests.diagrams.reading import cells, check, without_names

FILES = sorted((Path(__file__).parent / "files").glob("*.bpmn"))
RESOURCES = Path(__file__).parents[2] / "c8tui" / "sandbox"
OURS = sorted(RESOURCES.rglob("*.bpmn"))


def drawn(file: Path) -> BpmnPicture:
    return picture_of(read(file.read_bytes()), cells)


def test_there_are_enough() -> None:
    assert len(FILES) >= 40
    assert len(OURS) >= 20


@pytest.mark.parametrize("file", [*FILES, *OURS], ids=lambda file: file.stem)
def test_a_file(file: Path) -> None:
    picture = drawn(file)
    bare = picture_of(without_names(picture.model), cells)
    check(picture, bare, picture.order)
    check_lines(picture)
    check_messages(picture)
    assert picture.left_out == 0
    assert drawn(file).text == picture.text
    lines = outline_of(picture.model)
    assert [line.id for line in lines if line.id and not line.flow] == picture.order


def test_names_of_files_never_reach_the_terminal_raw() -> None:
    picture = drawn(Path(__file__).parent / "files" / "names-hostile.bpmn")
    lines = [*picture.text.split("\n"), *(line.text for line in outline_of(picture.model))]
    assert all(character.isprintable() for line in lines for character in line)
    assert "[red]x[/]" in "\n".join(lines), "markup is text"
