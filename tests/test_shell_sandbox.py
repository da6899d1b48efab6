"""What the flags say of a sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.errors import SettingsError
from c8tui.flags import parse
from c8tui.shell_sandbox import built, options


def test_a_demo_is_lively_and_a_sandbox_is_not() -> None:
    assert options(parse(["demo"])).lively
    assert not options(parse(["sandbox"])).lively
    assert options(parse(["sandbox", "--tasks", "7", "--fault", "slow=1"])).faults == ("slow=1",)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--fault", "bogus"], "'bogus' is not a kind of fault"),
        (["--story", "nowhere"], "There is no story 'nowhere'"),
        (["--db", "/"], "is a folder"),
        (["--db", "~nobody-of-that-name/x"], "there is no user"),
    ],
)
def test_flags_that_make_none(argv: list[str], said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        built(parse(["sandbox", *argv]))
    assert said in refused.value.detail


def test_one_is_built(tmp_path: Path) -> None:
    assert built(parse(["sandbox", "--tasks", "1", "--db", str(tmp_path / "x.db")])) is not None
