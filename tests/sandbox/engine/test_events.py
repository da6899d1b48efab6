"""Every kind of event at each place where BPMN allows it."""

from __future__ import annotations

import pytest

from c8tui.sandbox.deployments import File, NotDeployable
from tests.sandbox.engine.notation import bpmn
from tests.sandbox.engine.running import Case, Run, case
from tests.sandbox.engine.tables import check, every

STARTS = [
    case("none start", "s start\ne end\ns > e", "start a=1", trail="s e", variables={"a": 1}),
    case(
        "message start",
        "s start message:paid\nx service work\ne end\ns > x > e",
        "publish paid 7 a=1",
        "complete work",
        trail="s x e",
        variables={"a": 1},
    ),
    case(
        "message start: one instance a key at a time",
        "s start message:paid\nx service work\ne end\ns > x > e",
        "keep paid 7 a=1",
        "keep paid 7 a=2",
        "complete work",
        trail="s x e s x?",
        states="COMPLETED ACTIVE",
        variables={"a": 1},
        jobs=("work",),
    ),
    case(
        "message start with an output mapping",
        "s start message:paid out.b==a\ne end\ns > e",
        "publish paid '' a=1",
        trail="s e",
        variables={"b": 1},
    ),
    case("timer start by date", "s start date:2027-01-15T09:00:00Z\ne end\ns > e", "pass 3599", "pass 1", trail="s e"),
    case(
        "timer start by date: not before",
        "s start date:2027-01-15T09:00:00Z\ne end\ns > e",
        "pass 3599",
        trail="",
        states="",
    ),
    case(
        "timer start by cycle",
        "s start cycle:R2/PT1H\ne end\ns > e",
        "pass 3600",
        "pass 3600",
        "pass 3600",
        trail="s e s e",
        states="COMPLETED COMPLETED",
    ),
    case(
        "timer start by cron expression",
        "s start cycle:'0 30 8-9 * * *'\ne end\ns > e",
        "pass 1799",
        "pass 1",
        "pass 3600",
        "pass 3600",
        trail="s e s e",
        states="COMPLETED COMPLETED",
    ),
    case(
        "timer start by the function cycle",
        "s start cycle:'=cycle(2, duration(\"PT1H\"))'\ne end\ns > e",
        "pass 3600",
        "pass 3600",
        "pass 3600",
        trail="s e s e",
        states="COMPLETED COMPLETED",
    ),
    case(
        "message start named by an expression",
        "s start 'message:=\"go\"'\ne end\ns > e",
        "publish go",
        trail="s e",
    ),
    case(
        "signal start named by an expression",
        's start \'signal:="g" + "o"\'\ne end\ns > e',
        "broadcast go",
        trail="s e",
    ),
    case(
        "signal start",
        "s start signal:go\ne end\ns > e",
        "broadcast go a=1",
        "broadcast other",
        trail="s e",
        variables={"a": 1},
    ),
    case(
        "two start events, one of them a signal",
        "s start\nt start signal:go\nx service work\ne end\ns > x > e\nt > x",
        "start",
        "broadcast go",
        trail="s x? t x?",
        states="ACTIVE ACTIVE",
        jobs=("work", "work"),
    ),
]

CATCHES = [
    case(
        "catch a message",
        "s start\nc catch message:paid/=id\ne end\ns > c > e",
        "start id=7",
        "publish paid 8",
        "publish other 7",
        "publish paid 7 a=1",
        trail="s c e",
        variables={"id": 7, "a": 1},
    ),
    case(
        "catch a message with an output mapping",
        "s start\nc catch message:paid/=id out.b==a\ne end\ns > c > e",
        "start id=7",
        "publish paid 7 a=1",
        trail="s c e",
        variables={"id": 7, "b": 1},
    ),
    case(
        "a buffered message is caught",
        "s start\nc catch message:paid/=id\ne end\ns > c > e",
        "keep paid 7 a=1",
        "start id=7",
        trail="s c e",
        variables={"id": 7, "a": 1},
    ),
    case(
        "a message whose time to live is over",
        "s start\nc catch message:paid/=id\ne end\ns > c > e",
        "keep paid 7 a=1",
        "pass 3600",
        "start id=7",
        trail="s c?",
        states="ACTIVE",
        variables={"id": 7},
    ),
    case(
        "a message of no time to live is not buffered",
        "s start\nc catch message:paid/=id\ne end\ns > c > e",
        "publish paid 7",
        "start id=7",
        trail="s c?",
        states="ACTIVE",
        variables={"id": 7},
    ),
    case(
        "a message reaches one instance of a process",
        "s start\nc catch message:paid/=id\ne end\ns > c > e",
        "start id=7",
        "start id=7",
        "publish paid 7",
        trail="s c s c? e",
        states="COMPLETED ACTIVE",
        variables={"id": 7},
    ),
    case(
        "the name of a message by FEEL",
        "s start\nc catch 'message:=\"paid-\" + kind/=id'\ne end\ns > c > e",
        "start id=7 kind='\"x\"'",
        "publish paid-x 7",
        trail="s c e",
        variables={"id": 7, "kind": "x"},
    ),
    case(
        "catch a timer by duration",
        "s start\nc catch timer:PT1H\ne end\ns > c > e",
        "start",
        "pass 3600",
        trail="s c e",
    ),
    case(
        "catch a timer: not before",
        "s start\nc catch timer:PT1H\ne end\ns > c > e",
        "start",
        "pass 3599",
        trail="s c?",
        states="ACTIVE",
    ),
    case(
        "catch a timer by date",
        "s start\nc catch date:2027-01-15T09:00:00Z\ne end\ns > c > e",
        "start",
        "pass 3600",
        trail="s c e",
    ),
    case(
        "a timer by a date of the past",
        "s start\nc catch date:2026-01-15T09:00:00Z\ne end\ns > c > e",
        "start",
        trail="s c e",
    ),
    case(
        "a timer by FEEL",
        "s start\nc catch timer:=wait\ne end\ns > c > e",
        "start wait='\"PT2H\"'",
        "pass 7200",
        trail="s c e",
        variables={"wait": "PT2H"},
    ),
    case(
        "a timer by a FEEL duration",
        's start\nc catch \'timer:=duration("PT" + string(hours) + "H")\'\ne end\ns > c > e',
        "start hours=2",
        "pass 7200",
        trail="s c e",
        variables={"hours": 2},
    ),
    case(
        "catch a signal",
        "s start\nc catch signal:go\ne end\ns > c > e",
        "start",
        "start",
        "broadcast go a=1",
        trail="s c s c e e",
        states="COMPLETED COMPLETED",
        variables={"a": 1},
    ),
    case(
        "a signal of nobody is not buffered",
        "s start\nc catch signal:go\ne end\ns > c > e",
        "broadcast go",
        "start",
        trail="s c?",
        states="ACTIVE",
    ),
    case(
        "catch a condition",
        "s start\nc catch 'conditional:=a > 5'\ne end\ns > c > e",
        "start a=1",
        "set p a=4",
        "set p a=6",
        trail="s c e",
        variables={"a": 6},
    ),
    case(
        "a condition that is true already",
        "s start\nc catch 'conditional:=a > 5'\ne end\ns > c > e",
        "start a=6",
        trail="s c e",
        variables={"a": 6},
    ),
    case(
        "links",
        "s start\nt throw link:on\nc catch link:on\ne end\ns > t\nc > e",
        "start",
        trail="s t c e",
    ),
    case(
        "two throws of one link",
        "s start\ng and\nt throw link:on\nu throw link:on\nc catch link:on\nx service work\ne end\n"
        "s > g > t\ng > u\nc > x > e",
        "start",
        "complete work",
        "complete work",
        trail="s g t u c c x x e e",
    ),
]

THROWS = [
    case("throw nothing", "s start\nt throw\ne end\ns > t > e", "start", trail="s t e"),
    case(
        "throw a message by a job",
        "s start\nt throw message:m job=send\ne end\ns > t > e",
        "start",
        "complete send a=1",
        trail="s t e",
        variables={"a": 1},
    ),
    case(
        "throw a signal",
        "process p\n  s start\n  t throw signal:go\n  e end\n  s > t > e\n"
        "process q\n  qs start signal:go\n  qe end\n  qs > qe",
        "start",
        trail="s t qs e qe",
        states="COMPLETED COMPLETED",
    ),
    case(
        "throw an escalation that nothing catches",
        "s start\nt throw escalation:late\ne end\ns > t > e",
        "start",
        trail="s t e",
    ),
    case(
        "output mapping of a throw event",
        "s start\nt throw out.b==a+1\ne end\ns > t > e",
        "start a=1",
        trail="s t e",
        variables={"a": 1, "b": 2},
    ),
    case(
        "end with a message by a job", "s start\ne end message:m job=send\ns > e", "start", "complete send", trail="s e"
    ),
    case(
        "end with a signal",
        "s start\ng and\nc catch signal:go\nd end\ne end signal:go\ns > g > c > d\ng > e",
        "start",
        trail="s g c e d",
    ),
    case("end with an escalation that nothing catches", "s start\ne end escalation:late\ns > e", "start", trail="s e"),
    case(
        "end with an error that nothing catches",
        "s start\ne end error:E\ns > e",
        "start",
        trail="s e?",
        states="ACTIVE",
        incidents=("UNHANDLED_ERROR_EVENT@e",),
    ),
    case(
        "terminate ends the process",
        "s start\ng and\nx service work\nd end\ne end terminate\ns > g > x > d\ng > e",
        "start",
        trail="s g x! e",
    ),
    case(
        "terminate ends its subprocess only",
        """
        s start
        a sub
          as start
          ag and
          x service work
          ad end
          ae end terminate
          as > ag > x > ad
          ag > ae
        y service next
        e end
        s > a > y > e
        """,
        "start",
        "complete next",
        trail="s a as ag x! ae y e",
    ),
]

_TASK = "s start\nx service work\ne end\nd end\ns > x > e\nb > d\n"
BOUNDARIES = [
    case(
        "boundary message, interrupting",
        _TASK + "b boundary message:stop/=id at=x",
        "start id=7",
        "publish stop 7 a=1",
        trail="s x! b d",
        variables={"id": 7, "a": 1},
    ),
    case(
        "boundary message, not interrupting, twice",
        _TASK + "b boundary message:stop/=id at=x parallel",
        "start id=7",
        "publish stop 7",
        "publish stop 7",
        "complete work",
        trail="s x b d b d e",
        variables={"id": 7},
    ),
    case("boundary timer, interrupting", _TASK + "b boundary timer:PT1H at=x", "start", "pass 3600", trail="s x! b d"),
    case(
        "boundary timer is gone with its activity",
        _TASK + "b boundary timer:PT1H at=x",
        "start",
        "complete work",
        "pass 3600",
        trail="s x e",
    ),
    case(
        "boundary timer by date",
        _TASK + "b boundary date:2027-01-15T09:00:00Z at=x",
        "start",
        "pass 3600",
        trail="s x! b d",
    ),
    case(
        "boundary timer, not interrupting, fires once",
        _TASK + "b boundary timer:PT1H at=x parallel",
        "start",
        "pass 3600",
        "pass 3600",
        "complete work",
        trail="s x b d e",
    ),
    case(
        "boundary timer by cycle, limited",
        _TASK + "b boundary cycle:R2/PT1H at=x parallel",
        "start",
        "pass 3600",
        "pass 3600",
        "pass 3600",
        "complete work",
        trail="s x b d b d e",
    ),
    case(
        "boundary timer by cron expression",
        _TASK + "b boundary 'cycle:0 0 * * * *' at=x parallel",
        "start",
        "pass 3600",
        "pass 3600",
        trail="s x? b d b d",
        states="ACTIVE",
        jobs=("work",),
    ),
    case(
        "boundary timer by cycle, for ever",
        _TASK + "b boundary cycle:R/PT1H at=x parallel",
        "start",
        "pass 3600",
        "pass 3600",
        "pass 3600",
        trail="s x? b d b d b d",
        states="ACTIVE",
        jobs=("work",),
    ),
    case(
        "boundary signal, interrupting", _TASK + "b boundary signal:go at=x", "start", "broadcast go", trail="s x! b d"
    ),
    case(
        "boundary signal, not interrupting",
        _TASK + "b boundary signal:go at=x parallel",
        "start",
        "broadcast go",
        "broadcast go",
        "complete work",
        trail="s x b d b d e",
    ),
    case(
        "boundary error by code",
        _TASK + "b boundary error:E at=x",
        "start",
        "throw work E a=1",
        trail="s x! b d",
        variables={"a": 1},
    ),
    case("boundary error of all codes", _TASK + "b boundary error at=x", "start", "throw work E", trail="s x! b d"),
    case(
        "the named error event before the one of all codes",
        _TASK + "b boundary error at=x\nc boundary error:E at=x\nf end\nc > f",
        "start",
        "throw work E",
        trail="s x! c f",
    ),
    case(
        "boundary error of another code",
        _TASK + "b boundary error:F at=x",
        "start",
        "throw work E",
        trail="s x?",
        states="ACTIVE",
        incidents=("UNHANDLED_ERROR_EVENT@x",),
    ),
    case(
        "boundary error with an output mapping",
        _TASK + "b boundary error:E at=x out.why==reason",
        "start",
        "throw work E reason='\"r\"'",
        trail="s x! b d",
        variables={"why": "r"},
    ),
    case(
        "boundary condition, interrupting",
        _TASK + "b boundary 'conditional:=a > 5' at=x",
        "start a=1",
        "set p a=6",
        trail="s x! b d",
        variables={"a": 6},
    ),
    case(
        "boundary condition, not interrupting",
        _TASK + "b boundary 'conditional:=a > 5' at=x parallel",
        "start a=1",
        "set p a=6",
        "complete work",
        trail="s x b d e",
        variables={"a": 6},
    ),
    case(
        "a condition that was true at the beginning",
        _TASK + "b boundary 'conditional:=a > 5' at=x",
        "start a=6",
        trail="s x! b d",
        variables={"a": 6},
    ),
    case(
        "a condition looks at its variables only",
        _TASK + "b boundary 'conditional:=a > 5' at=x of=a parallel",
        "start a=1",
        "set p a=6",
        "set p b=1",
        "complete work",
        trail="s x b d e",
        variables={"a": 6, "b": 1},
    ),
    case(
        "a condition looks at updates only",
        _TASK + "b boundary 'conditional:=a + c > 5' at=x when=update parallel",
        "start a=1",
        "set p c=9",
        "set p a=2",
        "complete work",
        trail="s x b d e",
        variables={"a": 2, "c": 9},
    ),
    case(
        "a condition does not look at what it cannot see",
        """
        s start
        g and
        x service one
        y service two
        e end
        b boundary 'conditional:=a > 5' at=x parallel
        d end
        s > g > x > e
        g > y > e
        b > d
        """,
        "start a=6",
        "local y a=7",
        trail="s g x? y? b d",
        states="ACTIVE",
        variables={"a": 6},
        jobs=("one", "two"),
    ),
    case(
        "a condition is looked at again with every change",
        _TASK + "b boundary 'conditional:=a > 5' at=x parallel",
        "start a=6",
        "set p a=7",
        "set p a=7",
        "set p a=1",
        "complete work",
        trail="s x b d b d e",
        variables={"a": 1},
    ),
    case(
        "boundary message on a user task",
        "s start\nx user\ne end\nd end\ns > x > e\nb > d\nb boundary message:stop/=id at=x",
        "start id=7",
        "publish stop 7",
        trail="s x! b d",
        variables={"id": 7},
    ),
    case(
        "boundary timer on a receive task",
        "s start\nx receive m/=id\ne end\nd end\ns > x > e\nb > d\nb boundary timer:PT1H at=x",
        "start id=7",
        "pass 3600",
        "publish m 7",
        trail="s x! b d",
        variables={"id": 7},
    ),
    case(
        "two boundary events: the first one wins",
        _TASK + "b boundary timer:PT1H at=x\nc boundary message:stop/=id at=x\nc > d",
        "start id=7",
        "publish stop 7",
        "pass 3600",
        trail="s x! c d",
        variables={"id": 7},
    ),
    case(
        "of two timers that are due, the one that was due first",
        _TASK + "b boundary timer:PT2H at=x\nc boundary timer:PT1H at=x\nc > d",
        "start",
        "pass 10800",
        trail="s x! c d",
    ),
]

_SUB = """
    s start
    a sub
      as start
      x service work
      ae end
      as > x > ae
    e end
    d end
    s > a > e
    b > d
"""
SUBPROCESS_BOUNDARIES = [
    case(
        "boundary timer on a subprocess",
        _SUB + "    b boundary timer:PT1H at=a",
        "start",
        "pass 3600",
        trail="s a! as x! b d",
    ),
    case(
        "boundary message on a subprocess, not interrupting",
        _SUB + "    b boundary message:m/=id at=a parallel",
        "start id=7",
        "publish m 7",
        "complete work",
        trail="s a as x b d ae e",
        variables={"id": 7},
    ),
    case(
        "an error inside a subprocess",
        _SUB + "    b boundary error:E at=a",
        "start",
        "throw work E",
        trail="s a! as x! b d",
    ),
    *(
        case(
            f"an escalation {how} of a subprocess, {name}",
            f"""
            s start
            a sub
              as start
              t {how} escalation:late
              {tail}
            e end
            d end
            s > a > e
            b > d
            b boundary escalation:late at=a {word}
            """,
            "start",
            *does,
            trail=trail,
        )
        for how, name, word, tail, does, trail in (
            ("end", "interrupting", "", "as > t", (), "s a! as t! b d"),
            ("end", "not interrupting", "parallel", "as > t", (), "s a as t b d e"),
            (
                "throw",
                "interrupting",
                "",
                "x service work\n              ae end\n              as > t > x > ae",
                (),
                "s a! as t! b d",
            ),
            (
                "throw",
                "not interrupting",
                "parallel",
                "x service work\n              ae end\n              as > t > x > ae",
                ("complete work",),
                "s a as t b x d ae e",
            ),
        )
    ),
    case(
        "an error end event of a subprocess",
        """
        s start
        a sub
          as start
          ae end error:E
          as > ae
        e end
        d end
        s > a > e
        b > d
        b boundary error:E at=a
        """,
        "start",
        trail="s a! as ae! b d",
    ),
    case(
        "the innermost event catches an error",
        """
        s start
        a sub
          as start
          i sub
            is start
            x service work
            ie end
            is > x > ie
          c boundary error:E at=i
          ae end
          ce end
          as > i > ae
          c > ce
        e end
        d end
        b boundary error:E at=a
        s > a > e
        b > d
        """,
        "start",
        "throw work E",
        trail="s a as i! is x! c ce e",
    ),
]


def _event_subprocess(start: str) -> str:
    return f"""
    s start
    x service work
    e end
    s > x > e
    h eventsub
      hs start {start}
      he end
      hs > he
    """


EVENT_SUBPROCESSES = [
    *(
        case(
            f"event subprocess by {name}, {'not interrupting' if parallel else 'interrupting'}",
            _event_subprocess(f"{start}{' parallel' if parallel else ''}"),
            "start a=1",
            does,
            *(("complete work",) if parallel else ()),
            trail="s x h hs he e" if parallel else "s x! h hs he",
            variables={"a": 6 if does.startswith("set") else 1},
        )
        for name, start, does in (
            ("message", "message:m/=a", "publish m 1"),
            ("timer", "timer:PT1H", "pass 3600"),
            ("date", "date:2027-01-15T09:00:00Z", "pass 3600"),
            ("signal", "signal:go", "broadcast go"),
            ("condition", "'conditional:=a > 5'", "set p a=6"),
        )
        for parallel in (False, True)
    ),
    case(
        "event subprocess by timer cycle",
        _event_subprocess("cycle:R2/PT1H parallel"),
        "start",
        "pass 3600",
        "pass 3600",
        "pass 3600",
        "complete work",
        trail="s x h hs he h hs he e",
    ),
    case(
        "event subprocess by error",
        _event_subprocess("error:E"),
        "start",
        "throw work E a=1",
        trail="s x! h hs he",
        variables={"a": 1},
    ),
    case("event subprocess by any error", _event_subprocess("error"), "start", "throw work E", trail="s x! h hs he"),
    *(
        case(
            f"event subprocess by escalation, {'not interrupting' if parallel else 'interrupting'}",
            f"""
            s start
            t throw escalation:late
            x service work
            e end
            s > t > x > e
            h eventsub
              hs start escalation:late {"parallel" if parallel else ""}
              he end
              hs > he
            """,
            "start",
            *(("complete work",) if parallel else ()),
            trail="s t h hs x he e" if parallel else "s t! h hs he",
        )
        for parallel in (False, True)
    ),
    case(
        "an event subprocess in a subprocess",
        """
        s start
        a sub
          as start
          x service work
          ae end
          as > x > ae
          h eventsub
            hs start message:m/=id
            y service repair
            he end
            hs > y > he
        e end
        s > a > e
        """,
        "start id=7",
        "publish m 7",
        "complete repair",
        trail="s a as x! h hs y he e",
        variables={"id": 7},
    ),
    case(
        "a boundary event stays when an event subprocess has interrupted what is inside",
        """
        s start
        a sub
          as start
          x service work
          ae end
          as > x > ae
          h eventsub
            hs start message:m/=id
            y service repair
            he end
            hs > y > he
        e end
        d end
        b boundary timer:PT1H at=a
        s > a > e
        b > d
        """,
        "start id=7",
        "publish m 7",
        "pass 3600",
        trail="s a! as x! h! hs y! b d",
        variables={"id": 7},
    ),
    case(
        "an interrupted scope does not listen any more",
        """
        s start
        x service work
        e end
        s > x > e
        h eventsub
          hs start message:m/=id
          y service repair
          he end
          hs > y > he
        k eventsub
          ks start signal:go parallel
          ke end
          ks > ke
        """,
        "start id=7",
        "publish m 7",
        "broadcast go",
        "publish m 7",
        trail="s x! h hs y?".replace("h ", "h? "),
        states="ACTIVE",
        variables={"id": 7},
        jobs=("repair",),
    ),
    case(
        "an error inside of an event subprocess goes to the scope around",
        """
        s start
        a sub
          as start
          x service work
          ae end
          as > x > ae
          h eventsub
            hs start error:E
            he end error:E
            hs > he
        e end
        d end
        b boundary error:E at=a
        s > a > e
        b > d
        """,
        "start",
        "throw work E",
        trail="s a! as x! h! hs he! b d",
    ),
    case(
        "the same event subprocess twice at a time",
        """
        s start
        x service work
        e end
        s > x > e
        h eventsub
          hs start message:m/=id parallel
          y service repair
          he end
          hs > y > he
        """,
        "start id=7",
        "publish m 7 n=1",
        "publish m 7 n=2",
        "complete work",
        "complete repair",
        "complete repair",
        trail="s x h hs y h hs y e he he",
        variables={"id": 7, "n": 2},
    ),
    case(
        "variables of an event subprocess",
        """
        s start
        x service work
        e end
        s > x > e
        h eventsub
          hs start message:m/=id parallel out.got==n
          he end
          hs > he
        """,
        "start id=7",
        "publish m 7 n=1",
        "complete work",
        trail="s x h hs he e",
        variables={"id": 7, "got": 1},
    ),
]


@every([*STARTS, *CATCHES, *THROWS, *BOUNDARIES, *SUBPROCESS_BOUNDARIES, *EVENT_SUBPROCESSES])
def test_events(one: Case) -> None:
    check(one)


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("cycle:=1", "'=1' gives no cycle for the timer 's'."),
        ("cycle:'0 0 0 30 2 *'", "'0 0 0 30 2 *' gives no cycle for the timer 's'."),
        ("date:=when", "'=when' gives no date for the timer 's'."),
        ("message:=name", "'=name' gives no name of a message or signal for the start 's'."),
        ("signal:=7", "'=7' gives no name of a message or signal for the start 's'."),
    ],
)
def test_a_start_event_that_can_wait_for_nothing_is_not_deployed(start: str, reason: str) -> None:
    run = Run("s start\ne end\ns > e")
    with pytest.raises(NotDeployable) as refused:
        run.deploy(File("p.bpmn", bpmn(f"s start {start}\ne end\ns > e")))
    assert refused.value.reasons == (f"p.bpmn: {reason}",)
    run.do("start")
    assert run.states() == "COMPLETED"
