"""Every kind of task, mappings between scopes, and the listeners of both kinds."""

from __future__ import annotations

import pytest

from tests.sandbox.engine.running import Case, Run, case
from tests.sandbox.engine.tables import check, every


def _one(task: str) -> str:
    return f"s start\n{task}\ne end\ns > x > e"


TASKS = [
    case("undefined task", _one("x task"), "start", trail="s x e"),
    case("manual task", _one("x manual"), "start", trail="s x e"),
    case("service task", _one("x service work"), "start", "complete work a=1", trail="s x e", variables={"a": 1}),
    case("send task", _one("x send work"), "start", "complete work", trail="s x e"),
    case(
        "job type by FEEL",
        _one("x service '=\"work-\" + kind'"),
        "start kind='\"a\"'",
        trail="s x?",
        states="ACTIVE",
        variables={"kind": "a"},
        jobs=("work-a",),
    ),
    case("script by FEEL", _one("x script '=a + 1' result=b"), "start a=1", trail="s x e", variables={"a": 1, "b": 2}),
    case("script by a job", _one("x script work"), "start", "complete work", trail="s x e"),
    case(
        "decision by the engine",
        _one("x rule double result=d"),
        "bring decision",
        "start n=4",
        trail="s x e",
        variables={"n": 4, "d": 8},
    ),
    case("decision by a job", _one("x rule work"), "start", "complete work", trail="s x e"),
    case(
        "decision id by FEEL, output mapping",
        _one("x rule =which result=d out.twice==d"),
        "bring decision",
        "start n=4 which='\"double\"'",
        trail="s x e",
        variables={"n": 4, "which": "double", "twice": 8},
    ),
    case(
        "receive task",
        _one("x receive m/=id"),
        "start id=7",
        "publish m 7 a=1",
        trail="s x e",
        variables={"id": 7, "a": 1},
    ),
    case("user task", _one("x user"), "start", "task x completing a=1", trail="s x e", variables={"a": 1}),
    case(
        "user task with an output mapping",
        _one("x user out.b==a"),
        "start",
        "task x completing a=1",
        trail="s x e",
        variables={"b": 1},
    ),
    case("several failures with retries left", _one("x service work"), "start", "fail work 2", "fail work 1",
         "complete work", trail="s x e"),
    case("a task that loops back", "s start\ng xor\nx service work\nh xor\ne end\ns > g > x > h\nh > g if '=a < 3'\n"
         "h > e else", "start", "complete work a=1", "complete work a=2", "complete work a=3",
         trail="s g x h g x h g x h e", variables={"a": 3}),
    case("cancel", _one("x service work"), "start", "cancel", trail="s x!", states="TERMINATED"),
    case("cancel a user task", _one("x user"), "start", "cancel", trail="s x!", states="TERMINATED"),
    case(
        "two flows out of a task are a fork",
        "s start\nx task\ny service a\nz service b\ne end\ns > x > y > e\nx > z > e",
        "start",
        "complete a",
        "complete b",
        trail="s x y z e e",
    ),
    case(
        "an element without outgoing flows ends its path",
        "s start\nx service work\ns > x",
        "start",
        "complete work",
        trail="s x",
    ),
]  # fmt: skip

MAPPINGS = [
    case(
        "an input is local",
        _one("x service work in.b==a"),
        "start a=1",
        "complete work",
        trail="s x e",
        variables={"a": 1},
    ),
    case(
        "a nested input",
        _one("x service work in.o.n==a in.o.m==o.n+1 out.r==o"),
        "start a=1",
        "complete work",
        trail="s x e",
        variables={"a": 1, "r": {"n": 1, "m": 2}},
    ),
    case(
        "an input hides the variable of the same name",
        _one("x service work in.a==a+1"),
        "start a=1",
        "complete work a=9",
        trail="s x e",
        variables={"a": 1},
    ),
    case(
        "without output mappings all goes up",
        _one("x service work"),
        "start a=1",
        "complete work a=2 b=3",
        trail="s x e",
        variables={"a": 2, "b": 3},
    ),
    case(
        "with output mappings only they go up",
        _one("x service work out.c==a+b"),
        "start a=1",
        "complete work a=2 b=3",
        trail="s x e",
        variables={"a": 1, "c": 5},
    ),
    case(
        "a nested output goes into what is there",
        _one("x service work out.o.n==r"),
        "start o='{\"m\": 1}'",
        "complete work r=2",
        trail="s x e",
        variables={"o": {"m": 1, "n": 2}},
    ),
    case(
        "an output over what is no context",
        _one("x service work out.o.n==r"),
        "start o=1",
        "complete work r=2",
        trail="s x e",
        variables={"o": {"n": 2}},
    ),
    case("a mapping of nothing is null", _one("x task out.b==nothing"), "start", trail="s x e", variables={"b": None}),
    case("a static mapping", _one("x task out.b=text"), "start", trail="s x e", variables={"b": "text"}),
    case(
        "variables stop at the innermost scope that has them",
        """
        s start
        a sub in.n==1
          as start
          x service work
          ae end
          as > x > ae
        e end
        s > a > e
        """,
        "start n=0",
        "complete work n=5 m=6",
        trail="s a as x ae e",
        variables={"n": 0, "m": 6},
    ),
    case(
        "mappings of a subprocess",
        """
        s start
        a sub in.n==m out.r==n
          as start
          x service work
          ae end
          as > x > ae
        e end
        s > a > e
        """,
        "start m=1",
        "complete work n=5",
        trail="s a as x ae e",
        variables={"m": 1, "r": 5},
    ),
    case(
        "local variables set from outside",
        _one("x service work out.b==a"),
        "start",
        "local x a=4",
        "complete work",
        trail="s x e",
        variables={"b": 4},
    ),
    case(
        "variables set from outside go to who has them",
        _one("x service work in.a==1"),
        "start a=0",
        "set x a=4 b=5",
        "complete work",
        trail="s x e",
        variables={"a": 0, "b": 5},
    ),
    case(
        "variables of a failed job stay local",
        _one("x service work"),
        "start",
        "fail work 1 why='\"r\"'",
        "complete work",
        trail="s x e",
    ),
]

EXECUTION_LISTENERS = [
    case(
        "start and end on a task",
        _one("x service work on.start=a on.end=b"),
        "start",
        "complete a v=1",
        "complete work",
        "complete b w=2",
        trail="s x e",
        variables={"w": 2},
    ),
    case(
        "several at one event, in their order",
        _one("x task on.start=a on.start=b"),
        "start",
        "complete a",
        "complete b",
        trail="s x e",
    ),
    case(
        "the next one only behind the one before",
        _one("x task on.start=a on.start=b"),
        "start",
        trail="s x?",
        states="ACTIVE",
        jobs=("a",),
    ),
    case(
        "on a user task",
        _one("x user on.start=a on.end=b"),
        "start",
        "complete a",
        "task x completing",
        "complete b",
        trail="s x e",
    ),
    case(
        "on a gateway",
        "s start\ng xor on.start=a\ne end\nf end\ns > g\ng > e if =v\ng > f else",
        "start v=false",
        "complete a v=true",
        trail="s g e",
        variables={"v": False},
    ),
    case(
        "on events",
        "s start on.end=a\nt throw on.start=b\ne end on.start=c\ns > t > e",
        "start",
        "complete a",
        "complete b",
        "complete c",
        trail="s t e",
    ),
    case(
        "on a catch event",
        "s start\nc catch message:m/=id on.start=a on.end=b\ne end\ns > c > e",
        "start id=7",
        "complete a",
        "publish m 7",
        "complete b",
        trail="s c e",
        variables={"id": 7},
    ),
    case(
        "on a boundary event",
        "s start\nx service work\ne end\nb boundary timer:PT1H at=x on.end=a\nd end\ns > x > e\nb > d",
        "start",
        "pass 3600",
        "complete a",
        trail="s x! b d",
    ),
    case(
        "on a subprocess",
        """
        s start
        a sub on.start=la on.end=lb
          as start
          ae end
          as > ae
        e end
        s > a > e
        """,
        "start",
        "complete la",
        "complete lb",
        trail="s a as ae e",
    ),
    case(
        "on a process",
        "process p on.start=a on.end=b\n  s start\n  e end\n  s > e",
        "start",
        "complete a v=1",
        "complete b w=2",
        trail="s e",
        variables={"v": 1, "w": 2},
    ),
    case(
        "on a process that was called",
        """
        process p
          s start
          c call q
          e end
          s > c > e
        process q on.start=a on.end=b
          qs start
          qe end
          qs > qe
        """,
        "start",
        "complete a",
        "complete b v=1",
        trail="s c qs qe e",
        states="COMPLETED COMPLETED",
        variables={"v": 1},
    ),
    case(
        "on a call activity",
        """
        process p
          s start
          c call q on.start=a on.end=b
          e end
          s > c > e
        process q
          qs start
          qe end
          qs > qe
        """,
        "start",
        "complete a",
        "complete b",
        trail="s c qs qe e",
        states="COMPLETED COMPLETED",
    ),
    case(
        "an end listener after an output mapping",
        _one("x task out.n==1 on.end=b"),
        "start",
        "complete b n=2",
        trail="s x e",
        variables={"n": 2},
    ),
    case(
        "cancel while a start listener is at work",
        _one("x service work on.start=a"),
        "start",
        "cancel",
        trail="s x!",
        states="TERMINATED",
    ),
    case(
        "cancel while an end listener is at work",
        _one("x task on.end=a"),
        "start",
        "cancel",
        trail="s x!",
        states="TERMINATED",
    ),
    case(
        "a start listener throws an error",
        "s start\nx service work on.start=a\ne end\nb boundary error:E at=x\nd end\ns > x > e\nb > d",
        "start",
        "throw a E",
        trail="s x! b d",
    ),
    case(
        "a failing listener",
        _one("x service work on.start=a"),
        "start",
        "fail a 0",
        "retries a 1",
        "resolve",
        "complete a",
        "complete work",
        trail="s x e",
    ),
    case(
        "a message in vain while an end listener is at work is kept for the next",
        "s start\nx service work on.end=a\nc catch message:m/=id\ne end\nb boundary message:m/=id at=x\nd end\n"
        "s > x > c > e\nb > d",
        "start id=7",
        "complete work",
        "keep m 7",
        "complete a",
        trail="s x c e",
        variables={"id": 7},
    ),
]

TASK_LISTENERS = [
    case("at creation", _one("x user task.creating=a"), "start", "complete a", "task x completing", trail="s x e"),
    case(
        "at creation: the task waits",
        _one("x user task.creating=a"),
        "start",
        trail="s x?",
        states="ACTIVE",
        jobs=("a",),
    ),
    case(
        "at assignment of a new task",
        _one("x user assignee=ben task.assigning=a"),
        "start",
        "complete a",
        "task x completing",
        trail="s x e",
    ),
    case(
        "at completion: the variables come behind the last one",
        _one("x user task.completing=a task.completing=b"),
        "start",
        "task x completing v=1",
        "complete a",
        trail="s x?",
        states="ACTIVE",
        jobs=("b",),
    ),
    case(
        "at completion",
        _one("x user task.completing=a task.completing=b"),
        "start",
        "task x completing v=1",
        "complete a",
        "complete b",
        trail="s x e",
        variables={"v": 1},
    ),
    case(
        "a denied completion drops its variables",
        _one("x user task.completing=a"),
        "start",
        "task x completing v=1",
        "deny a",
        trail="s x?",
        states="ACTIVE",
    ),
    case(
        "completed after a denial",
        _one("x user task.completing=a"),
        "start",
        "task x completing v=1",
        "deny a",
        "task x completing v=2",
        "complete a",
        trail="s x e",
        variables={"v": 2},
    ),
    case(
        "at cancellation",
        _one("x user task.canceling=a"),
        "start",
        "cancel",
        trail="s x?",
        states="ACTIVE",
        jobs=("a",),
    ),
    case(
        "after cancellation",
        _one("x user task.canceling=a"),
        "start",
        "cancel",
        "complete a",
        trail="s x!",
        states="TERMINATED",
    ),
    case(
        "an interrupting event waits for the listener of the cancellation",
        "s start\nx user task.canceling=a\ne end\nb boundary timer:PT1H at=x\nd end\ns > x > e\nb > d",
        "start",
        "pass 3600",
        "complete a",
        trail="s x! b d",
    ),
    case(
        "cancel while a listener of the completion is at work",
        _one("x user task.completing=a"),
        "start",
        "task x completing",
        "cancel",
        trail="s x!",
        states="TERMINATED",
    ),
    case(
        "a listener without retries",
        _one("x user task.completing=a"),
        "start",
        "task x completing v=1",
        "fail a 0",
        trail="s x?",
        states="ACTIVE",
        incidents=("TASK_LISTENER_NO_RETRIES@x",),
    ),
    case(
        "a listener after its incident",
        _one("x user task.completing=a"),
        "start",
        "task x completing v=1",
        "fail a 0",
        "retries a 1",
        "resolve",
        "complete a",
        trail="s x e",
        variables={"v": 1},
    ),
]


@every([*TASKS, *MAPPINGS])
def test_tasks(one: Case) -> None:
    check(one)


@every([*EXECUTION_LISTENERS, *TASK_LISTENERS])
def test_listeners(one: Case) -> None:
    check(one)


@pytest.mark.parametrize("prefix", ["", "="])
def test_what_a_user_task_is_created_with(prefix: str) -> None:
    """Static or by FEEL, the attributes are the same."""
    attributes = {
        "assignee": "ben",
        "candidateGroups": "sales,legal",
        "candidateUsers": "anna,zoe",
        "dueDate": "2027-02-01T08:00:00Z",
        "followUpDate": "2027-01-20T08:00:00Z",
        "priority": "70",
        "externalReference": "https://form",
    }
    lists = {"candidateGroups", "candidateUsers"}

    def written(name: str, text: str) -> str:
        if not prefix:
            return text
        if name in lists:
            return "=" + '["' + text.replace(",", '", "') + '"]'
        return f"={text}" if name == "priority" else f'="{text}"'

    options = " ".join(f"'{name}={written(name, text)}'" for name, text in attributes.items())
    run = Run(_one(f"x user {options}"))
    run.do("start")
    task = run.task()
    assert task["assignee"] == "ben"
    assert (task["candidate_groups"], task["candidate_users"]) == ('["sales","legal"]', '["anna","zoe"]')
    assert (task["due_date"], task["follow_up_date"]) == (1_801_468_800_000, 1_800_432_000_000)
    assert (task["priority"], task["external_form_reference"], task["state"]) == (70, "https://form", "CREATED")


def test_a_form_is_linked() -> None:
    run = Run(_one("x user formId=approve"))
    run.do("bring form")
    run.do("start")
    assert run.task()["form_key"] == run.store.find("form")[0]["key"]


def test_a_listener_corrects_what_is_assigned() -> None:
    run = Run(_one("x user assignee=ben task.creating=a task.assigning=b"))
    run.do("start")
    run.do("correct a priority=80")
    assert (run.task()["state"], run.task()["assignee"], run.task()["priority"]) == ("ASSIGNING", None, 80)
    run.do("correct b assignee='\"anna\"'")
    assert (run.task()["state"], run.task()["assignee"]) == ("CREATED", "anna")


def test_a_listener_of_the_creation_corrects_the_assignee() -> None:
    run = Run(_one("x user assignee=ben task.creating=a"))
    run.do("start")
    run.do("correct a assignee='\"zoe\"'")
    assert run.task()["assignee"] == "zoe"


def test_a_listener_denies_an_assignment() -> None:
    run = Run(_one("x user task.assigning=a"))
    run.do("start")
    run.do("task x assigning assignee='\"ben\"'")
    run.do("deny a")
    assert (run.task()["state"], run.task()["assignee"]) == ("CREATED", None)


def test_a_listener_corrects_and_denies_an_update() -> None:
    run = Run(_one("x user task.updating=a"))
    run.do("start")
    run.do("task x updating priority=60")
    assert run.task()["state"] == "UPDATING"
    run.do("correct a priority=65")
    assert (run.task()["state"], run.task()["priority"]) == ("CREATED", 65)
    run.do("task x updating priority=10")
    run.do("deny a")
    assert (run.task()["state"], run.task()["priority"]) == ("CREATED", 65)


def test_a_listener_of_the_completion_corrects_the_finished_task() -> None:
    run = Run(_one("x user task.completing=a"))
    run.do("start")
    run.do("task x completing")
    run.do("correct a assignee='\"ben\"'")
    assert (run.task()["state"], run.task()["assignee"]) == ("COMPLETED", "ben")
