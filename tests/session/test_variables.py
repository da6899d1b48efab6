"""Variables go out as text and come back as what a person changed, and as nothing else."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.model.base import encode
from c8tui.model.variables import Variable
from c8tui.session.variables import Edit, NotVariables, as_text, cut_words, pretty, read_checked, read_edit
from c8tui.text import without_controls


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
