"""Facts: names in a column, values as they are, and none of it read as markup."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.geometry import Region

from c8tui.tui.widgets.facts import VALUE_LIMIT, WIDEST_NAME, Body, Fact, Facts, Heading, content_of
from tests.tui.apps import text_of, typed, until, widget_on


def test_names_and_notes_stand_in_columns() -> None:
    text = content_of((Fact("due", "today"), Fact("assignee", "anna", note="text"))).plain
    assert text == "due             today\nassignee  text  anna"


def test_columns_are_those_of_a_section() -> None:
    text = content_of((Fact("due", "today"), Heading("Variables"), Fact("amount", "12", note="number"))).plain
    assert text == "due  today\n\nVariables\namount  number  12"


def test_a_name_too_long_pushes_nobody_aside_and_a_wide_one_counts_as_it_is_drawn() -> None:
    long = "n" * (WIDEST_NAME + 1)
    assert content_of((Fact("due", "today"), Fact(long, "v"))).plain == f"due  today\n{long}  v"
    assert content_of((Fact("東京", "a"), Fact("due", "b"))).plain == "東京  a\ndue   b"


def test_a_value_of_many_lines_is_indented_below_its_name() -> None:
    assert content_of((Fact("x", "{\n  1\n}"),)).plain == "x  {\n     1\n   }"
    assert content_of((Fact("x", "{\n}", note="object"),)).plain == "x  object  {\n           }"


def test_a_long_value_goes_on_below_its_beginning() -> None:
    facts = (Fact("who", "anna and ben and clara"), Fact("x", "y" * 20))
    assert content_of(facts, 17).plain == "who  anna and ben\n     and clara\nx    yyyyyyyyyyyy\n     yyyyyyyy"
    assert content_of(facts, 10).plain == "who  anna and ben and clara\nx    yyyyyyyyyyyyyyyyyyyy"


def test_what_a_cluster_sends_is_text() -> None:
    text = content_of((Heading("[bold]h[/]"), Fact("[@click=app.quit]n[/]", "a\x1b[2J\u202eb"), Body("c\x9b"))).plain
    assert text == "[bold]h[/]\n[@click=app.quit]n[/]  a\\x1b[2J\\u202eb\nc\\x9b"


def test_a_value_too_long_says_how_much_is_left_out() -> None:
    assert content_of((Fact("x", "y" * (VALUE_LIMIT + 7)),)).plain.endswith("… 7 more characters")


async def test_it_scrolls_with_the_keys_of_a_list() -> None:
    facts = Facts()
    async with widget_on(facts, (40, 10)) as (app, pilot):
        facts.show(Fact(f"n{number}", "v") for number in range(50))
        facts.focus()
        await pilot.pause()
        await pilot.press("G")
        await until(pilot, lambda: "n49" in text_of(app))
        await pilot.press("g")
        await until(pilot, lambda: "n0 " in text_of(app))
        await typed(pilot, "j", "j")
        await until(pilot, lambda: facts.top == 2)
        for key, top in (("ctrl+d", 7), ("pagedown", 17), ("ctrl+b", 7), ("ctrl+u", 2), ("k", 1), ("pageup", 0)):
            await pilot.press(key)
            assert facts.top == top
        facts.show_content(Content("[red]done"))
        await pilot.pause()
        assert "[red]done" in text_of(app)


async def test_only_what_differs_is_painted_anew() -> None:
    facts = Facts()
    async with widget_on(facts, (40, 10)) as (app, pilot):
        facts.show([Fact("due", "today"), Fact("who", "anna"), Fact("x", "1")])
        await pilot.pause()
        asked: list[Region] = []
        refresh = facts.refresh

        def watched(*regions: Region, **more: Any) -> Facts:
            asked.extend(regions)
            return refresh(*regions, **more)

        facts.refresh = watched  # type: ignore[method-assign]
        facts.show([Fact("due", "today"), Fact("who", "benjamin"), Fact("x", "1")])
        assert asked == [Region(5, 1, 8, 1)]
        await until(pilot, lambda: "benjamin" in text_of(app))
        asked.clear()
        facts.show([Fact("due", "today"), Fact("who", "benjamin"), Fact("x", "1")])
        assert asked == []


async def test_another_thing_is_shown_from_its_first_line_and_a_mark_says_where_one_is() -> None:
    facts = Facts()
    async with widget_on(facts, (40, 10)) as (app, pilot):
        facts.show(Fact(f"n{number}", "v") for number in range(50))
        await pilot.pause()
        facts.action_move(7)
        facts.show(Fact(f"m{number}", "v") for number in range(50))
        assert facts.top == 7
        facts.rewind()
        facts.show(Fact(f"k{number}", "v") for number in range(50))
        assert facts.top == 0
        await until(pilot, lambda: "k0" in text_of(app))
        assert [line[-1:] for line in text_of(app).splitlines()].count("▐") == 2
        facts.show([Fact("a", "b")])
        await until(pilot, lambda: "▐" not in text_of(app))
        assert "k1" not in text_of(app)
