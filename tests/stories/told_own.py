"""A story of a command of one's own: the exact line is shown, whatever the row holds, before anything runs."""

from __future__ import annotations

from c8tui.tui.dialogs.shell import OutputDialog, RunLinesDialog
from c8tui.tui.registry import use_commands
from tests.stories.scene import Scene
from tests.stories.story import MEDIUM, NARROW, story

COMMANDS = {
    "ticket": {
        "key": "f6",
        "screen": "incidents",
        "description": "Open a ticket about the incident",
        "run": "echo ticket 4711 about {error_message} in {process_definition_id} --link={key}",
        "confirm": True,
    }
}


@story(
    "own-command", screen="incidents", sizes={"": NARROW, "-medium": MEDIUM}, settings={"commands": COMMANDS}
)  # fmt: skip
async def own_command(scene: Scene) -> None:
    """A key of one's own asks with the line that it would run; the output is told, and can be read whole."""
    try:
        await scene.listed()
        await scene.do("own_ticket")
        await scene.opens(RunLinesDialog)
        await scene.shows("echo ticket 4711 about")
        await scene.picture("own-command-confirm")
        await scene.press("y")
        await scene.closes()
        await scene.says("--link=")
        await scene.line("output")
        await scene.opens(OutputDialog)
        await scene.shows("ended well")
        await scene.picture("own-command-output")
        await scene.act("leave")
        await scene.closes()
    finally:
        use_commands({})
