"""Gateways, subprocesses, call activities and multi-instance: which elements tokens pass, and in which scopes."""

from __future__ import annotations

from tests.sandbox.engine.running import Case, case
from tests.sandbox.engine.tables import check, every

_TWO = "s start\ng xor\na end\nb end\ns > g\n"
GATEWAYS = [
    case("exclusive: the first true flow", _TWO + "g > a if '=n > 1'\ng > b if '=n > 0'", "start n=2", trail="s g a",
         variables={"n": 2}),
    case("exclusive: a later flow", _TWO + "g > a if '=n > 1'\ng > b if '=n > 0'", "start n=1", trail="s g b",
         variables={"n": 1}),
    case("exclusive: the default flow, though it is written first", _TWO + "g > a else\ng > b if '=n > 0'",
         "start n=0", trail="s g a", variables={"n": 0}),
    case("exclusive: default and a true flow", _TWO + "g > a else\ng > b if '=n > 0'", "start n=1", trail="s g b",
         variables={"n": 1}),
    case("exclusive: nothing is true", _TWO + "g > a if '=n > 1'\ng > b if '=n > 2'", "start n=0", trail="s g?",
         states="ACTIVE", variables={"n": 0}, incidents=("CONDITION_ERROR@g",)),
    case("exclusive: a condition that is neither true nor false", _TWO + "g > a if '=n'\ng > b else", "start n=0",
         trail="s g?", states="ACTIVE", variables={"n": 0}, incidents=("EXTRACT_VALUE_ERROR@g",)),
    case("exclusive: one flow without a condition", "s start\ng xor\ne end\ns > g > e", "start", trail="s g e"),
    case("exclusive gateways join without waiting",
         "s start\nf and\nj xor\nx task\ne end\ns > f > j > x > e\nf > y > j\ny task", "start",
         trail="s f j y x j e x e"),
    case("parallel: fork and join",
         "s start\nf and\nx service one\ny service two\nj and\ne end\ns > f > x > j > e\nf > y > j",
         "start", "complete two", "complete one", trail="s f x y j e"),
    case("parallel: the join waits",
         "s start\nf and\nx service one\ny service two\nj and\ne end\ns > f > x > j > e\nf > y > j",
         "start", "complete two", trail="s f x? y", states="ACTIVE", jobs=("one",)),
    case("parallel: a second token of one flow waits for its own partner",
         """
         s start
         f and
         m xor
         x service one
         y service two
         j and
         e end
         s > f
         f > m
         f > m2 > m
         m2 task
         m > x > j
         f > y > j
         j > e
         """,
         "start", "complete one", "complete one", "complete two",
         trail="s f m m2 y x m x j e", states="ACTIVE"),
    case("parallel: three ways",
         "s start\nf and\nx task\ny task\nz task\nj and\ne end\ns > f > x > j > e\nf > y > j\nf > z > j",
         "start", trail="s f x y z j e"),
    case("parallel: join and fork in one",
         "s start\nf and\nj and\nx task\ny task\na end\nb end\ns > f > x > j > a\nf > y > j > b",
         "start", trail="s f x y j a b"),
    case("parallel: an end event beside a path that goes on",
         "s start\nf and\nd end\nx task\ny task\nz task\ne end\ns > f > d\nf > x > y > z > e",
         "start", trail="s f d x y z e"),
    case("inclusive: two of three",
         "s start\nf or\nx service one\ny service two\nz service three\nj or\ne end\ns > f\nf > x if =a\nf > y if =b\n"
         "f > z if =c\nx > j > e\ny > j\nz > j",
         "start a=true b=false c=true", "complete one", "complete three", trail="s f x z j e",
         variables={"a": True, "b": False, "c": True}),
    case("inclusive: the join waits",
         "s start\nf or\nx service one\ny service two\nj or\ne end\ns > f\nf > x if =a\nf > y if =b\nx > j > e\ny > j",
         "start a=true b=true", "complete one", trail="s f x y?", states="ACTIVE", jobs=("two",),
         variables={"a": True, "b": True}),
    case("inclusive: the default flow",
         "s start\nf or\nx task\ny task\nj or\ne end\ns > f\nf > x if =a\nf > y else\nx > j > e\ny > j",
         "start a=false", trail="s f y j e", variables={"a": False}),
    case("inclusive: nothing is true", "s start\nf or\nx end\ny end\ns > f\nf > x if =a\nf > y if =b",
         "start a=false b=false", trail="s f?", states="ACTIVE", incidents=("CONDITION_ERROR@f",),
         variables={"a": False, "b": False}),
    case("inclusive: the other token ends elsewhere",
         "s start\nf or\nx service one\ny service two\nd end\nj or\ne end\ns > f\nf > x if =true\nf > y if =true\n"
         "x > j > e\ny > k\nk xor\nk > j if =b\nk > d else",
         "start b=false", "complete one", "complete two", trail="s f x y k d j e", variables={"b": False}),
    case("inclusive: with a loop back",
         "s start\nm xor\nf or\nx service one\ny service two\nj or\ng xor\ne end\ns > m > f\nf > x if =true\n"
         "f > y if =true\nx > j > g\ny > j\ng > m if '=n < 2'\ng > e else",
         "start n=0", "complete one n=1", "complete two", "complete one n=2", "complete two",
         trail="s m f x y j g m f x y j g e", variables={"n": 2}),
    case("inclusive: a boundary event that could still come",
         "s start\nf and\nx service one\ny service two\nb boundary timer:PT1H at=y\nd task\nj or\ne end\n"
         "s > f > x > j > e\nf > y\nf > z > j\nz task\nb > d > j\nyd end\ny > yd",
         "start", "complete one", "pass 3600", trail="s f x y! z b d j e"),
    case("inclusive: a token at a parallel gateway behind it is no reason to wait, though a loop leads back",
         """
         s start
         m xor
         f and
         g or
         x service one
         y service two
         z service three
         j or
         k and
         h xor
         e end
         s > m > f > g
         f > z > k
         g > x if =true
         g > y else
         x > j
         y > j
         j > k > h
         h > m if =again
         h > e else
         """,
         "start again=false", "complete three", "complete one", trail="s m f g z x j k h e",
         variables={"again": False}),
    case("inclusive: of two joins the one that comes first goes on, and the other waits for it",
         """
         s start
         f or
         g or
         x service one
         y service two
         z service three
         i or
         j or
         e end
         s > f
         f > g if =true
         f > z if =true
         g > x if =true
         g > y if =true
         x > i
         y > i
         i > j
         z > j
         j > e
         """,
         "start", "complete three", "complete one", "complete two", trail="s f g z x y i j e"),
    case("a link at the end of a fork",
         "s start\nf and\nx task\nt throw link:on\nc catch link:on\ne end\ns > f > x > e\nf > t\nc > e",
         "start", trail="s f x t c e e"),
    case("event based: a message",
         "s start\ng race\nm catch message:m/=id\nt catch timer:PT1H\ne end\nl end\ns > g > m > e\ng > t > l",
         "start id=7", "publish m 7 a=1", "pass 3600", trail="s g m e", variables={"id": 7, "a": 1}),
    case("event based: a timer",
         "s start\ng race\nm catch message:m/=id\nt catch timer:PT1H\ne end\nl end\ns > g > m > e\ng > t > l",
         "start id=7", "pass 3600", "publish m 7", trail="s g t l", variables={"id": 7}),
    case("event based: a signal",
         "s start\ng race\nm catch signal:go\nt catch timer:PT1H\ne end\nl end\ns > g > m > e\ng > t > l",
         "start", "broadcast go a=1", trail="s g m e", variables={"a": 1}),
    case("event based: a condition",
         "s start\ng race\nm catch 'conditional:=a > 1'\nt catch timer:PT1H\ne end\nl end\ns > g > m > e\ng > t > l",
         "start a=0", "set p a=2", trail="s g m e", variables={"a": 2}),
    case("event based: of two timers that are due, the one that was due first",
         "s start\ng race\nt catch timer:PT2H\nu catch timer:PT1H\ne end\nl end\ns > g > t > e\ng > u > l",
         "start", "pass 10800", trail="s g u l"),
    case("event based: listeners of the event that came",
         "s start\ng race\nm catch message:m/=id on.start=a on.end=b\nt catch timer:PT1H\ne end\nl end\n"
         "s > g > m > e\ng > t > l",
         "start id=7", "publish m 7", "complete a", "complete b", trail="s g m e", variables={"id": 7}),
]  # fmt: skip

SUBPROCESSES = [
    case(
        "nested",
        """
        s start
        a sub
          as start
          b sub
            bs start
            x service work
            be end
            bs > x > be
          ae end
          as > b > ae
        e end
        s > a > e
        """,
        "start",
        "complete work v=1",
        trail="s a as b bs x be ae e",
        variables={"v": 1},
    ),
    case(
        "cancelled from the outside",
        """
        s start
        a sub
          as start
          b sub
            bs start
            x service work
            be end
            bs > x > be
          ae end
          as > b > ae
        e end
        s > a > e
        """,
        "start",
        "cancel",
        trail="s a! as b! bs x!",
        states="TERMINATED",
    ),
    case(
        "parallel paths inside",
        """
        s start
        a sub
          as start
          f and
          x service one
          y service two
          ae end
          be end
          as > f > x > ae
          f > y > be
        e end
        s > a > e
        """,
        "start",
        "complete one",
        "complete two",
        trail="s a as f x y ae be e",
    ),
    case(
        "two at a time",
        """
        s start
        f and
        m xor
        a sub in.n==1
          as start
          x service work
          ae end
          as > x > ae
        e end
        s > f > m > a > e
        f > t > m
        t task
        """,
        "start",
        "complete work",
        "complete work",
        trail="s f m t a m as a x as x ae e ae e",
    ),
    case(
        "an error passes scopes that do not catch it",
        """
        s start
        a sub
          as start
          b sub
            bs start
            be end error:E
            bs > be
          ae end
          as > b > ae
        e end
        c boundary error:E at=a
        d end
        s > a > e
        c > d
        """,
        "start",
        trail="s a! as b! bs be! c d",
    ),
]


def _called(flags: str, inside: str = "x service work", **more: str) -> str:
    return f"""
    process p
      s start
      c call q {flags}
      e end
      s > c > e
      {more.get("beside", "")}
    process q
      qs start
      {inside}
      qe end
      qs > x > qe
      {more.get("within", "")}
    """


_BOTH = "COMPLETED COMPLETED"
CALLS = [
    case("all variables pass", _called(""), "start a=1", "complete work b=2", trail="s c qs x qe e", states=_BOTH,
         variables={"a": 1, "b": 2}),
    case("no variables pass", _called("alone", "x service work out.n==a"), "start a=1", "complete work",
         trail="s c qs x qe e", states=_BOTH, variables={"a": 1}),
    case("only those of the input mapping pass down", _called("up in.m==a", "x task out.n==[a,m]"), "start a=1",
         trail="s c qs x qe e", states=_BOTH, variables={"a": 1, "n": [None, 1]}),
    case("only those of the output mapping pass up", _called("alone out.got==b"), "start a=1", "complete work b=2 d=3",
         trail="s c qs x qe e", states=_BOTH, variables={"a": 1, "got": 2}),
    case("variables pass down only", _called("down", "x task out.n==a"), "start a=1", trail="s c qs x qe e",
         states=_BOTH, variables={"a": 1}),
    case("a process id by FEEL", "process p\n  s start\n  c call '=\"late\"+\"r\"'\n  e end\n  s > c > e",
         "bring later", "start", trail="s c s e e", states=_BOTH),
    case("cancel", _called(""), "start", "cancel", trail="s c! qs x!", states="TERMINATED TERMINATED"),
    case("an interrupting boundary event", _called("", beside="b boundary timer:PT1H at=c\n      d end\n      b > d"),
         "start", "pass 3600", trail="s c! qs x! b d", states="COMPLETED TERMINATED"),
    case("an error of the called process",
         _called("", beside="b boundary error:E at=c\n      d end\n      b > d"),
         "start", "throw work E v=1", trail="s c! qs x! b d", states="COMPLETED TERMINATED", variables={"v": 1}),
    case("an error that the called process catches itself",
         _called("", beside="b boundary error:E at=c\n      d end\n      b > d",
                 within="k boundary error:E at=x\n      ke end\n      k > ke"),
         "start", "throw work E", trail="s c qs x! k ke e", states=_BOTH),
    case("an error end event of the called process",
         "process p\n  s start\n  c call q\n  e end\n  b boundary error:E at=c\n  d end\n  s > c > e\n  b > d\n"
         "process q\n  qs start\n  qe end error:E\n  qs > qe",
         "start", trail="s c! qs qe! b d", states="COMPLETED TERMINATED"),
    case("an escalation of the called process, not interrupting",
         "process p\n  s start\n  c call q\n  e end\n  b boundary escalation:late at=c parallel\n  d end\n  s > c > e\n"
         "  b > d\nprocess q\n  qs start\n  t throw escalation:late\n  x service work\n  qe end\n  qs > t > x > qe",
         "start", "complete work", trail="s c qs t b x d qe e", states=_BOTH),
    case("an escalation of the called process, interrupting",
         "process p\n  s start\n  c call q\n  e end\n  b boundary escalation:late at=c\n  d end\n  s > c > e\n"
         "  b > d\nprocess q\n  qs start\n  t throw escalation:late\n  x service work\n  qe end\n  qs > t > x > qe",
         "start", trail="s c! qs t! b d", states="COMPLETED TERMINATED"),
    *(
        case(
            f"an {what} through two levels",
            f"""
            process p
              s start
              c call q
              e end
              b boundary {what}:E at=c
              d end
              s > c > e
              b > d
            process q
              qs start
              k call r
              qe end
              qs > k > qe
            process r
              rs start
              re end {what}:E
              rs > re
            """,
            "start",
            trail="s c! qs k! rs re! b d",
            states="COMPLETED TERMINATED TERMINATED",
        )
        for what in ("error", "escalation")
    ),
    case("an event subprocess of the caller catches an error of the called process",
         "process p\n  s start\n  c call q\n  e end\n  s > c > e\n  h eventsub\n    hs start error:E\n    he end\n"
         "    hs > he\nprocess q\n  qs start\n  qe end error:E\n  qs > qe",
         "start", trail="s c! qs qe! h hs he", states="COMPLETED TERMINATED"),
    case("a terminate end event ends the called process only",
         "process p\n  s start\n  c call q\n  x service work\n  e end\n  s > c > x > e\nprocess q\n  qs start\n"
         "  f and\n  y service other\n  ye end\n  qe end terminate\n  qs > f > y > ye\n  f > qe",
         "start", "complete work", trail="s c qs f y! qe x e", states=_BOTH),
    case("a listener of the cancellation holds the caller",
         "process p\n  s start\n  c call q\n  e end\n  b boundary timer:PT1H at=c\n  d end\n  s > c > e\n  b > d\n"
         "process q\n  qs start\n  u user task.canceling=a\n  qe end\n  qs > u > qe",
         "start", "pass 3600", "complete a", trail="s c! qs u! b d", states="COMPLETED TERMINATED"),
    case("a terminate end event of an event subprocess", """
         process p
           s start
           c call q
           e end
           s > c > e
         process q
           qs start
           y service work
           qe end
           qs > y > qe
           h eventsub
             hs start signal:go parallel
             f and
             z service other
             ze end
             he end terminate
             hs > f > z > ze
             f > he
         """, "start", "broadcast go", "complete work", trail="s c qs y h hs f z! he qe e", states=_BOTH),
    case("an interrupting event subprocess of the called process", """
         process p
           s start
           c call q
           e end
           s > c > e
         process q
           qs start
           y service work
           qe end
           qs > y > qe
           h eventsub
             hs start error:E
             he end
             hs > he
         """, "start", "throw work E v=1", trail="s c qs y! h hs he e", states=_BOTH, variables={"v": 1}),
    case("a message at the border of a call", """
         process p
           s start
           c call q
           e end
           b boundary message:m/=id at=c parallel
           d end
           s > c > e
           b > d
         process q
           qs start
           y service work
           qe end
           qs > y > qe
         """, "start id=7", "publish m 7", "complete work", trail="s c qs y b d qe e", states=_BOTH,
         variables={"id": 7}),
    case("a call in a subprocess", """
         process p
           s start
           a sub
             as start
             c call q
             ae end
             as > c > ae
           e end
           s > a > e
         process q
           qs start
           qe end
           qs > qe
         """, "start", trail="s a as c qs qe ae e", states=_BOTH),
]  # fmt: skip


def _many(task: str, *more: str) -> str:
    return "\n".join(["s start", task, "e end", "s > x > e", *more])


LOOPS = [
    case("parallel", _many("x service work each==items as=i"), "start items='[1,2]'", "complete work", "complete work",
         trail="s x x x e", variables={"items": [1, 2]}),
    case("parallel: all at once", _many("x service work each==items as=i"), "start items='[1,2,3]'",
         trail="s x? x? x? x?", states="ACTIVE", variables={"items": [1, 2, 3]}, jobs=("work",) * 3),
    case("sequential: one after the other", _many("x service work each==items as=i sequential"),
         "start items='[1,2]'", "complete work", trail="s x? x x?", states="ACTIVE", variables={"items": [1, 2]},
         jobs=("work",)),
    case("sequential", _many("x service work each==items sequential"), "start items='[1,2]'", "complete work",
         "complete work", trail="s x x x e", variables={"items": [1, 2]}),
    case("of nothing", _many("x service work each==items collect=out output==i as=i"), "start items='[]'",
         trail="s x e", variables={"items": [], "out": []}),
    case("of nothing, sequential", _many("x service work each==items sequential"), "start items='[]'", trail="s x e",
         variables={"items": []}),
    case("outputs in the order of the inputs", _many("x service '=i' each==items as=i collect=out output==r"),
         "start items='[\"a\",\"b\",\"c\"]'", "complete c r=3", "complete a r=1", "complete b r=2",
         trail="s x x x x e", variables={"items": ["a", "b", "c"], "out": [1, 2, 3]}),
    case("outputs, sequential", _many("x script '=i * 2' result=r each==items as=i collect=out output==r sequential"),
         "start items='[1,2]'", trail="s x x x e", variables={"items": [1, 2], "out": [2, 4]}),
    case("outputs of a script, parallel", _many("x script '=i * 2' result=r each==items as=i collect=out output==r"),
         "start items='[1,2]'", trail="s x x x e", variables={"items": [1, 2], "out": [2, 4]}),
    case("an output element that is no variable",
         _many("x service work each==items as=i collect=out output='={n: i, l: loopCounter}'"),
         "start items='[5]'", "complete work", trail="s x x e", variables={"items": [5], "out": [{"n": 5, "l": 1}]}),
    case("an instance that looks at the outputs of those before it",
         _many("x script '=count(out[item!=null])' result=r each==items sequential collect=out output==r"),
         "start items=[1,2,3]", trail="s x x x x e", variables={"items": [1, 2, 3], "out": [0, 1, 2]}),
    case("a completion condition about the outputs",
         _many("x service work each==items sequential collect=out output==r until='=list contains(out, 0)'"),
         "start items=[1,2,3]", "complete work r=1", "complete work r=0",
         trail="s x x x e", variables={"items": [1, 2, 3], "out": [1, 0, None]}),
    case("a completion condition about the outputs of all at once",
         _many("x service work each==items collect=out output==r until='=count(out[item = true]) = 2'"),
         "start items=[1,2,3]", "complete work*3 r=true", "complete work r=true",
         trail="s x x x! x e", variables={"items": [1, 2, 3], "out": [True, None, True]}),
    case("a completion condition about the instance that completes",
         _many("x service work each==items as=i sequential collect=out output==r until='=i = 2 or r = 0'"),
         "start items=[1,2,3]", "complete work r=1", "complete work r=2",
         trail="s x x x e", variables={"items": [1, 2, 3], "out": [1, 2, None]}),
    case("a completion condition", _many("x service work each==items until='=numberOfCompletedInstances >= 2'"),
         "start items='[1,2,3]'", "complete work", "complete work", trail="s x x x x! e",
         variables={"items": [1, 2, 3]}),
    case("a completion condition, sequential",
         _many("x service work each==items until='=done' sequential"),
         "start items='[1,2,3]' done=false", "complete work", "complete work done=true", trail="s x x x e",
         variables={"items": [1, 2, 3], "done": True}),
    case("a completion condition over the numbers",
         _many("x service work each==items "
               "until='=numberOfInstances = 3 and numberOfActiveInstances = 1 and numberOfTerminatedInstances = 0'"),
         "start items='[1,2,3]'", "complete work", "complete work", trail="s x x x x! e",
         variables={"items": [1, 2, 3]}),
    case("outputs of those that were ended are null",
         _many("x service work each==items until='=true' collect=out output==r"),
         "start items='[1,2]'", "complete work*2 r=7", trail="s x x! x e",
         variables={"items": [1, 2], "out": [None, 7]}),
    case("a boundary event that interrupts", _many("x service work each==items", "b boundary timer:PT1H at=x", "d end",
                                                   "b > d"),
         "start items='[1,2]'", "complete work", "pass 3600", trail="s x! x x! b d", variables={"items": [1, 2]}),
    case("a boundary event that does not interrupt, once for all",
         _many("x service work each==items", "b boundary timer:PT1H at=x parallel", "d end", "b > d"),
         "start items='[1,2]'", "pass 3600", "complete work", "complete work", trail="s x x x b d e",
         variables={"items": [1, 2]}),
    case("an error of one ends all", _many("x service work each==items", "b boundary error:E at=x", "d end", "b > d"),
         "start items='[1,2]'", "throw work*2 E", trail="s x! x! x! b d", variables={"items": [1, 2]}),
    case("a message at the border", _many("x service work each==items", "b boundary message:m/=id at=x", "d end",
                                          "b > d"),
         "start items='[1,2]' id=7", "publish m 7", trail="s x! x! x! b d", variables={"items": [1, 2], "id": 7}),
    case("cancel", _many("x service work each==items"), "start items='[1,2]'", "complete work", "cancel",
         trail="s x! x x!", states="TERMINATED", variables={"items": [1, 2]}),
    case("of user tasks", _many("x user each==items as=who assignee==who"), "start items='[\"ben\"]'",
         "complete_task", trail="s x x e", variables={"items": ["ben"]}),
    case("mappings of each", _many("x service work each==items as=i in.n==i*10 out.m==n collect=out output==m"),
         "start items='[1,2]'", "complete work", "complete work", trail="s x x x e",
         variables={"items": [1, 2], "out": [10, 20]}),
    case("listeners of each", _many("x service work each==items on.start=a on.end=b"), "start items='[1]'",
         "complete a", "complete work", "complete b", trail="s x x e", variables={"items": [1]}),
    case("a subprocess", """
         s start
         x sub each==items as=i collect=out output==r
           xs start
           y script '=i + 1' result=r
           xe end
           xs > y > xe
         e end
         s > x > e
         """, "start items='[1,2]'", trail="s x x x xs xs y y xe xe e", variables={"items": [1, 2], "out": [2, 3]}),
    case("a subprocess, sequential", """
         s start
         x sub each==items as=i sequential
           xs start
           y service work
           xe end
           xs > y > xe
         e end
         s > x > e
         """, "start items='[1,2]'", "complete work", "complete work",
         trail="s x x xs y xe x xs y xe e", variables={"items": [1, 2]}),
    case("a subprocess with an event subprocess", """
         s start
         x sub each==items as=i
           xs start
           y service work
           xe end
           xs > y > xe
           h eventsub
             hs start error:E
             he end
             hs > he
         e end
         s > x > e
         """, "start items='[1,2]'", "throw work E", "complete work",
         trail="s x x x xs xs y! y h hs he xe e", variables={"items": [1, 2]}),
    case("a call activity", """
         process p
           s start
           x call q each==items as=i collect=out output==r
           e end
           s > x > e
         process q
           qs start
           y script '=i * 3' result=r
           qe end
           qs > y > qe
         """, "start items='[1,2]'", trail="s x x x qs qs y y qe qe e",
         states="COMPLETED COMPLETED COMPLETED", variables={"items": [1, 2], "out": [3, 6]}),
    case("a loop in a loop", """
         s start
         x sub each==rows as=row collect=out output==sums
           xs start
           y script '=cell + 1' result=r each==row as=cell collect=sums output==r
           xe end
           xs > y > xe
         e end
         s > x > e
         """, "start rows='[[1,2],[3]]'", trail="s x x x xs xs y y y y y xe xe e",
         variables={"rows": [[1, 2], [3]], "out": [[2, 3], [4]]}),
    case("an escalation of one, not interrupting", """
         s start
         x sub each==items
           xs start
           t throw escalation:late
           xe end
           xs > t > xe
         e end
         b boundary escalation:late at=x parallel
         d end
         s > x > e
         b > d
         """, "start items='[1,2]'", trail="s x x x xs xs t t b b xe xe d d e", variables={"items": [1, 2]}),
    case("a terminate end event ends one of them", """
         s start
         x sub each==items as=i
           xs start
           f and
           y service '="w" + string(i)'
           ye end
           z service '="z" + string(i)'
           xe end terminate
           xs > f > y > ye
           f > z > xe
         e end
         s > x > e
         """, "start items='[1,2]'", "complete z1", "complete w2", "complete z2",
         trail="s x x x xs xs f f y! z y z xe ye xe e", variables={"items": [1, 2]}),
    case("sequential: a boundary event between two of them",
         _many("x service work each==items sequential", "b boundary timer:PT1H at=x", "d end", "b > d"),
         "start items='[1,2,3]'", "complete work", "pass 3600", trail="s x! x x! b d", variables={"items": [1, 2, 3]}),
    case("sequential: an error", _many("x service work each==items sequential", "b boundary error:E at=x", "d end",
                                       "b > d"),
         "start items='[1,2]'", "complete work", "throw work E", trail="s x! x x! b d", variables={"items": [1, 2]}),
    case("an input element that hides a variable", _many("x service work each==items as=i"),
         "start items='[1]' i=9", "complete work i=5", trail="s x x e", variables={"items": [1], "i": 9}),
    case("cancelled while one has an incident", _many("x service work each==items"), "start items='[1,2]'",
         "fail work 0", "cancel", trail="s x! x! x!", states="TERMINATED", variables={"items": [1, 2]}),
    case("of called processes, one of which throws an error", """
         process p
           s start
           x call q each==items
           e end
           b boundary error:E at=x
           d end
           s > x > e
           b > d
         process q
           qs start
           y service work
           qe end
           qs > y > qe
         """, "start items='[1,2]'", "throw work E", trail="s x! x! x! qs qs y! y! b d",
         states="COMPLETED TERMINATED TERMINATED", variables={"items": [1, 2]}),
    case("no list", _many("x service work each==items"), "start items=1", trail="s x?", states="ACTIVE",
         variables={"items": 1}, incidents=("EXTRACT_VALUE_ERROR@x",)),
    case("a list after all", _many("x service work each==items"), "start items=1", "set p items='[1]'", "resolve",
         "complete work", trail="s x x e", variables={"items": [1]}),
    case("a completion condition that is no truth, then one", _many("x service work each==items until==stop"),
         "start items='[1,2]' stop=1", "complete work", "set p stop=true", "resolve", trail="s x x x! e",
         variables={"items": [1, 2], "stop": True}),
]  # fmt: skip


@every(GATEWAYS)
def test_gateways(one: Case) -> None:
    check(one)


@every([*SUBPROCESSES, *CALLS])
def test_scopes(one: Case) -> None:
    check(one)


@every(LOOPS)
def test_multi_instance(one: Case) -> None:
    check(one)
