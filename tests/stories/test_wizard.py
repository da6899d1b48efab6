"""The wizard on a terminal of its own, from the first question to the check."""

from __future__ import annotations

from pathlib import Path

from c8tui.sandbox.options import Options
from c8tui.sandbox.server import running
from tests.stories.wizard import dialogue, draw


def test_five_questions_write_a_profile_that_works(tmp_path: Path) -> None:
    with running(Options(tasks=5, auth="basic")) as cluster:
        said = dialogue(cluster.url, tmp_path)
    assert [said.count(f"{number} of 5. ") for number in range(1, 6)] == [1] * 5
    assert "(not shown): \n" in said, "nobody reads the password over a shoulder"
    assert 'password = "****"' in said
    assert "ok   topology" in said
    assert "FAIL" not in said
    config = tmp_path / ".config/c8tui/config.toml"
    assert config.stat().st_mode & 0o077 == 0
    assert 'password = "file:secrets/eu' in config.read_text()
    assert draw(said, tmp_path).startswith("<svg")
