"""Values become single words of the shell, whatever they hold; where that cannot be, the line is refused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from c8tui.errors import Refusal
from c8tui.session.line_template import NotALine, read_line

KNOWN = frozenset({"name", "user_task_key", "user_task_keys"})
HOSTILE = (
    "'; touch pwned; echo '", '"; touch pwned; echo "', "$(touch pwned)", "`touch pwned`", "a\ntouch pwned\n", "\n",
    "x; touch pwned", "&& touch pwned", "| touch pwned", "> pwned", "*", "~", "~root", "$HOME", "\\", "\\'", "'\\''",
    "'", "''",
    '"', "a' 'b", "!!", "# x", "{user_task_key}", "{{name}}", "é ü \U0001f600", "\t", "\r", "\x1b[31m", " ", "",
    "a" * 60_000, "\\\n", "${IFS}touch${IFS}pwned", "%s%s", "\x7f", "=", "a=b",
)  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "printf '[%s]' {name}",
        "printf '[%s]' --x={name}",
        "true && printf '[%s]' a{name}b",
        "echo a | (printf '[%s]' {name})",
        "X={name}; printf '[%s]' \"$X\"",
        "if true; then printf '[%s]' {name} 2>&1; fi",
        "printf '[%s]' 'a '{name}\" b\" # it's a comment",
        "printf '[%s]' \\\n{name}",
        "printf '[%s]' \"$(echo x)\" ${HOME:-x} {name} >&1",
        'sh -c \'printf "[%s]" "$1"\' sh {name}',
    ],
)
def test_a_value_is_one_word(line: str, tmp_path: Path) -> None:
    template = read_line(line, KNOWN)
    harmless = subprocess.run(["sh", "-c", template.filled({"name": "@"})], capture_output=True, cwd=tmp_path)
    assert b"@" in harmless.stdout
    for value in HOSTILE:
        ran = subprocess.run(["sh", "-c", template.filled({"name": value})], capture_output=True, cwd=tmp_path)
        assert (ran.returncode, ran.stderr) == (0, b""), value
        assert ran.stdout == harmless.stdout.replace(b"@", value.encode()), value
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    "line",
    [
        "echo '{name}'", 'echo "{name}"', "echo 'a' 'b {name}'", "echo `x {name}`", 'echo "`x`" {name}',
        "{name}", "X=1 {name}", "echo; {name} x", "a && ./{name}", "a\n{name}", "sudo -n {name}",
        "if {name}; then", "echo $({name})",
        "echo # {name}", "# {name}", "eval {name}", ". {name}", "sh -c {name}", "/bin/bash -c {name}",
        'echo "$(x "{name}")"', "cat <<E\n{name}\nE", "echo $(({name}))", "echo ${x:-{name}}", "echo $'{name}'",
        "echo {nme}", "echo 'x {name}", 'echo "x', "echo --a={user_task_keys}", "echo {user_task_keys}x", "a\0{name}",
    ],
)  # fmt: skip
def test_where_no_value_is_safe_the_line_is_refused(line: str) -> None:
    with pytest.raises(NotALine) as refused:
        read_line(line, KNOWN, {"user_task_keys"})
    assert refused.value.detail
    assert refused.value.mend


def test_braces_that_are_no_placeholders_stay() -> None:
    line = "jq '{{name}}' | awk '{print $1}' {{name}} ${HOME} {a,b} {} \\{name} { x; }"
    assert read_line(line, KNOWN).filled({}) == "jq '{name}' | awk '{print $1}' {name} ${HOME} {a,b} {} \\{name} { x; }"


def test_several_values_are_several_words() -> None:
    template = read_line("echo {user_task_keys} {name}", KNOWN, {"user_task_keys"})
    assert template.filled({"user_task_keys": ("1", "2 3", "'"), "name": "x"}) == "echo 1 '2 3' ''\"'\"'' x"


def test_what_no_argument_can_hold_is_refused() -> None:
    template = read_line("echo {name}", KNOWN)
    for value in ("a\0b", "\ud800"):
        with pytest.raises(Refusal, match=r"cannot be written|can hold"):
            template.filled({"name": value})


@pytest.mark.parametrize(("line", "fits"), [
    ("rm {name}", False), ("rm -f {name}", False), ("rm -- {name}", True), ("rm --x={name}", True),
    ("rm x > {name}", True), ("rm -- x; rm {name}", False), ("rm \\\n{name}", False), ("X={name} rm", True),
])  # fmt: skip
def test_a_value_is_no_option(line: str, *, fits: bool) -> None:
    template = read_line(line, KNOWN)
    if fits:
        assert "-rf" in template.filled({"name": "-rf"})
    else:
        with pytest.raises(Refusal, match="option"):
            template.filled({"name": "-rf"})
