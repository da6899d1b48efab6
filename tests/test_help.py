"""The manual: its tables are those of the code, its links lead somewhere, and it prints on 80 columns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from c8tui.cli import main
from c8tui.flags import parse
from c8tui.settings import Settings
from c8tui.shell_help import TOPICS, WIDTH, plain, topics
from tests.topics import FILES, ROOT, docstrings, filled

README = ROOT / "README.md"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_tables_are_those_of_the_code(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text == filled(text), "python -m tests.topics writes them anew"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_links_and_pictures_lead_somewhere(file: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (file.parent / target).exists(), target


def test_the_readme_leads_to_every_topic_and_to_no_other() -> None:
    linked = re.findall(r"^\| \[(\w+)\]\(c8tui/topics/(\w+)\.md\)", README.read_text(encoding="utf-8"), re.M)
    assert sorted(linked) == [(name, name) for name in topics()]


def test_every_setting_has_its_sentence() -> None:
    assert docstrings(Settings).keys() == frozenset(Settings.__struct_fields__)


def test_what_a_registry_has_not_yet_is_said_to_come() -> None:
    for line in README.read_text(encoding="utf-8").splitlines():
        assert "pipx install c8tui" not in line or "Once it is published" in line


def test_the_topics_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help"]) == 0
    told = capsys.readouterr().out
    assert all(f"  {name} " in told for name in topics())


@pytest.mark.parametrize("name", topics())
def test_a_topic_is_printed_for_80_columns(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", name]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert set(lines[1]) == {"="}
    code = {line for line in plain((TOPICS / f"{name}.md").read_text(encoding="utf-8")) if line.startswith("  ")}
    assert [line for line in lines if len(line) > WIDTH and line not in code] == []
    assert not any("`" in line or "<!--" in line for line in lines if line not in code)


def test_a_topic_that_is_none_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "veiws"]) == 2
    assert "there is no 'veiws'. Did you mean views? There are bulk, decisions" in capsys.readouterr().err


def test_markdown_as_text() -> None:
    markdown = """# Title

A **bold** [link](x.md) to `code`.
<!-- gone -->

| key | what |
| --- | --- |
| `a\\|b` | one |

- first
  goes on
- second

```sh
c8tui   demo
```
"""
    assert list(plain(markdown)) == [
        "Title", "=====", "", "A bold link to code.", "", "  key  what", "  a|b  one", "", "- first goes on",
        "- second", "", "  c8tui   demo",
    ]  # fmt: skip


def test_the_topic_may_be_left_out() -> None:
    assert parse(["help"]).topic == ""
