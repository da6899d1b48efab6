"""Stories of a decision: a table, its graph, what if, an evaluation, versions, and rules that never fired."""

from __future__ import annotations

from c8tui.tui.decisions.screen import DecisionScreen
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.lines import LinesDialog
from tests.stories.scene import Scene
from tests.stories.story import NARROW, WIDE, story

SIZES = {"": WIDE, "-narrow": NARROW}


def shown(scene: Scene) -> DecisionScreen:
    screen = scene.app.screen
    assert isinstance(screen, DecisionScreen)
    return screen


async def open_decision(scene: Scene, decision_id: str) -> DecisionScreen:
    """Enter on a decision of the list."""
    await scene.go_to(lambda definition: definition.decision_definition_id == decision_id)
    await scene.do("open")
    await scene.until(lambda: isinstance(scene.app.screen, DecisionScreen) and shown(scene).view.state, "the decision")
    return shown(scene)


@story("decision-table", screen="decisions", sizes=SIZES)
async def decision_table(scene: Scene) -> None:
    """A decision as a table: searched, narrowed to what can match a value, compared with the version before."""
    screen = await open_decision(scene, "discount")
    await scene.shows("Discount   v2", "UNIQUE (U): exactly one rule may match", "Customer tier", "By contract.")
    await scene.act("move(1)", 3)
    await scene.picture("decision-table")
    await scene.do("find")
    await scene.write("loyalty")
    await scene.press("enter")
    await scene.until(lambda: "2 found" in scene.notice_on_top, "what was found")
    await scene.do("back")
    await scene.do("rules_for")
    await scene.write("amount = 500")
    await scene.press("enter")
    await scene.until(lambda: "3 of 5 rules can match amount = 500" in scene.notice_on_top, "the rules")
    assert len(screen.view.table.shown) == 3
    await scene.do("back")
    await scene.do("differences")
    await scene.opens(LinesDialog)
    await scene.shows("3 added, 2 changed (3 cells)", "5  ->  3")
    await scene.picture("decision-difference")


@story("decision-graph", screen="decisions", sizes=SIZES)
async def decision_graph(scene: Scene) -> None:
    """What a decision requires, as a diagram that is walked by keys; enter goes to the decision."""
    screen = await open_decision(scene, "dish")
    await scene.do("graph")
    await scene.shows("Guest Count", "input ─", "decision ─")
    await scene.act("walk('down')")
    await scene.picture("decision-graph")
    await scene.act("choose")
    await scene.until(lambda: screen.view.state is not None and screen.view.state.at == "season", "the season")
    await scene.shows("literal", "if")


@story("what-if", screen="decisions", sizes=SIZES)
async def what_if(scene: Scene) -> None:
    """The inputs of a decision, and what they come to while one types; then the cluster says the same."""
    screen = await open_decision(scene, "dish")
    await scene.do("what_if")
    await scene.until(
        lambda: screen.view.asks and screen.focused in screen.view.what_if.view.editors.both, "the inputs"
    )
    await scene.write("25")
    await scene.press("tab", "1", "tab", "1")
    await scene.shows("local preview", '-> "Cold tomato soup"', "rule 1 would match if")
    await scene.picture("what-if")
    await scene.press("ctrl+s")
    await scene.shows("evaluated on the cluster")
    assert "cluster agrees" in scene.notice_on_top
    await scene.press("escape", "left_parenthesis")
    await scene.shows("Guest Count   v1", "[Guest Count]", "rule 2")


@story("decision-instance", screen="decisions", sizes=SIZES)
async def decision_instance(scene: Scene) -> None:
    """An evaluation drawn into its table, with the chain it is part of; how often each rule fired."""
    await scene.go_to(lambda definition: definition.decision_definition_id == "dish")
    await scene.do("history")
    await scene.shows_mode("evaluations")
    await scene.shows("Evaluations of Dish v1")
    await scene.go_to(lambda evaluation: evaluation.state == "EVALUATED")
    await scene.do("open")
    await scene.shows("as it was evaluated", "Season  >  Guest Count  >  [Dish]", "= ")
    await scene.picture("decision-instance")
    await scene.do("fired")
    await scene.opens(ChoiceDialog)
    await scene.act("select")
    await scene.shows("hits (of 24)")
    await scene.picture("decision-fired")
