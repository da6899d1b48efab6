"""The first line: what it says, what gives way when there is no room, and where its screens are clicked on."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual.app import App, ComposeResult

from c8tui.tui.widgets.picked import Picked
from c8tui.tui.widgets.status_line import ClusterWords, FirstLine, Freshness, StatusLine, Tab
from tests.tui.apps import text_of, widget_on

TABS = tuple(Tab(name.casefold(), name, str(n)) for n, name in enumerate(("Inbox", "Decisions", "Topology", "Jobs"), 1))
LINE = FirstLine(
    (*TABS, Tab("evaluations", "Evaluations", "")),
    "decisions",
    ClusterWords("prod-eu", "8.9.2", "3/3 brokers healthy", "healthy"),
    "anna",
    freshness=Freshness(age_s=2, round_trip_s=0.01),
)


class Lined(App[None]):
    def __init__(self, line: FirstLine) -> None:
        super().__init__()
        self.line = line
        self.picked: list[str] = []

    def compose(self) -> ComposeResult:
        yield StatusLine()

    def on_mount(self) -> None:
        self.query_one(StatusLine).tell(self.line)

    def on_picked(self, event: Picked) -> None:
        self.picked.append(event.command_id)


async def line_at(width: int, line: FirstLine) -> str:
    app = Lined(line)
    async with app.run_test(size=(width, 2)) as pilot:
        await pilot.pause()
        return text_of(app).splitlines()[0]


@pytest.mark.parametrize(("freshness", "words"), [
    (Freshness(), "loading"),
    (Freshness(age_s=2.4, round_trip_s=0.041), "updated 2 s ago   ping 41 ms"),
    (Freshness(age_s=75, stale="it is down", next_try_s=4.2), "stale 1 m, next try 4 s: it is down"),
    (Freshness(stale="x\x1b[2J"), "no data: x\\x1b[2J"),
])  # fmt: skip
def test_words(freshness: Freshness, words: str) -> None:
    assert freshness.words() == words


@pytest.mark.parametrize(("width", "line"), [
    (40, "  1  Decisions 2…  prod-eu healthy   2…"),
    (54, "  1  Decisions 2  3  4      prod-eu healthy   2 s ago"),
    (60, "  1  Decisions 2  3  4     prod-eu healthy   anna   2 s ago"),
    (66, "  Inbo 1  Decisions 2  Topo 3  Jobs 4   prod-eu healthy   2 s ago"),
    (78, "  Inbo 1  Decisions 2  Topo 3  Jobs 4        prod-eu healthy   anna   2 s ago"),
    (90, "  Inbox 1  Decisions 2  Topology 3  Jobs 4       prod-eu healthy   anna   updated 2 s ago"),
    (100, "  Inbox 1  Decisions 2  Topology 3  Jobs 4           prod-eu 8.9.2 healthy   anna   updated 2 s ago"),
    (120, "  Inbox 1  Decisions 2  Topology 3  Jobs 4      prod-eu 8.9.2 3/3 brokers healthy   anna   updated 2 s ago"
          "   ping 10 ms"),
])  # fmt: skip
async def test_names_are_shortened_before_anything_goes(width: int, line: str) -> None:
    shown = await line_at(width, LINE)
    assert shown == line


async def test_a_screen_without_a_key_is_named_while_it_is_shown() -> None:
    assert "Evaluations" not in await line_at(140, LINE)
    assert " Jobs 4  Evaluations " in await line_at(140, replace(LINE, here="evaluations"))


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_a_stale_line_says_first_when_it_tries_again_and_keeps_its_screens(width: int) -> None:
    stale = Freshness(age_s=9, stale="cannot connect " * 9, next_try_s=4)
    line = await line_at(width, replace(LINE, freshness=stale))
    assert "Decisions 2" in line
    assert "stale 9 s, next" in line
    assert "healthy" not in line, "nobody knows that now"
    assert len(line) <= width


async def test_what_is_on_its_way_and_what_is_not_allowed_stay() -> None:
    cluster = replace(LINE.cluster, flags="read-only", health_word="2 problems", kind="error")
    line = await line_at(100, replace(LINE, cluster=cluster, progress="completing 17/37 (R)"))
    assert "completing 17/37 (R)   prod-eu 2 problems read-only" in line


async def test_it_redraws_only_when_its_words_change() -> None:
    app = Lined(replace(LINE, freshness=Freshness(age_s=1.1)))
    async with app.run_test(size=(80, 2)) as pilot:
        status = app.query_one(StatusLine)
        await pilot.pause()
        status._repaint_required = False
        status.tell(replace(LINE, freshness=Freshness(age_s=1.9)))
        assert not status._repaint_required
        status.tell(replace(LINE, freshness=Freshness(age_s=2.0)))
        assert status._repaint_required


@pytest.mark.parametrize(("freshness", "style"), [
    (Freshness(age_s=1, round_trip_s=0.2), "$foreground-muted"),
    (Freshness(age_s=1, round_trip_s=1.2), "$text-warning"),
    (Freshness(age_s=1, round_trip_s=1.2, stale="down"), "bold $text-error"),
])  # fmt: skip
async def test_the_colour_of_the_age(freshness: Freshness, style: str) -> None:
    app = Lined(replace(LINE, freshness=freshness))
    async with app.run_test(size=(140, 2)):
        drawn = app.query_one(StatusLine).render()
        assert style in [span.style for span in drawn.spans if drawn.plain[span.start :].startswith(freshness.words())]


async def test_texts_are_texts() -> None:
    cluster = ClusterWords("[b]prod[/b]\x1b[2J", "8", "healthy", "healthy")
    line = await line_at(140, replace(LINE, cluster=cluster, who="[i]ann\u202ea"))
    assert "[b]prod[/b]\\x1b[2J" in line
    assert "[i]ann\\u202ea" in line


@pytest.mark.parametrize(("width", "x", "command"), [
    (100, 3, ["goto_inbox"]), (100, 12, ["goto_decisions"]), (100, 35, ["goto_jobs"]), (100, 60, []),
    (60, 2, ["goto_inbox"]),
])  # fmt: skip
async def test_a_screen_is_clicked_on(width: int, x: int, command: list[str]) -> None:
    app = Lined(LINE)
    async with app.run_test(size=(width, 2)) as pilot:
        await pilot.pause()
        await pilot.click(StatusLine, offset=(x, 0))
        assert app.picked == command


async def test_what_has_no_room_paints_nothing() -> None:
    def said(age_s: float, round_trip_s: float) -> FirstLine:
        return FirstLine(who="demo", freshness=Freshness(age_s=age_s, round_trip_s=round_trip_s))

    line, painted = StatusLine(), list[bool]()
    async with widget_on(line, (24, 2)) as (_, pilot):
        line.tell(said(age_s=1.0, round_trip_s=0.007))
        await pilot.pause()
        line.refresh = lambda *_, **__: painted.append(True)  # type: ignore[method-assign, assignment]
        line.tell(said(age_s=1.4, round_trip_s=0.008))
        assert painted == []
        line.tell(said(age_s=2.0, round_trip_s=0.008))
        assert painted == [True]
