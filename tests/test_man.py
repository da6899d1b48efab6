"""The manual page: it is current, roff takes it, and it and the help hold all that there is."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from c8tui import cli
from c8tui.cli import main
from c8tui.crash import CRASHED
from c8tui.settings import FILE_ONLY, Settings
from c8tui.settings_sources import OFFICIAL
from c8tui.shell_help import plain, topics
from c8tui.shell_man import PAGE, page
from c8tui.shell_manual import EXITS, FILES
from c8tui.shell_usage import usage
from c8tui.tui.commands.common import key_name
from c8tui.tui.registry import SCREENS, commands_of
from tests.topics import ROOT

ESCAPES = {
    "\\-": "-", "\\(ti": "~", "\\(ha": "^", "\\(ga": "`", "\\(aq": "'", "\\&": "", "\\fB": "", "\\fR": "", "\\e": "\\",
}  # fmt: skip


def unescaped(roff: str) -> str:
    """The text of a page, with a blank in the place of every line break."""
    text = re.sub(r"\\\[u([0-9A-F]{4,6})\]", lambda found: chr(int(found[1], 16)), roff)
    for escape, meant in ESCAPES.items():
        text = text.replace(escape, meant)
    return " ".join(text.split())


MAN = unescaped(page())
HELP = " ".join(
    " ".join(line.split())
    for path in sorted((ROOT / "c8tui" / "topics").glob("*.md"))
    for line in plain(path.read_text())
)
BOTH = pytest.mark.parametrize("manual", [MAN, HELP], ids=["man", "help"])


def words(text: str) -> set[str]:
    return set(re.split(r"[\s,;()]+|(?<=\w)[.:]", text))


def test_the_page_in_the_package_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert PAGE.read_text() == page(), "python -m tests.topics writes it anew"
    assert main(["man"]) == 0
    assert capsys.readouterr().out == page()


def test_pip_installs_it_where_man_looks() -> None:
    assert '"c8tui/man/c8tui.1" = "share/man/man1/c8tui.1"' in (ROOT / "pyproject.toml").read_text()


@BOTH
def test_every_command_and_flag_is_told(manual: str) -> None:
    for command in usage().all():
        assert f"c8tui {command.name}".strip() in manual
        for flag in command.flags:
            assert flag.names[-1] in words(manual) or flag.names == ("-h", "--help")
            assert " ".join(flag.about.split()) in manual or flag.names == ("-h", "--help")


@BOTH
def test_every_setting_and_variable_is_told(manual: str) -> None:
    told = words(manual)
    for name in Settings.__struct_fields__:
        assert name in told
        assert f"C8TUI_{name.upper()}" in told or name in FILE_ONLY
        assert told >= set(OFFICIAL.get(name, ()))


@BOTH
def test_every_variable_that_the_code_reads_is_told(manual: str) -> None:
    read = re.compile(r"environ(?:\.get\(|\[)[\"']([A-Z0-9_]+)[\"']")
    sources = [path.read_text() for path in (ROOT / "c8tui").rglob("*.py")]
    found = {name for text in sources for name in read.findall(text)}
    assert {"C8TUI_THEME", "VISUAL", "EDITOR", "C8TUI_CONFIG"} <= found
    assert found <= words(manual)


@BOTH
def test_every_key_is_told(manual: str) -> None:
    for command in {command for screen in SCREENS for command in commands_of(screen.id)}:
        keys = " ".join(map(key_name, command.keys)) or f":{command.word or command.id}"
        assert f"{command.title}: {' '.join(command.help.split())} ({command.id})".replace("`", "") in manual
        assert f"{keys} {command.title}:" in manual


@BOTH
def test_every_file_and_exit_code_is_told(manual: str) -> None:
    assert all(about in manual for _, _, about in FILES)
    assert all(about in manual for _, about in EXITS)
    codes = {cli.FAILED, cli.MISUSED, cli.INTERRUPTED, CRASHED, 0}
    assert codes == {int(code) for code, _ in EXITS if code.isdigit()}


def test_every_topic_is_named() -> None:
    assert topics().keys() <= words(MAN)


def test_nothing_but_ascii_and_no_request_of_a_text() -> None:
    known = {".TH", ".SH", ".SS", ".TP", ".PP", ".br", ".B", ".nh", ".ad"}
    assert page().isascii()
    assert {line.split()[0] for line in page().splitlines() if line.startswith((".", "'"))} == known


@pytest.mark.parametrize(
    "command", [["mandoc", "-T", "lint", "-W", "warning"], ["groff", "-man", "-ww", "-z"]], ids=lambda one: one[0]
)
def test_roff_has_nothing_to_say_about_it(command: list[str], tmp_path: Path) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    file = tmp_path / "c8tui.1"
    file.write_text(page())
    ran = subprocess.run([*command, file], capture_output=True, text=True, timeout=60)
    complaints = [line for line in (ran.stdout + ran.stderr).splitlines() if "missing date" not in line]
    assert complaints == [], "a date is left out, since none is known where it is made"
