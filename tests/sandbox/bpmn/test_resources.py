"""The processes that every sandbox starts with."""

from __future__ import annotations

from importlib.resources import files

import pytest

from c8tui.sandbox.bpmn.reader import read

FILES = sorted(one.name for one in files("c8tui.sandbox").joinpath("resources").iterdir() if one.name.endswith(".bpmn"))


@pytest.mark.parametrize("name", FILES)
def test_it_is_read(name: str) -> None:
    (process,) = read(files("c8tui.sandbox").joinpath("resources", name).read_bytes())
    assert process.id == name.removesuffix(".bpmn").partition("-v")[0]
    assert process.body.start is not None
    assert len(process.body.flows) == sum(len(node.outgoing) for node in process.walk())


def test_there_are_some() -> None:
    assert len(FILES) >= 5
