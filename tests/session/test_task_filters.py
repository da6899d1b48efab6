"""Conditions in words: what each asks of the cluster, and what is no condition."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from c8tui.model.base import moment
from c8tui.model.search import Op, VariableMatch
from c8tui.model.user_tasks import OPEN_STATES, UserTaskFilter
from c8tui.session.filter_syntax import NotWords
from c8tui.session.identity import Identity
from c8tui.session.task_filters import FIELDS, QueryContext, common_patterns, intersection, matches, read, schema

NOW = datetime(2026, 5, 6, 10, 30, tzinfo=UTC)
ANNA = QueryContext(Identity("anna", ("accounting", "leads"), "Anna"), NOW)


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        ("assignee", "me", "anna"),
        ("assignee", "me, ben", Op(in_=("anna", "ben"))),
        ("assignee", "not me", Op(neq="anna")),
        ("assignee", "james", "james"),
        ("assignee", "me@corp.com", "me@corp.com"),
        ("assignee", "jane-me, me", Op(in_=("jane-me", "anna"))),
        ("candidate_group", "not mine", Op(not_in=("accounting", "leads"))),
        ("candidate_group", "mine, sales", Op(in_=("accounting", "leads", "sales"))),
        ("assignee", '"me"', "me"),
        ("assignee", "none", Op(exists=False)),
        ("assignee", "any", Op(exists=True)),
        ("assignee", "an*", Op(like="an*")),
        ("assignee", "not anna, ben", Op(not_in=("anna", "ben"))),
        ("candidate_group", "mine", Op(in_=("accounting", "leads"))),
        ("candidate_group", "sales", "sales"),
        ("name", "Review ?nvoice*", Op(like="Review ?nvoice*")),
        ("name", "Review invoice", "Review invoice"),
        ("state", "open", Op(in_=OPEN_STATES)),
        ("state", "completed", "COMPLETED"),
        ("state", "created, canceled", Op(in_=("CREATED", "CANCELED"))),
        ("state", "any", None),
        ("priority", "90", 90),
        ("priority", ">= 51", Op(gte=51)),
        ("priority", "<20", Op(lt=20)),
        ("priority", "26..75", Op(gte=26, lte=75)),
        ("priority", "not 50", Op(neq=50)),
        ("priority", "high", Op(gte=51, lte=75)),
        ("priority", "10, 20", Op(in_=(10, 20))),
        ("process_instance_key", "1, 2", Op(in_=("1", "2"))),
        ("user_task_key", "7", "7"),
        ("element_id", "review", "review"),
        ("tags", "vip, emea", ("vip", "emea")),
        ("name", "", None),
        ("process_instance_variables", 'status = "open"', (VariableMatch("status", '"open"'),)),
        ("process_instance_variables", "status = open", (VariableMatch("status", '"open"'),)),
        ("process_instance_variables", "amount = 12.50", (VariableMatch("amount", "12.50"),)),
        ("process_instance_variables", "ok != true; n in 1, x", (
            VariableMatch("ok", Op(neq="true")), VariableMatch("n", Op(in_=("1", '"x"'))))),
        ("local_variables", "note exists\nold not exists", (
            VariableMatch("note", Op(exists=True)), VariableMatch("old", Op(exists=False)))),
        ("local_variables", "customer like *ACME*", (VariableMatch("customer", Op(like="*ACME*")),)),
        ("local_variables", "customer like ACME*", (VariableMatch("customer", Op(like='"ACME*')),)),
        ("local_variables", "customer like *GmbH", (VariableMatch("customer", Op(like='*GmbH"')),)),
        ("local_variables", "amount like 12*", (VariableMatch("amount", Op(like="12*")),)),
    ],
)  # fmt: skip
def test_what_is_asked(field: str, words: str, value: Any) -> None:
    assert read(field, words, ANNA) == (value,)


def date(words: str) -> dict[str, datetime]:
    """The moments that a condition on a date asks with, by operator."""
    found = read("due_date", words, ANNA)[0]
    asked = {name: getattr(found, name) for name in ("gt", "gte", "lt", "lte") if getattr(found, name) is not None}
    return {name: when for name, value in asked.items() if (when := moment(value))}


def local(*parts: int) -> datetime:
    return datetime(*parts).astimezone()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("< now", {"lt": NOW}),
        (">= now-2h", {"gte": datetime(2026, 5, 6, 8, 30, tzinfo=UTC)}),
        ("today", {"gte": local(2026, 5, 6), "lt": local(2026, 5, 7)}),
        ("tomorrow", {"gte": local(2026, 5, 7), "lt": local(2026, 5, 8)}),
        ("<= today", {"lt": local(2026, 5, 7)}),
        ("> today", {"gte": local(2026, 5, 7)}),
        ("< today+2d", {"lt": local(2026, 5, 8)}),
        (">= today-1w", {"gte": local(2026, 4, 29)}),
        ("2026-12-24", {"gte": local(2026, 12, 24), "lt": local(2026, 12, 25)}),
        ("2026-12-01..2026-12-31", {"gte": local(2026, 12, 1), "lt": local(2027, 1, 1)}),
        ("now..now+1h", {"gte": NOW, "lte": datetime(2026, 5, 6, 11, 30, tzinfo=UTC)}),
        ("> 2026-12-24 12:00", {"gt": local(2026, 12, 24, 12)}),
        (">= 2026-12-01T10:00:00+05:00", {"gte": datetime(2026, 12, 1, 5, tzinfo=UTC)}),
        ("overdue", {"lt": NOW}),
        ("this week", {"gte": local(2026, 5, 4), "lt": local(2026, 5, 11)}),
        ("fri", {"gte": local(2026, 5, 8), "lt": local(2026, 5, 9)}),
        ("< fri", {"lt": local(2026, 5, 8)}),
        ("by fri", {"lt": local(2026, 5, 9)}),
        ("since yesterday", {"gte": local(2026, 5, 5)}),
        ("24.12...31.12.", {"gte": local(2026, 12, 24), "lt": local(2027, 1, 1)}),
        ("1 dec to 24 dec", {"gte": local(2026, 12, 1), "lt": local(2026, 12, 25)}),
        ("2026-12-01..", {"gte": local(2026, 12, 1)}),
        ("..2026-12-01", {"lt": local(2026, 12, 2)}),
        ("< tomorrow 9:00", {"lt": local(2026, 5, 7, 9)}),
        ("< 2h", {"lt": datetime(2026, 5, 6, 12, 30, tzinfo=UTC)}),
        ("< now+1d", {"lt": local(2026, 5, 7, NOW.astimezone().hour, NOW.astimezone().minute)}),
    ],
)
def test_dates_are_those_of_now(words: str, asked: dict[str, datetime]) -> None:
    assert date(words) == asked


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("today", "Wed 6 May 2026"),
        ("this week", "Mon 4 May 2026 to Sun 10 May 2026"),
        ("2026-12", "Tue 1 Dec 2026 to Thu 31 Dec 2026"),
        ("<= today", "before Thu 7 May 2026 00:00"),
        ("now..now+1h", "from Wed 6 May 2026"),
        ("any", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_what_a_date_means_is_said(words: str, meant: str) -> None:
    in_words = next(one.in_words for one in schema(ANNA.identity).conditions if one.field == "due_date")
    assert in_words is not None
    assert in_words(words, NOW).startswith(meant)
    assert bool(in_words(words, NOW)) is bool(meant)


def test_a_date_can_be_missing() -> None:
    assert read("due_date", "none", ANNA) == (Op(exists=False),)


@pytest.mark.parametrize(
    ("field", "words", "sentence"),
    [
        ("priority", ">= x", "26..75"),
        ("priority", "very high", "26..75"),
        ("due_date", "soon", "today+2d"),
        ("due_date", "now", "needs <"),
        ("due_date", "2026-13-01", "months go from 1 to 12"),
        ("due_date", "9999-12-31+1w", "years go from 1 to 9999"),
        ("due_date", "..", "at one end"),
        ("due_date", "24.12...1.12.2026", "ends before it begins"),
        ("name", "not rev*", "one pattern at a time"),
        ("name", "a*, b", "one pattern at a time"),
        ("name", ",", "a name"),
        ("process_instance_variables", "amount > 1000", "/amount>1000"),
        ("process_instance_variables", "amount", "amount = 12"),
        ("process_instance_variables", "amount =", "amount = 12"),
        ("user_task_key", "x7", "digits"),
        ("priority", "..", "at one end"),
        ("priority", "75..26", "ends before it begins"),
        ("tags", ",", "a tag"),
        ("tags", '""', "a tag"),
        ("local_variables", ";", "amount = 12"),
        ("local_variables", "kind in ,", "amount = 12"),
        ("assignee", "not none, any", "there or it is not"),
        ("assignee", "none, a*, b", "one pattern at a time"),
        ("process_instance_key", "1, x", "digits"),
        ("state", "op en", "several with commas"),
        ("colour", "red", "does not filter by colour"),
    ],
)
def test_what_is_none_says_what_would_be(field: str, words: str, sentence: str) -> None:
    with pytest.raises(NotWords) as wrong:
        read(field, words, ANNA)
    assert sentence in wrong.value.detail
    assert schema(ANNA.identity).check(field, words, NOW) == wrong.value.detail


@pytest.mark.parametrize(
    ("field", "words", "values"),
    [
        ("assignee", "none, anna", (Op(exists=False), "anna")),
        ("assignee", "me, none, ben", (Op(exists=False), Op(in_=("anna", "ben")))),
        ("assignee", "none, an*", (Op(exists=False), Op(like="an*"))),
        ("assignee", "any, none", (Op(exists=True), Op(exists=False))),
        ("assignee", "not none", (Op(exists=True),)),
        ("assignee", "not any", (Op(exists=False),)),
        ("assignee", "not none, anna", (Op(exists=True, neq="anna"),)),
        ("assignee", '"none", anna', (Op(in_=("none", "anna")),)),
        ("name", '"Review, then pay", Pay', (Op(in_=("Review, then pay", "Pay")),)),
        ("name", '"say \\"hi\\", then go"', ('say "hi", then go',)),
        ("name", '5" pipe, 6" pipe', (Op(in_=('5" pipe', '6" pipe')),)),
        ("tags", '"a, b", c', (("a, b", "c"),)),
        ("priority", "51..", (Op(gte=51),)),
        ("priority", "..25", (Op(lte=25),)),
        (
            "local_variables",
            'a = "x; y"; b in "p, q", r; c = {"d": "1; 2"}',
            (
                (
                    VariableMatch("a", '"x; y"'),
                    VariableMatch("b", Op(in_=('"p, q"', '"r"'))),
                    VariableMatch("c", '{"d": "1; 2"}'),
                ),
            ),
        ),
    ],
)
def test_separators_in_quotes_and_what_is_missing(field: str, words: str, values: tuple[Any, ...]) -> None:
    assert read(field, words, ANNA) == values


def test_every_order_is_one_of_the_api() -> None:
    assert {order.field for order in schema(ANNA.identity).orders} == UserTaskFilter.sort_fields


def test_every_field_of_the_filter_has_words() -> None:
    assert set(FIELDS) == set(UserTaskFilter.__struct_fields__)
    assert all(schema(ANNA.identity).check(name, "", NOW) is None for name in FIELDS)


def test_hours_pass_over_a_change_of_the_clocks_and_a_written_zone_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        night = QueryContext(ANNA.identity, datetime(2026, 3, 29, 0, 30, tzinfo=UTC))  # half an hour before the change
        later = read("due_date", "< now+2h", night)[0]
        assert moment(later.lt) == datetime(2026, 3, 29, 2, 30, tzinfo=UTC)
        written = read("due_date", ">= 2026-12-01T10:00:00Z", night)[0]
        assert moment(written.gte) == datetime(2026, 12, 1, 10, tzinfo=UTC)
        tomorrow = read("due_date", "< tomorrow", night)[0]
        assert moment(tomorrow.lt) == datetime(2026, 3, 29, 22, tzinfo=UTC)  # that day has 23 hours
    finally:
        monkeypatch.undo()
        time.tzset()


# What meets two conditions on one field: by example, and for patterns by every short text


@pytest.mark.parametrize(
    ("field", "one", "other", "both"),
    [
        ("name", None, "a", ("a",)),
        ("name", "a", "a", ("a",)),
        ("name", "a", "b", ()),
        ("name", "Review invoice", Op(like="*?nvoice*"), ("Review invoice",)),
        ("name", Op(in_=("a", "b", "c")), Op(not_in=("b", "d")), (Op(in_=("a", "c")),)),
        ("name", Op(neq="a"), Op(neq="b"), (Op(not_in=("a", "b")),)),
        ("name", Op(neq="a"), Op(like="*x*"), (Op(neq="a", like="*x*"),)),
        ("name", Op(like="Rev*"), Op(like="*view*"), (Op(like="Review*"), Op(like="Rev*view*"))),
        ("assignee", Op(exists=False), "anna", ()),
        ("assignee", Op(exists=False), Op(exists=True), ()),
        ("assignee", Op(exists=True), Op(neq="anna"), (Op(exists=True, neq="anna"),)),
        ("priority", Op(gte=20), Op(gte=51, lte=75), (Op(gte=51, lte=75),)),
        ("priority", Op(in_=(10, 60)), Op(gte=51), (60,)),
        (
            "due_date",
            Op(lt="2026-05-07T00:00:00+02:00"),
            Op(lt="2026-05-06T23:00:00+00:00"),
            (Op(lt="2026-05-07T00:00:00+02:00"),),
        ),
        ("tags", ("vip",), ("vip", "emea"), (("vip", "emea"),)),
        (
            "local_variables",
            (VariableMatch("a", "1"),),
            (VariableMatch("b", "2"),),
            ((VariableMatch("a", "1"), VariableMatch("b", "2")),),
        ),
    ],
)
def test_what_meets_both(field: str, one: Any, other: Any, both: tuple[Any, ...]) -> None:
    assert intersection(field, one, other) == both


def test_what_the_cluster_cannot_be_asked() -> None:
    with pytest.raises(NotWords, match="two candidates"):
        intersection("candidate_group", "sales", "support")
    with pytest.raises(NotWords, match="at once"):
        common_patterns("*a*b*c*d*e*f*", "*f*e*d*c*b*a*")


@pytest.mark.parametrize(
    ("one", "other"),
    [("a*", "*b"), ("a*", "*a*"), ("*ab*", "*ba*"), ("?b*", "a?*"), ("ab", "a?"), ("*", "?a"), ("a*b", "*a*b*"),
     ("a", "b"), ("a*a", "*aa")],
)  # fmt: skip
def test_a_text_is_of_both_patterns_when_it_is_of_one_of_the_common_ones(one: str, other: str) -> None:
    common = common_patterns(one, other)
    for length in range(6):
        for letters in product("ab", repeat=length):
            text = "".join(letters)
            both = matches(text, one) and matches(text, other)
            assert any(matches(text, pattern) for pattern in common) is both, (text, common)


def test_escaped_wildcards_are_letters() -> None:
    assert matches("5*", r"5\*")
    assert not matches("5a", r"5\*")
    assert common_patterns(r"5\**", r"*\*") == (r"5\*", r"5\**\*")
