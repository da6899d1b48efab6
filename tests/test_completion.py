"""Completion of the command line, in the shells themselves: what is typed, and what they make of it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from c8tui.cli import main
from c8tui.flags import LISTS, NAMES, SHELLS
from c8tui.session.filter_line import read_filter, read_sort
from c8tui.session.list_words import SCHEMAS, filter_words, sort_words
from c8tui.shell_completion import script
from c8tui.shell_usage import usage
from c8tui.tui import clock
from tests.terminals import Terminal

Told = pytest.CaptureFixture[str]
HOSTILE = "$(touch pwned) `touch pwned` 'x"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with c8tui on the path, a settings file with profiles, and the scripts; it is the current one."""
    for name in list(os.environ):
        if name.startswith(("C8TUI_", "CAMUNDA_", "ZEEBE_", "XDG_")):
            monkeypatch.delenv(name)
    program = tmp_path / "bin" / "c8tui"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m c8tui "$@"\n')
    program.chmod(0o755)
    config = tmp_path / ".config" / "c8tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[profiles.dev]\naddress = "http://127.0.0.1:9"\n[profiles."blank one"]\naddress = "http://x"\n')
    (tmp_path / "other.toml").write_text(f'[profiles."{HOSTILE}"]\naddress = "http://x"\n')
    (tmp_path / "order form.form").touch()
    (tmp_path / "orders").mkdir()
    for shell in SHELLS:
        (tmp_path / f"c8tui.{shell}").write_text(script(shell))
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def need(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")


def bash(*words: str) -> list[str]:
    """What bash offers for the last word, as it would put it on the line."""
    need("bash")
    line = f"source ./c8tui.bash; COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}; _c8tui"
    ran = subprocess.run(
        ["bash", "--norc", "-c", line + '; printf "%s\\n" "${COMPREPLY[@]}"'],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert ran.stderr == ""
    return [one for one in ran.stdout.splitlines() if one]


def fish(line: str) -> list[str]:
    """What fish offers, without what it says of it."""
    need("fish")
    ran = subprocess.run(
        ["fish", "--no-config", "-c", f"source ./c8tui.fish; complete -C {shlex.quote(line)}"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert ran.stderr == ""
    return [one.partition("\t")[0] for one in ran.stdout.splitlines()]


ON_EVERY_SHELL = [
    ("c8tui tas", "tasks"),
    ("c8tui jobs --fil", "--filter"),
    ("c8tui --screen topo", "topology"),
    ("c8tui --screen tasks help trouble", "troubleshooting"),
    ("c8tui --profile dev incid", "incidents"),
    ("c8tui --profile d", "dev"),
    ("c8tui check --profile=d", "dev"),
    ("c8tui claim 1 --yes-really d", "dev"),
    ("c8tui tasks --view overd", "overdue"),
    ("c8tui demo --theme light-", "light-colour-blind"),
    ("c8tui sandbox --story trea --story hos", "hostile"),
    ("c8tui sandbox --auth oa", "oauth"),
    ("c8tui jobs --filter state=retr", "state=retries_updated"),
    ("c8tui demo other.toml c8tui.ba", "c8tui.bash"),
    ("c8tui dmn --data other.t", "other.toml"),
    ("c8tui completion zs", "zsh"),
]


@pytest.mark.usefixtures("home")
def test_bash_offers_what_there_is() -> None:
    for line, wanted in ON_EVERY_SHELL:
        words = [part for word in line.split(" ") for part in re.split("(=)", word)]
        assert bash(*words) == [wanted.rpartition("=")[2]], line


@pytest.mark.usefixtures("home")
def test_fish_offers_what_there_is() -> None:
    for line, wanted in ON_EVERY_SHELL:
        head = "--profile=" if "--profile=" in line else ""
        assert fish(line) == [head + wanted], line


ZSH = """autoload -U compinit; compinit -u -D; source ./c8tui.zsh
keep() { print -r -- $BUFFER >> kept; BUFFER= }
zle -N keep; bindkey ^T keep
"""
BASH = """source ./c8tui.bash
bind -x '"\\C-t": printf "%s\\n" "$READLINE_LINE" >> kept; READLINE_LINE='
"""


@pytest.mark.parametrize(("shell", "begin"), [(["zsh", "-f"], ZSH), (["bash", "--norc"], BASH)])
def test_tab_puts_it_on_the_line(shell: list[str], begin: str, home: Path) -> None:
    need(shell[0])
    (home / "begin").write_text(begin)
    (home / "kept").touch()
    run = f"import os; os.execvp({shell[0]!r}, {shell!r})"
    with Terminal(["-c", run]) as terminal:
        terminal.type(b"source ./begin\r")
        wanted = []
        for line, word in ON_EVERY_SHELL:
            terminal.type(line.encode() + b"\t\x14")
            head = "--profile=" if "--profile=" in line else ""
            wanted.append(f"{line.rpartition(' ')[0]} {head}{word}")
            terminal.until(lambda: (home / "kept").read_text().count("\n") == len(wanted))
        assert [line.rstrip() for line in (home / "kept").read_text().splitlines()] == wanted


@pytest.mark.usefixtures("home")
def test_what_a_command_does_not_take_is_not_offered() -> None:
    assert bash("c8tui", "keys", "") == []
    assert bash("c8tui", "keys", "--") == ["--help"]
    assert bash("c8tui", "jobs", "--view", "ov") == []
    assert bash("c8tui", "claim", "--", "--") == []
    assert "--views" in bash("c8tui", "tasks", "--")
    assert "--csv" not in bash("c8tui", "claim", "--")


def test_names_come_from_the_files_that_the_line_names(home: Path) -> None:
    assert bash("c8tui", "--profile", "bl") == ["blank\\ one"]
    assert bash("c8tui", "--profile", '"bl') == ["blank one"]
    [offered] = bash("c8tui", "--config", "other.toml", "--profile", "")
    assert shlex.split(offered) == [HOSTILE]
    [quoted] = bash("c8tui", "--config", "~/other.toml", "--profile", "'")
    assert shlex.split(f"'{quoted}'") == [HOSTILE]
    assert bash("c8tui", "--config", "none.toml", "--profile", "") == []
    assert fish("c8tui --config other.toml --profile ") == [HOSTILE]
    assert not (home / "pwned").exists()


@pytest.mark.usefixtures("home")
def test_bash_completes_files_with_blanks_and_folders() -> None:
    assert sorted(bash("c8tui", "form", "ord")) == ["order form.form", "orders"]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_flag_is_in_the_script(shell: str, home: Path) -> None:
    text = script(shell)
    for command in usage().all():
        assert all(f"{flag.names[-1]}\t" in text for flag in command.flags)
        assert all(f"{below.path[-1]}\t" in text for below in command.commands)
    if shutil.which(shell) is not None:
        subprocess.run([shell, "-n", home / f"c8tui.{shell}"], check=True, timeout=60)


@pytest.mark.parametrize("what", LISTS)
def test_the_words_of_filters_and_sorts_are_understood(what: str) -> None:
    for word in filter_words(what):
        if not word.endswith("="):
            assert read_filter(word, SCHEMAS[what], clock.now()), word
    for word in sort_words(what):
        assert read_sort(word, SCHEMAS[what]), word


@pytest.mark.parametrize("kind", NAMES)
def test_names_are_printed_a_line_each(kind: str, home: Path, capsys: Told) -> None:
    assert main(["completion", kind]) == 0
    first = {
        "profiles": "blank one", "views": "open", "themes": "dark", "jobs-views": "all", "incidents-views": "open",
        "decisions-views": "latest", "evaluations-views": "all",
    }[kind]  # fmt: skip
    assert capsys.readouterr().out.splitlines()[0] == first
    assert home.exists()


@pytest.mark.usefixtures("home")
def test_a_settings_file_that_cannot_be_read_is_told(capsys: Told) -> None:
    assert main(["completion", "profiles", "--config", "none.toml"]) == 2
    assert "none.toml" in capsys.readouterr().err
