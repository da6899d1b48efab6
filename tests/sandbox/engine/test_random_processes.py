"""Properties of all processes: no token is lost or doubled, and a restart between any two commands changes nothing."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from c8tui.sandbox.store import Store
from tests.sandbox.engine import blocks
from tests.sandbox.engine.running import MARKS, Run, inconsistencies

_WILD = 60
"""Moves of any kind; behind them only those that lead to the end."""
_PATIENCE = 1_500

_FEW = settings(max_examples=100, suppress_health_check=list(HealthCheck))
_MANY = settings(max_examples=1_500, suppress_health_check=list(HealthCheck))
_FEW_FILES = settings(max_examples=6, suppress_health_check=list(HealthCheck))
_MANY_FILES = settings(max_examples=100, suppress_health_check=list(HealthCheck))


@st.composite
def processes(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """Texts of block-structured processes, with the pairs of elements that pass as many tokens each."""
    return blocks.process(draw)


def move(run: Run, chance: Random, *, wild: bool) -> str:
    """A command that can be given now; empty when nothing from outside would let the instance go on."""
    incidents = run.store.find("incident", state="ACTIVE")
    if incidents and (not wild or chance.random() < 0.5):
        job = run.store.get("job", incidents[0]["job_key"]) if incidents[0]["job_key"] else None
        if job is not None and job["phase"] == "failed" and job["retries"] == 0:
            return f"retries {job['type']} 1"
        return f"resolve {incidents[0]['element_id']}"
    moves = [f"complete {type}" for type in run.jobs()]
    if run.store.find("user_task", state="CREATED"):
        moves.append("complete_task")
    if run.store.find("message_subscription", message_subscription_state="CREATED"):
        moves.append("publish m 1")
    if any(row["due"] is not None for row in run.store.find("trigger_subscription", kind="timer")):
        moves.append("pass 3600")
    if wild:
        for job in run.store.find("job"):
            if job["phase"] == "ready":
                moves.append(f"fail {job['type']}")
                # The job of a task listener cannot throw an error.
                moves += [f"throw {job['type']} E"] if job["kind"] != "TASK_LISTENER" else []
                break
        moves.append("broadcast go")
    return chance.choice(moves) if moves else ""


def drive(run: Run, seed: int) -> list[str]:
    """Drives an instance to its end by random moves; the commands that were given."""
    chance, given_ = Random(seed), ["start"]
    run.do("start")
    assert inconsistencies(run) == []
    while run.store.find("process_instance", state="ACTIVE", limit=1):
        assert len(given_) < _PATIENCE, "it never ends"
        command = move(run, chance, wild=len(given_) < _WILD)
        assert command, "it waits for nothing from outside"
        given_.append(command)
        run.do(command)
        assert inconsistencies(run) == [], given_
    return given_


def ends_whole(made: tuple[str, list[tuple[str, str]]], seed: int) -> None:
    text, pairs = made
    note(text)
    run = Run(text)
    commands = drive(run, seed)
    note(str(commands))
    assert set(run.states().split()) <= {"COMPLETED", "TERMINATED"}
    assert run.store.find("process_instance", limit=1)[0]["state"] == "COMPLETED"
    assert run.store.count("execution") == 0
    for first, last in pairs:
        counts = [run.store.count("element_instance", element_id=id, state="COMPLETED") for id in (first, last)]
        assert counts[0] == counts[1], (first, last, counts)


def survives(made: tuple[str, list[tuple[str, str]]], seed: int) -> None:
    """The same commands with a kill after each of them: the file is copied as it is, and another engine goes on."""
    text, _ = made
    note(text)
    calm = Run(text)
    commands = drive(calm, seed)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "0.db"
        run = Run(text, Store(str(here), 0, MARKS, lambda store: None))
        for number, command in enumerate(commands, 1):
            run.do(command)
            there = Path(folder) / f"{number}.db"
            for end in ("", "-wal"):
                if Path(f"{here}{end}").exists():
                    shutil.copy(f"{here}{end}", f"{there}{end}")
            killed, at, here = run, run.at, there
            run = Run("", Store(str(there), 0, MARKS, lambda store: None))
            run.at = at
            assert inconsistencies(run) == []
            killed.store.close()
        assert (run.trail(), run.states(), run.variables()) == (calm.trail(), calm.states(), calm.variables())
        run.store.close()


@given(processes(), st.integers(0, 2**32))
@_FEW
def test_a_process_ends_whole(made: tuple[str, list[tuple[str, str]]], seed: int) -> None:
    ends_whole(made, seed)


@pytest.mark.long
@given(processes(), st.integers(0, 2**32))
@_MANY
def test_many_processes_end_whole(made: tuple[str, list[tuple[str, str]]], seed: int) -> None:
    ends_whole(made, seed)


@given(processes(), st.integers(0, 2**32))
@_FEW_FILES
def test_a_process_survives_kills(made: tuple[str, list[tuple[str, str]]], seed: int) -> None:
    survives(made, seed)


@pytest.mark.long
@given(processes(), st.integers(0, 2**32))
@_MANY_FILES
def test_many_processes_survive_kills(made: tuple[str, list[tuple[str, str]]], seed: int) -> None:
    survives(made, seed)
