"""Incidents of every kind: resolved too early they come back, and once the cause is gone the instance goes on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.sandbox.engine.running import Run, inconsistencies


@dataclass(frozen=True)
class Trouble:
    """A process that gets stuck, as what and where, what takes the cause away, and what is left when it has ended."""

    process: str
    start: tuple[str, ...]
    error: str
    """The type of the incident and its element, as `TYPE@element`."""
    cure: str
    rest: tuple[str, ...]
    trail: str
    states: str = "COMPLETED"


def _one(task: str, *more: str) -> str:
    return "\n".join(["s start", task, "e end", "s > x > e", *more])


_CALL = "process p\n  s start\n  x call q\n  e end\n  s > x > e\nprocess q\n  qs start\n"
_BAD = "EXTRACT_VALUE_ERROR"
_NUMBER = "set p v='\"PT1H\"'"
TROUBLES = {
    "job type": Trouble(
        _one("x service =v"), ("start v=1",), f"{_BAD}@x", "set p v='\"work\"'", ("complete work",), "s x e"
    ),
    "job retries": Trouble(
        _one("x service work retries==v"), ("start v='\"a\"'",), f"{_BAD}@x", "set p v=2", ("complete work",), "s x e"
    ),
    "assignee": Trouble(
        _one("x user assignee==v"), ("start v=1",), f"{_BAD}@x", "set p v='\"ben\"'", ("complete_task",), "s x e"
    ),
    "candidates": Trouble(
        _one("x user candidateGroups==v"), ("start v=1",), f"{_BAD}@x", "set p v='[\"a\"]'", ("complete_task",), "s x e"
    ),
    "due date": Trouble(
        _one("x user dueDate==v"),
        ("start v='\"soon\"'",),
        f"{_BAD}@x",
        "set p v='\"2027-02-01T08:00:00Z\"'",
        ("complete_task",),
        "s x e",
    ),
    "priority": Trouble(
        _one("x user priority==v"), ("start v=101",), f"{_BAD}@x", "set p v=100", ("complete_task",), "s x e"
    ),
    "form": Trouble(
        _one("x user formId=approve"), ("start",), "FORM_NOT_FOUND@x", "bring form", ("complete_task",), "s x e"
    ),
    "timer": Trouble(
        "s start\nx catch timer:=v\ne end\ns > x > e",
        ("start v='\"soon\"'",),
        f"{_BAD}@x",
        _NUMBER,
        ("pass 3600",),
        "s x e",
    ),
    "boundary timer": Trouble(
        _one("x service work", "b boundary timer:=v at=x", "d end", "b > d"),
        ("start v=1",),
        f"{_BAD}@x",
        _NUMBER,
        ("pass 3600",),
        "s x! b d",
    ),
    "second of two boundary events": Trouble(
        _one("x service work", "b boundary timer:PT1H at=x", "d end", "b > d", "c boundary message:m/=v at=x", "c > d"),
        ("start v=[]",),
        f"{_BAD}@x",
        "set p v=1",
        ("complete work",),
        "s x e",
    ),
    "boundary event of a user task": Trouble(
        _one("x user", "b boundary timer:=v at=x", "d end", "b > d"),
        ("start v=1",),
        f"{_BAD}@x",
        _NUMBER,
        ("complete_task",),
        "s x e",
    ),
    "boundary event of a receive task": Trouble(
        _one("x receive m/=k", "b boundary timer:=v at=x", "d end", "b > d"),
        ("start v=1 k=7",),
        f"{_BAD}@x",
        _NUMBER,
        ("publish m 7",),
        "s x e",
    ),
    "correlation key": Trouble(
        "s start\nx catch message:m/=v\ne end\ns > x > e",
        ("start",),
        f"{_BAD}@x",
        "set p v=7",
        ("publish m 7",),
        "s x e",
    ),
    "message name": Trouble(
        "s start\nx catch message:=v/=1\ne end\ns > x > e",
        ("start v=1",),
        f"{_BAD}@x",
        "set p v='\"m\"'",
        ("publish m 1",),
        "s x e",
    ),
    "receive task": Trouble(_one("x receive m/=v"), ("start",), f"{_BAD}@x", "set p v=7", ("publish m 7",), "s x e"),
    "event gateway": Trouble(
        "s start\ng race\nx catch message:m/=v\ny catch timer:PT1H\ne end\ns > g > x > e\ng > y > e",
        ("start",),
        f"{_BAD}@g",
        "set p v=7",
        ("publish m 7",),
        "s g x e",
    ),
    "event subprocess of a process": Trouble(
        "s start\nx service work\ne end\ns > x > e\nh eventsub\n  hs start message:m/=v\n  he end\n  hs > he",
        ("start",),
        f"{_BAD}@p",
        "set p v=7",
        ("publish m 7",),
        "s x! h hs he",
    ),
    "event subprocess of a subprocess": Trouble(
        """
        s start
        a sub
          as start
          x service work
          ae end
          as > x > ae
          h eventsub
            hs start message:m/=v
            he end
            hs > he
        e end
        b boundary timer:PT1H at=a
        d end
        b > d
        s > a > e
        """,
        ("start",),
        f"{_BAD}@a",
        "set p v=7",
        ("publish m 7", "pass 3600"),
        "s a as x! h hs he e",
    ),
    "condition of a flow": Trouble(
        "s start\nx xor\ne end\nf end\ns > x\nx > e if =v\nx > f else",
        ("start v=1",),
        f"{_BAD}@x",
        "set p v=true",
        (),
        "s x e",
    ),
    "no flow": Trouble(
        "s start\nx xor\ne end\nf end\ns > x\nx > e if '=v = 1'\nx > f if '=v = 2'",
        ("start v=0",),
        "CONDITION_ERROR@x",
        "set p v=1",
        (),
        "s x e",
    ),
    "no flow of an inclusive gateway": Trouble(
        "s start\nx or\ne end\nf end\ns > x\nx > e if '=v = 1'\nx > f if '=v = 1'",
        ("start v=0",),
        "CONDITION_ERROR@x",
        "set p v=1",
        (),
        "s x e f",
    ),
    "input mapping": Trouble(
        _one("x service work in.a='=assert(v, v != null)'"),
        ("start v=null",),
        "IO_MAPPING_ERROR@x",
        "set p v=1",
        ("complete work",),
        "s x e",
    ),
    "output mapping": Trouble(
        _one("x task out.a='=assert(v, v != null)'"), ("start v=null",), "IO_MAPPING_ERROR@x", "set p v=1", (), "s x e"
    ),
    "output mapping of a job": Trouble(
        _one("x service work out.a='=assert(v, v != null)'"),
        ("start v=null", "complete work"),
        "IO_MAPPING_ERROR@x",
        "set p v=1",
        (),
        "s x e",
    ),
    "collection": Trouble(
        _one("x service work each==v"), ("start v=1",), f"{_BAD}@x", "set p v=[1]", ("complete work",), "s x x e"
    ),
    "inner instance of a loop": Trouble(
        _one("x service =v each==[1]"), ("start v=1",), f"{_BAD}@x", "set p v='\"work\"'", ("complete work",), "s x x e"
    ),
    "completion condition": Trouble(
        _one("x service work each==[1,2] until==v"),
        ("start v=1", "complete work"),
        f"{_BAD}@x",
        "set p v=true",
        (),
        "s x x x! e",
    ),
    "called process": Trouble(
        "s start\nx call later\ne end\ns > x > e",
        ("start",),
        "CALLED_ELEMENT_ERROR@x",
        "bring later",
        (),
        "s x s e e",
        "COMPLETED COMPLETED",
    ),
    "id of the called process": Trouble(
        "s start\nx call =v\ne end\ns > x > e",
        ("bring later", "start v=1"),
        f"{_BAD}@x",
        "set p v='\"later\"'",
        (),
        "s x s e e",
        "COMPLETED COMPLETED",
    ),
    "decision that is missing": Trouble(
        _one("x rule double result=d"), ("start n=1",), "CALLED_DECISION_ERROR@x", "bring decision", (), "s x e"
    ),
    "decision that fails": Trouble(
        _one("x rule sorted result=d"),
        ("bring decision", "start n=7"),
        "DECISION_EVALUATION_ERROR@x",
        "set p n=1",
        (),
        "s x e",
    ),
    "job": Trouble(
        _one("x service work"),
        ("start", "fail work 0"),
        "JOB_NO_RETRIES@x",
        "retries work 1",
        ("complete work",),
        "s x e",
    ),
    "execution listener": Trouble(
        _one("x task on.end=a"),
        ("start", "fail a 0"),
        "EXECUTION_LISTENER_NO_RETRIES@x",
        "retries a 1",
        ("complete a",),
        "s x e",
    ),
    "listener of a process": Trouble(
        "process p on.start=a\n  s start\n  e end\n  s > e",
        ("start", "fail a 0"),
        "EXECUTION_LISTENER_NO_RETRIES@p",
        "retries a 1",
        ("complete a",),
        "s e",
    ),
    "type of a listener": Trouble(
        _one("x task on.start==v"), ("start v=1",), f"{_BAD}@x", "set p v='\"a\"'", ("complete a",), "s x e"
    ),
    "task listener": Trouble(
        _one("x user task.completing=a"),
        ("start", "complete_task", "fail a 0"),
        "TASK_LISTENER_NO_RETRIES@x",
        "retries a 1",
        ("complete a",),
        "s x e",
    ),
    "type of a task listener": Trouble(
        _one("x user task.completing==v"),
        ("start v=1", "complete_task"),
        f"{_BAD}@x",
        "set p v='\"a\"'",
        ("complete a",),
        "s x e",
    ),
    "code of an error": Trouble(
        """
        s start
        a sub
          as start
          x end error:=v
          as > x
        e end
        b boundary error:E at=a
        d end
        b > d
        s > a > e
        """,
        ("start v=1",),
        f"{_BAD}@x",
        "set p v='\"E\"'",
        (),
        "s a! as x! b d",
    ),
    "uncaught error of an end event": Trouble(
        """
        s start
        a sub
          as start
          x end error:=v
          as > x
        e end
        b boundary error:E at=a
        d end
        b > d
        s > a > e
        """,
        ("start v='\"F\"'",),
        "UNHANDLED_ERROR_EVENT@x",
        "set p v='\"E\"'",
        (),
        "s a! as x! b d",
    ),
    "incident of a called process": Trouble(
        _CALL + "  y service work\n  qe end\n  qs > y > qe",
        ("start", "fail work 0"),
        "JOB_NO_RETRIES@y",
        "retries work 1",
        ("complete work",),
        "s x qs y qe e",
        "COMPLETED COMPLETED",
    ),
}


@pytest.mark.parametrize("restarted", [False, True], ids=["", "restarted"])
@pytest.mark.parametrize("name", TROUBLES)
def test_incidents(name: str, restarted: bool) -> None:
    trouble = TROUBLES[name]
    run = Run(trouble.process)

    def do(*commands: str) -> None:
        for command in commands:
            run.do(command)
            if restarted:
                run.restart()
            assert inconsistencies(run) == []

    do(*trouble.start)
    assert run.incidents() == [trouble.error]
    (first,) = run.store.find("incident", state="ACTIVE")
    assert run.store.find("process_instance", limit=1)[0]["has_incident"] == 1
    do("resolve")
    assert run.incidents() == [trouble.error], "resolved too early it comes back"
    (again,) = run.store.find("incident", state="ACTIVE")
    assert again["key"] != first["key"]
    do(trouble.cure, "resolve")
    assert run.incidents() == []
    do(*trouble.rest)
    assert (run.trail(), run.states()) == (trouble.trail, trouble.states)
    assert not any(row["has_incident"] for row in run.store.find("process_instance"))
    assert not any(row["has_incident"] for row in run.store.find("element_instance"))


def test_an_error_of_a_job_that_nothing_catches() -> None:
    """It is the worker who throws again: resolved, the job is there once more."""
    run = Run(_one("x service work", "b boundary error:E at=x", "d end", "b > d"))
    run.do("start")
    run.do("throw work F")
    assert run.incidents() == ["UNHANDLED_ERROR_EVENT@x"]
    run.do("resolve")
    assert (run.incidents(), run.jobs()) == ([], ["work"])
    run.do("throw work E")
    assert run.trail() == "s x! b d"


@pytest.mark.parametrize("end", ["cancel", "pass 3600"])
@pytest.mark.parametrize("name", ["job", "job type", "input mapping", "output mapping", "collection", "priority"])
def test_an_incident_is_over_with_its_element(name: str, end: str) -> None:
    trouble = TROUBLES[name]
    inside = "\n".join(f"  {line}" for line in trouble.process.splitlines())
    around = f"os start\na sub\n{inside}\noe end\nob boundary timer:PT1H at=a\nod end\nos > a > oe\nob > od"
    run = Run(around)
    for command in trouble.start:
        run.do(command)
    assert run.incidents() == [trouble.error]
    run.do(end)
    assert (run.incidents(), inconsistencies(run)) == ([], [])
    assert run.states() == ("TERMINATED" if end == "cancel" else "COMPLETED")
