"""Variables as text that is edited, as a tree, and as cells of a list; names that would get lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.model.base import encode
from c8tui.model.user_tasks import UserTask
from c8tui.model.variables import Variable
from c8tui.session.session import Session
from c8tui.session.variables import (
    BATCH,
    CELLS_FRESH_S,
    SOON_S,
    Edit,
    Known,
    NotVariables,
    VariableCells,
    VariableNode,
    as_text,
    cut_words,
    kind_of,
    matching,
    member_texts,
    name_faults,
    pretty,
    preview,
    read,
    read_checked,
    read_edit,
    roots,
    same_tokens,
    shown,
)
from c8tui.text import without_controls
from tests.sandboxes import Sandbox, every_task


def variable(name: str, value: str, **fields: Any) -> Variable:
    return Variable(name=name, value=value, **fields)


def edited(before: str, after: str) -> dict[str, Any]:
    """What is sent when the value of one variable is typed over."""
    return read_edit(f'{{"v": {after}}}', [variable("v", before)]).changed


EXACT = (
    "0.1", "0.10", "1.0", "1", "-0.0", "1e400", "1E-400", "12345678901234567890.123", "9007199254740993",
    "123456789012345678901234567890", "[1.10, {\"a\": 3.000}]",
)  # fmt: skip


class TestDigits:
    @pytest.mark.parametrize("number", EXACT)
    def test_the_text_has_the_digits_of_the_cluster(self, number: str) -> None:
        text = as_text([variable("v", number)])
        assert "".join(text.split()) == f'{{"v":{"".join(number.split())}}}'
        assert read_edit(text, [variable("v", number)]).changed == {}

    @pytest.mark.parametrize(
        ("typed", "sent"),
        [
            ("0.1", b"0.1"),
            ("12345678901234567890.123", b"12345678901234567890.123"),
            ("123456789012345678901234567890", b"123456789012345678901234567890"),
            ("9007199254740993", b"9007199254740993"),
            ("1e400", b"1E+400"),
        ],
    )
    def test_what_is_typed_is_sent_with_all_digits(self, typed: str, sent: bytes) -> None:
        assert encode(edited("0", typed)) == b'{"v":' + sent + b"}"

    @pytest.mark.parametrize(
        ("before", "after"),
        [("1", "true"), ("0", "false"), ("1", "1.0"), ("1.0", "1.00"), ("1", '"1"'), ("null", "false"),
         ("9007199254740992", "9007199254740993"), ("0.1", "0.1000000000000000000001"), ("[1]", "[true]"),
         ('{"a": 1}', '{"a": 1.0}'), ('""', "null"), ("[]", "{}")],
    )  # fmt: skip
    def test_values_that_python_takes_for_the_same(self, before: str, after: str) -> None:
        assert encode(edited(before, after)["v"]) == encode(edited("[[]]", after)["v"])
        assert edited(after, after) == {}


class TestChanges:
    BEFORE = (variable("a", "1"), variable("b", '{"x": [1, 2]}'), variable("c", '"text"'))

    def test_only_what_differs_is_sent(self) -> None:
        edit = read_edit('{"a": 1, "b": {"x": [1, 3]}, "c": "text", "d": null}', self.BEFORE)
        assert edit == Edit(
            variables={"a": 1, "b": {"x": [1, 3]}, "c": "text", "d": None}, changed={"b": {"x": [1, 3]}, "d": None}
        )

    def test_layout_is_no_change(self) -> None:
        assert read_edit('{"c":"text","b":{"x":\n[1,2]},"a":1}', self.BEFORE).changed == {}
        assert read_edit('{"c": "\\u0074ext"}', self.BEFORE).changed == {}

    def test_what_is_left_out_stays_as_it_is(self) -> None:
        assert read_edit("{}", self.BEFORE) == Edit({}, {})

    def test_the_last_of_two_with_one_name_counts_on_both_sides(self) -> None:
        twice = (variable("v", "1"), variable("v", "2"))
        text = as_text(twice)
        assert text.count('"v"') == 2
        assert read_edit(text, twice).changed == {}
        assert read_edit('{"v": 2, "v": 3}', twice).changed == {"v": 3}
        assert read_edit('{"v": 1}', twice).changed == {"v": 1}


class TestWhatIsNoJson:
    @pytest.mark.parametrize(
        "cut", [Variable(name="long", value='{"a": "bcd', is_truncated=True), Variable(name="long")]
    )
    def test_a_value_that_is_not_whole_is_not_there_to_be_edited(self, cut: Variable) -> None:
        text = as_text([cut, variable("n", "1")])
        assert json.loads(text) == {"n": 1}
        assert cut_words([cut, variable("n", "1")]) == "Not whole, hence not here and left as it is: long."
        assert read_edit(text.replace("1", "2"), [cut, variable("n", "1")]).changed == {"n": 2}

    @pytest.mark.parametrize("value", ["{", "NaN", "undefined", "'a'", "\x00", "1e99999999999999999999"])
    def test_broken_values_do_not_break_the_rest(self, value: str) -> None:
        before = [variable("v", value), variable("n", "1")]
        text = as_text(before)
        assert json.loads(text) == {"v": value, "n": 1}
        assert read_edit(text, before).changed == {}

    @pytest.mark.parametrize("depth", [50, 900, 5_000, 200_000])
    def test_deep_nesting(self, depth: int) -> None:
        before = [variable("deep", "[" * depth + "]" * depth), variable("n", "1")]
        edit = read_edit(as_text(before).replace('"n": 1', '"n": 2'), before)
        assert edit.changed == {"n": 2}

    @pytest.mark.parametrize("core", ["", '"\\ud800"', "0.1"])
    def test_typed_too_deep_is_a_mistake_at_every_depth(self, core: str) -> None:
        """The reader, the writer and the writer of escapes each give up at a depth of their own."""
        refused = 0
        for depth in [*range(900, 1_010), 100_000]:
            value = "[" * depth + core + "]" * depth
            try:
                assert read_edit(f'{{"v": {value}}}', [variable("v", "1")]).changed
            except NotVariables:
                refused += 1
        assert refused > 0


class TestUnsafeText:
    @pytest.mark.parametrize(
        "character", ["\x1b", "\x7f", "\x9b", "\u202e", "\u200b", "\ud800", "\U000e0041", "\ufeff"]
    )
    def test_it_shows_as_an_escape_and_stays_what_it_was(self, character: str) -> None:
        before = [
            variable(f"n{character}", json.dumps(f"a{character}b", ensure_ascii=False).replace("\x1b", "\\u001b"))
        ]
        text = as_text(before)
        assert text.replace("\n", "") == without_controls(text.replace("\n", ""))
        assert "\\u" in text
        edit = read_edit(text, before)
        assert edit.variables == {f"n{character}": f"a{character}b"}
        assert edit.changed == {}

    def test_what_is_typed_as_an_escape_is_sent_as_that_character(self) -> None:
        assert edited('"a"', '"\\u001b\\ud83d\\ude00"') == {"v": "\x1b\U0001f600"}
        assert encode(edited('"a"', '"\\ud800"')) == b'{"v": "\\ud800"}'


class TestMistakes:
    @pytest.mark.parametrize(
        ("typed", "line", "column", "detail"),
        [
            ('{\n  "a": 1,\n  "b" 2\n}', 3, 7, "Expecting ':' delimiter"),
            ('{"a": 1,}', 1, 9, ""),
            ("", 1, 1, "Expecting value"),
            ('{"a": 1} x', 1, 10, "Extra data"),
            ("[1, 2]", 1, 1, 'variables are an object: {"name": value}'),
            ("7", 1, 1, 'variables are an object: {"name": value}'),
            ('{"a": "\n"}', 1, 8, "Invalid control character"),
        ],
    )
    def test_the_first_one_and_where_it_is(self, typed: str, line: int, column: int, detail: str) -> None:
        with pytest.raises(NotVariables) as refused:
            read_edit(typed, [])
        assert (refused.value.line, refused.value.column) == (line, column)
        assert refused.value.detail.startswith(f"line {line}, column {column}: {detail}")

    @pytest.mark.parametrize("typed", ["NaN", "-Infinity", "1e99999999999999999999"])
    def test_what_is_no_number(self, typed: str) -> None:
        with pytest.raises(NotVariables):
            read_edit(f'{{"a": {typed}}}', [])


def test_pretty() -> None:
    assert pretty('{"b":1.10,"a":[1,2]}') == '{\n  "b": 1.10,\n  "a": [\n    1,\n    2\n  ]\n}'
    assert pretty("{cut") == "{cut"
    assert pretty('"\ud800') == '"\ud800'


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(), max_size=12)
)
names = st.text(st.characters(), max_size=8)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(names, values, max_size=5))
def test_a_text_that_nobody_edits_changes_nothing(content: dict[str, Any]) -> None:
    before = [variable(name, encode(value).decode()) for name, value in content.items()]
    text = as_text(before)
    assert text.replace("\n", "") == without_controls(text.replace("\n", ""))
    edit = read_edit(text, before)
    assert edit.changed == {}
    assert [encode(value) for value in edit.variables.values()] == [encode(value) for value in content.values()]


@given(values, values)
def test_one_changed_value_is_all_that_is_sent(before: Any, after: Any) -> None:
    originals = [variable("kept", '"k"'), variable("v", encode(before).decode())]
    text = as_text([variable("kept", '"k"'), variable("v", encode(after).decode())])
    changed = read_edit(text, originals).changed
    assert set(changed) == ({"v"} if encode(before) != encode(after) else set())
    assert not changed or encode(changed["v"]) == encode(after)


def test_decimals_are_read_as_decimals() -> None:
    assert edited("0", "0.10") == {"v": Decimal("0.10")}


class TestNames:
    @pytest.mark.parametrize(
        ("text", "place", "detail"),
        [
            ('{\n  "a": 1,\n  "a": 1\n}', (3, 3), 'line 3, column 3: the name "a" stands twice'),
            ('{\n  "v": {\n    "x": 1,\n    "x": 2\n  }\n}', (4, 5), 'the name "x" stands twice'),
            ('{"v": [{"x": 1, "x": 1}]}', (1, 17), 'the name "x" stands twice'),
            ('{\n  "": 1\n}', (2, 3), "a name is empty"),
            ('{"v": {"": 1}}', (1, 8), "a name is empty"),
        ],
    )
    def test_one_that_stands_twice_or_is_empty_is_not_sent(
        self, text: str, place: tuple[int, int], detail: str
    ) -> None:
        with pytest.raises(NotVariables, match=detail) as wrong:
            read_checked(text, [variable("v", '[{"x": 1}]')])
        assert (wrong.value.line, wrong.value.column) == place

    def test_within_a_value_that_nobody_touched_it_stays(self) -> None:
        twice = [variable("v", '{"x":1,"":0,"x":2}'), variable("w", "1")]
        assert read_checked(as_text(twice), twice).changed == {}
        assert read_checked(as_text(twice).replace('"w": 1', '"w": 2'), twice).changed == {"w": 2}
        with pytest.raises(NotVariables):
            read_checked(as_text(twice).replace('"x": 2', '"x": 3'), twice)


# Names that stand twice, or are empty, at any depth

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=4), inner, max_size=3),
    max_leaves=12,
)


def faults(text: str) -> list[tuple[str, int, str, bool]]:
    return [(fault.detail, fault.at, fault.variable, fault.nested) for fault in name_faults(text)]


def test_a_name_that_stands_twice() -> None:
    text = '{"a": 1,\n "b": 2,\n "a": 3}'
    assert faults(text) == [
        ('the name "a" stands twice in one object, first in line 1', text.rindex('"a"'), "a", False)
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"v": {"a": 1, "b": [], "a": 2}}',
        '{"v": [1, [{"a": {"x": 1}, "a": 2}]]}',
        '{"v": {"a": 1, "\\u0061": 2}}',
        '{"v": [{"b": 1}, {"b": {"a": "a: ", "a": 2}}]}',
    ],
)
def test_at_any_depth_and_however_it_is_written(text: str) -> None:
    assert [(detail[:33], variable, nested) for detail, _, variable, nested in faults(text)] == [
        ('the name "a" stands twice in one ', "v", True)
    ]


def test_empty_names() -> None:
    assert faults('{"": 1}') == [("a name is empty", 1, "", False)]
    assert faults('{"v": {"": 1}}') == [("a name is empty", 7, "v", True)]


@pytest.mark.parametrize(
    "text", ["{}", '{"a": {"b": 1}, "b": {"a": 1}}', '{"a": ["a", "a", ""]}', '{"a": "\\"a\\": {"}']
)
def test_what_is_right(text: str) -> None:
    assert faults(text) == []


@given(st.dictionaries(st.text(min_size=1, max_size=4), JSON, max_size=4), st.sampled_from([None, 2]))
def test_members_are_those_of_the_object(value: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert faults(text) == []
    assert {name: json.loads(member) for name, member in member_texts(text).items()} == value
    assert same_tokens(text, json.dumps(value, indent=4))


# The tree of variables: types, paths, previews, what is in sight, and what a search finds


def nodes(**values: str) -> list[VariableNode]:
    return roots(Variable(name=name, value=value) for name, value in values.items())


def names_in(found: list[VariableNode]) -> list[str]:
    return [node.path for node in found]


@pytest.mark.parametrize(
    ("text", "kind", "on_one_line"),
    [
        ("12400.00", "number", "12400.00"),
        ("1e400", "number", "1E+400"),
        ("true", "boolean", "true"),
        ("null", "null", "null"),
        ('"ACME"', "string", "ACME"),
        ('{"name": "ACME", "n": 1, "x": null}', "{3}", "ACME, 1, null"),
        ('[{"a": 1}, [1, 2], "z"]', "[3]", "{1}, [2], z"),
        ("{}", "{0}", ""),
        ('{"cut', "text", '{"cut'),
    ],
)
def test_what_a_value_looks_like(text: str, kind: str, on_one_line: str) -> None:
    [node] = nodes(v=text)
    assert (node.kind, node.preview()) == (kind, on_one_line)


def test_a_long_value_is_short_on_its_line_and_whole_on_demand() -> None:
    [text, many] = nodes(a=f'"{"a" * 1_000_000}"', b="[" + "1," * 9_999 + "1]")
    assert len(text.preview()) == 121
    assert text.whole() == "a" * 1_000_000
    assert many.preview().endswith("1, …")
    assert len(many.preview()) < 130
    assert many.whole().count("\n") == 10_001


def test_whole_values_keep_their_digits() -> None:
    [node] = nodes(v='{"b":12345678901234567890.10,"a":{"x":1.50}}')
    assert node.whole() == '{\n  "b": 12345678901234567890.10,\n  "a": {\n    "x": 1.50\n  }\n}'
    assert node.members[1].whole() == '{\n  "x": 1.50\n}'


def test_paths_are_those_of_expressions() -> None:
    [node] = nodes(customer='{"lines": [{"n": 1}], "last name": 2}')
    assert names_in([node, *node.members, *node.members[0].members]) == [
        "customer", "customer.lines", "customer.`last name`", "customer.lines[1]",
    ]  # fmt: skip
    assert names_in(roots([Variable(name="a b", value="1")])) == ["`a b`"]


def test_in_sight_is_what_is_open() -> None:
    tree = nodes(a='{"b": {"c": 1}}', d="2")
    assert names_in(list(shown(tree))) == ["a", "d"]
    tree[0].is_open = True
    assert names_in(list(shown(tree))) == ["a", "a.b", "d"]
    tree[0].members[0].is_open = True
    assert names_in(list(shown(tree))) == ["a", "a.b", "a.b.c", "d"]
    assert not tree[1].has_members


def test_a_search_finds_names_and_values_with_all_above_them() -> None:
    tree = nodes(a='{"b": {"City": "x"}, "e": "Cityhall"}', d='"no"', city="1")
    found, more = matching(tree, "city", 10)
    assert (names_in(found), more) == (["a", "a.b", "a.b.City", "a.e", "city"], False)
    found, more = matching(tree, "city", 2)
    assert (names_in(found), more) == (["a", "a.b", "a.b.City", "a.e"], True)
    assert matching(tree, "zzz", 10) == ([], False)


def test_cut_and_deep_values_are_text() -> None:
    assert read("[" * 5_000 + "]" * 5_000)[1] is False
    [node] = roots([Variable(name="v", value='"abc', is_truncated=True)])
    assert (node.kind, node.is_cut, node.has_members, node.whole()) == ("text", True, False, '"abc')
    assert (kind_of([]), preview([])) == ("[0]", "")


# Variables as cells: many tasks in one search, the task's own value first, kept for a while

TASK = UserTask(user_task_key="1", process_instance_key="10", element_instance_key="20")


def known(**values: str) -> VariableCells:
    """Cells that know these variables of TASK."""
    cells = VariableCells(wire=None, clock=lambda: 0.0)  # type: ignore[arg-type]
    found = {name: Variable(name=name, value=value) for name, value in values.items()}
    cells._known["10", "20"] = Known(0.0, frozenset({*values, "absent"}), found)
    return cells


CUSTOMER = '{"name": "ACME", "tags": ["a", "b"], "more": {}}'


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("amount", "12400.00"),
        ("customer", "{3}"),
        ("customer.name", "ACME"),
        ("customer.tags", "[2]"),
        ("customer.tags[1]", "b"),
        ("customer.tags[9]", "-"),
        ("customer.name.first", "-"),
        ("customer.name[0]", "-"),
        ("ok", "true"),
        ("big", "1e5"),
        ("nothing", "null"),
        ("absent", "-"),
        ("unknown", None),
        ("cut", '{"a": "xxx…'),
    ],
)
def test_what_stands_in_a_cell(path: str, text: str | None) -> None:
    cells = known(amount="12400.00", big="1e5", customer=CUSTOMER, ok="true", nothing="null", cut='{"a": "xxx')
    assert cells.text(TASK, path) == text


def test_numbers_sort_as_numbers_and_what_is_missing_last() -> None:
    values = {"a": "9", "b": "10.5", "c": '"Zed"', "d": '"ann"', "e": "true"}
    cells = known(**values)
    order = sorted(["absent", *values], key=lambda path: cells.sort_key(TASK, path))
    assert order == ["a", "b", "d", "e", "c", "absent"]
    assert cells.sort_key(TASK, "b") == (0, Decimal("10.5"))


async def test_tasks_in_sight_cost_one_search(sandbox: Sandbox, sandbox_session: Session) -> None:
    cells, tasks = sandbox_session.cells, [task for _, task in await every_task(sandbox_session)][:60]
    cells.clock = sandbox.clock
    sandbox.sent.clear()
    assert await cells.fetch(tasks, ["amount", "customer.name"])
    assert [request.url.path for request in sandbox.sent] == ["/v2/variables/search"]
    (body,) = sandbox.bodies("/variables/search")
    assert set(body["filter"]["name"]["$in"]) == {"amount", "customer"}
    assert len(body["filter"]["processInstanceKey"]["$in"]) == len({task.process_instance_key for task in tasks})
    await check(sandbox_session, cells, tasks)
    assert not await cells.fetch(tasks, ["amount"])
    assert len([r for r in sandbox.sent if r.url.path == "/v2/variables/search"]) == 1
    sandbox.clock.at += CELLS_FRESH_S
    assert await cells.fetch(tasks[:1], ["amount"])


async def check(session: Session, cells: VariableCells, tasks: Iterable[UserTask]) -> None:
    """The cells say what the variables of each task say."""
    shown = 0
    for task in tasks:
        own = {variable.name: variable for variable in await session.user_tasks.variables(task.user_task_key)}
        amount = own.get("amount")
        assert cells.text(task, "amount") == (amount.value if amount else "-")
        shown += amount is not None
    assert shown > 5


async def test_the_tasks_own_value_wins() -> None:
    cells, task = VariableCells(wire=Told(), clock=lambda: 0.0), TASK  # type: ignore[arg-type]
    other = msgspec.structs.replace(task, user_task_key="2", element_instance_key="21")
    await cells.fetch([task, other], ["x"])
    assert cells.text(task, "x") == "local"
    assert cells.text(other, "x") == "process"


class Told:
    """A wire that knows a variable of the process, of one task and of a scope between."""

    async def search(self, path: str, query: Any, item: Any, **_: Any) -> Any:
        from c8tui.model.search import Page, PageInfo

        scopes = {"10": '"process"', "20": '"local"', "15": '"between"'}
        items = tuple(Variable(name="x", value=value, scope_key=scope) for scope, value in scopes.items())
        return Page(items=items, page=PageInfo(total_items=3))


async def test_a_refusal_is_told_and_not_asked_again_at_once(sandbox: Sandbox, sandbox_session: Session) -> None:
    cells, tasks = sandbox_session.cells, [task for _, task in await every_task(sandbox_session)][:3]
    cells.clock = sandbox.clock
    await sandbox.faults("403@/v2/variables/search*1")
    assert not await cells.fetch(tasks, ["amount"])
    assert cells.trouble
    sent = len(sandbox.sent)
    assert not await cells.fetch(tasks, ["amount"])
    assert len(sandbox.sent) == sent
    sandbox.clock.at += CELLS_FRESH_S
    assert await cells.fetch(tasks, ["amount"])
    assert cells.trouble == ""


async def test_other_columns_keep_their_cells_and_an_outage_is_over_soon(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    cells, tasks = sandbox_session.cells, [task for _, task in await every_task(sandbox_session)][:3]
    cells.clock = sandbox.clock
    await cells.fetch(tasks, ["amount"])
    await sandbox.faults("500@/v2/variables/search*1")
    assert not await cells.fetch(tasks, ["amount", "customer"])
    assert cells.trouble
    sandbox.clock.at += SOON_S
    assert await cells.fetch(tasks, ["customer"])
    assert all(cells.text(task, path) is not None for task in tasks for path in ("amount", "customer"))


async def test_what_came_before_a_failure_is_kept(sandbox: Sandbox, open_session: Any) -> None:
    sandbox = Sandbox(tasks=600)
    session = await open_session(sandbox)
    tasks = [task for _, task in await every_task(session)][: BATCH + 20]
    searches = 0

    async def fail_behind_the_first(request: httpx.Request) -> None:
        nonlocal searches
        searches += request.url.path.endswith("/variables/search")
        if searches > 1:
            raise httpx.ConnectError("gone", request=request)

    sandbox.meddle = fail_behind_the_first
    assert await session.cells.fetch(tasks, ["amount"])
    assert session.cells.text(tasks[0], "amount") is not None
    assert session.cells.text(tasks[-1], "amount") is None
