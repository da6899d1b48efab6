"""How the tables of this folder are tried: every case once as it is, and once with a restart after every command."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.sandbox.engine.running import Case


def every(cases: Iterable[Case]) -> pytest.MarkDecorator:
    """Parametrizes a test by the cases of a table."""
    listed = list(cases)
    names = [one.name for one in listed]
    assert len(set(names)) == len(names), "two cases have one name"
    return pytest.mark.parametrize("one", listed, ids=names)


def check(one: Case) -> None:
    """Both ways of running a case."""
    one.check(restarted=False)
    one.check(restarted=True)
