"""One version of a process: its diagram, with the counts of all its instances on each element."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from textual.app import ComposeResult

from c8tui.diagrams.element_boxes import ElementCounts
from c8tui.diagrams.model import BpmnModel
from c8tui.errors import C8Error
from c8tui.model.processes import ProcessDefinition
from c8tui.model.versions import version_word
from c8tui.session.process_instances import InstanceQuery
from c8tui.text import visible
from c8tui.tui.commands.ids import INSTANCES, PROCESS
from c8tui.tui.commands.processes import InstanceContext
from c8tui.tui.diagrams.search import SIGN, ElementSearch
from c8tui.tui.diagrams.view import DiagramView
from c8tui.tui.history import CameBy, Shown
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.widgets.clipped import Clipped


class CountedModel(NamedTuple):
    """A diagram with its counts."""

    model: BpmnModel
    counts: dict[str, ElementCounts]


class ProcessScreen(BaseScreen):
    """Shows a version; enter lists the instances that are at an element."""

    NAME = PROCESS
    DEFAULT_CSS = "ProcessScreen > #caption { height: 1; padding: 0 1; color: $foreground-muted; }"

    def __init__(self, definition: ProcessDefinition) -> None:
        super().__init__()
        self.shown = self._place
        self.definition = definition
        self.view = DiagramView()
        self._shown = ""
        """The key of the version that is shown."""
        self._caption = "loading"

    def body(self) -> ComposeResult:
        yield Clipped("loading", id="caption", markup=False)
        yield self.view

    def begin(self) -> None:
        search = ElementSearch(self.ui, self.view)
        self.parts += [search, ProcessDiagramActions(self)]
        self.prompts[SIGN] = search
        if self.session.settings.linear:
            self.view.toggle_outline()
        self.set_focus(self.view)

    async def load(self) -> CountedModel:
        details, key = self.session.ops.instance_details, self.definition.process_definition_key
        model = await details.model(key)
        return CountedModel(model, await details.element_counts(key))

    def show(self, answer: CountedModel) -> None:
        key = self.definition.process_definition_key
        if self._shown != key:
            self._shown = key
            self.view.show(answer.model)
            if said := self.view.problem or self.view.left_out:
                self.ui.say(said, "warn")
        self.view.show_counts(answer.counts)
        active = sum(one.active for id, one in answer.counts.items() if id in answer.model.nodes)
        stuck = sum(one.incidents for one in answer.counts.values())
        name = self.definition.name or self.definition.process_definition_id
        words = f"{name} {version_word(self.definition.version)}   all instances: {active:,} active elements"
        self._caption = f"{words}, {stuck:,} with incidents"
        self.tell()

    def load_failed(self, error: C8Error) -> None:
        """Where nothing is shown, the reason stands above it."""
        if not self._shown:
            name = self.definition.name or self.definition.process_definition_id
            self._caption = f"{name}: {error.detail}   i lists its instances"
        super().load_failed(error)

    def _place(self) -> Shown:
        one = self.definition
        name = f"{one.name or one.process_definition_id} {version_word(one.version)}"
        return Shown((self.NAME, one.process_definition_key), name, partial(ProcessScreen, one))

    def context(self) -> InstanceContext:
        drawn = bool(self._shown)
        return InstanceContext(element_id=self.view.current or "", drawn=drawn, **self.known() | {"selected": True})

    def tell(self) -> None:
        super().tell()
        line, words = self.query_one("#caption", Clipped), visible(self._caption)
        words = self.way_line.before(words, line.content_size.width)
        if words != str(line.content):  # an update lays the whole screen out anew
            line.update(words)

    def spoken(self) -> str:
        return self.view.spoken

    def action_back(self) -> None:
        """From the outline to the diagram, then to where it was opened from."""
        if self.view.outlined and not self.view.problem and not self.session.settings.linear:
            self.view.toggle_outline()
        else:
            self.host.navigation.step_out()

    def on_diagram_view_moved(self, event: DiagramView.Moved) -> None:
        event.stop()
        self.tell()

    def on_diagram_view_chosen(self, event: DiagramView.Chosen) -> None:
        event.stop()
        self.action_do("instances_at")


class ProcessDiagramActions:
    """The commands on a version and on the element under the cursor."""

    def __init__(self, screen: ProcessScreen) -> None:
        self._screen = screen

    @property
    def record(self) -> tuple[ProcessDefinition, str]:
        """The version, for commands that know no screen."""
        definition = self._screen.definition
        return definition, definition.process_definition_key

    def action_outline(self) -> None:
        """The outline, or the diagram again."""
        self._screen.view.toggle_outline()

    def action_find_element(self) -> None:
        """Open the `/` line."""
        self._screen.doing("action_find")()

    def action_copy_element(self) -> None:
        """The id of the current element goes to the clipboard."""
        self._screen.ui.copy(self._screen.view.current or "", "element id")

    def action_instances_at(self) -> None:
        """List the instances that are at the element."""
        key = self._screen.definition.process_definition_key
        query = InstanceQuery(conditions={"process_definition_key": key})
        if self._screen.view.current:
            query = InstanceQuery.at_element(key, self._screen.view.current)
        self._screen.host.go_and(INSTANCES, lambda instances: instances.list_query.ask(query))

    async def action_versions(self) -> None:
        """Choose another version."""
        screen, here = self._screen, self._screen.definition
        reading = screen.session.ops.process_definitions.versions(here.process_definition_id, here.tenant_id)
        versions = {one.process_definition_key: one for one in await screen.ui.newest("versions", reading)}
        choices = [(key, version_word(one.version)) for key, one in versions.items()]
        screen.definition = versions[await screen.ui.choose("Show version", choices, here.process_definition_key)]
        screen.host.navigation.note(CameBy.ASKED)
        screen.polling.anew()
