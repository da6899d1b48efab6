"""A bug is one sentence and a report, and neither holds what the program held."""

from __future__ import annotations

import functools
import gc
import inspect
import itertools
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import platformdirs
import pytest

from c8tui import (
    crash,
    files,
    settings,
    settings_address,
    settings_file,
    settings_rules,
    settings_sources,
    shell_text,
    text,
)
from c8tui.api import auth, connect, http, proxies, token_cache, tokens, trust, wire
from c8tui.cli import main
from c8tui.crash import CRASHED, MOST_FRAMES, crashed, report_of
from c8tui.session import check

SECRET = "s3cr3t-of-the-client"
ON_THE_WAY = (
    settings, settings_sources, settings_file, settings_rules, settings_address, files, shell_text, text, connect, http,
    proxies, trust, auth, token_cache, tokens, wire, check,
)  # fmt: skip
PASSED = {"check": 60, "config": 20}
"""At least so many of their functions a command passes."""


def functions(module: ModuleType) -> Iterator[tuple[Any, str]]:
    """Every function and method of a module, each with what it is an attribute of."""
    for name, found in vars(module).items():
        if getattr(found, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(found):
            yield module, name
        elif inspect.isclass(found) and not issubclass(found, BaseException):
            yield from ((found, method) for method in vars(found) if inspect.isfunction(vars(found)[method]))


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where reports go."""
    monkeypatch.setattr(platformdirs, "user_state_path", lambda _: tmp_path / "state")
    return tmp_path / "state"


def with_locals(secret: str) -> None:
    """A bug in whose frame, text and cause the secret stands."""
    try:
        raise ValueError(f"cannot read {secret}")
    except ValueError as cause:
        raise RuntimeError(secret) from cause


def caught(bug: Callable[[], object]) -> BaseException:
    with pytest.raises(BaseException) as found:  # noqa: PT011
        bug()
    return found.value


def test_one_sentence_and_a_private_report(state: Path) -> None:
    said = crashed(caught(lambda: with_locals(SECRET)))
    (report,) = (state / "crashes").iterdir()
    assert "\n" not in said
    assert str(report) in said
    assert "your drafts are kept" in said
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700
    written = report.read_text()
    assert SECRET not in said + written
    assert "RuntimeError" in written
    assert "ValueError" in written
    assert "in with_locals" in written


def test_text_that_names_code_is_told() -> None:
    missing: Any = None
    assert "'NoneType' object has no attribute 'x'" in report_of(caught(lambda: missing.x))
    nothing: dict[str, str] = {}
    assert SECRET not in report_of(caught(lambda: nothing[SECRET]))
    unread = report_of(caught(Path(f"/{SECRET}").read_text))
    assert "No such file" in unread
    assert SECRET not in unread


def test_a_recursion_without_end_is_cut() -> None:
    def again() -> None:
        again()

    assert report_of(caught(again)).count("in again") <= MOST_FRAMES


def test_where_nothing_can_be_written_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: str) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(crash, "_write", full)
    assert "a report could not be written (No space left on device)" in crashed(RuntimeError())


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings from a file, from the environment and for a proxy, with the secret in each of them."""
    config = tmp_path / "config.toml"
    config.write_text(
        f'address = "http://127.0.0.1:9"\noauth_url = "http://127.0.0.1:9/t"\nclient_secret = "{SECRET}"\n'
    )
    config.chmod(0o600)
    monkeypatch.setenv("C8TUI_CONFIG", str(config))
    monkeypatch.setenv("CAMUNDA_CLIENT_ID", "c")
    monkeypatch.setenv("CAMUNDA_CLIENT_SECRET", SECRET)
    monkeypatch.setenv("http_proxy", f"http://u:{SECRET}@127.0.0.1:9")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def little_garbage() -> Iterator[None]:
    """The collector looks at what a test makes, not at all that was imported before."""
    gc.freeze()
    yield
    gc.unfreeze()


def replaced(owner: Any, name: str, before: Callable[..., object], patch: pytest.MonkeyPatch) -> None:
    """Let `before` be called, with the same arguments, ahead of a function or method."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def instead(*values: Any, **named: Any) -> Any:
        before(*values, **named)
        return original(*values, **named)

    patch.setattr(owner, name, instead)


@pytest.mark.parametrize("command", ["check", "config"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::RuntimeWarning")
@pytest.mark.usefixtures("configured", "little_garbage")
def test_a_bug_anywhere_on_the_way_shows_no_secret(
    command: str, state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each function that the intact command passes breaks once; one that it never passes cannot matter."""
    main([command, "--json"])  # what is imported late binds the functions as they are, and not those of this test
    passed: dict[tuple[Any, str], None] = {}
    with monkeypatch.context() as recording:
        for place in itertools.chain.from_iterable(map(functions, ON_THE_WAY)):
            owner, name = place
            replaced(owner, name, lambda *_, _place=place, **__: passed.setdefault(_place), recording)
        assert main([command, "--json"]) in (0, 1, 2)
    assert len(passed) > PASSED[command]
    capsys.readouterr()

    def bug(*values: Any, **named: Any) -> None:
        reached.append(name)
        raise RuntimeError(f"{values} {named} {dict(os.environ)}")

    for owner, name in passed:
        reached: list[str] = []
        with monkeypatch.context() as breaking:
            replaced(owner, name, bug, breaking)
            code = main([command, "--json"])
            gc.collect()  # what was left half-way complains now, and not in another test
        told = capsys.readouterr()
        written = "".join(path.read_text() for path in state.rglob("*") if path.is_file())
        where = f"{owner.__name__}.{name}"
        assert reached, where
        assert SECRET not in told.out + told.err + written, where
        assert "Traceback" not in told.out + told.err, where
        assert code in (CRASHED, 0, 1, 2), where
