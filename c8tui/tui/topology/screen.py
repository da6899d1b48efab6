"""The topology screen: is the cluster healthy, if not why not, and what has changed while somebody watched."""

from __future__ import annotations

from textual.app import ComposeResult

from c8tui.errors import C8Error
from c8tui.session.topology import Overview
from c8tui.tui.commands.ids import TOPOLOGY
from c8tui.tui.screens.base import BaseScreen
from c8tui.tui.topology.actions import TopologyActions
from c8tui.tui.topology.lines import known
from c8tui.tui.topology.view import TopologyView


class TopologyScreen(BaseScreen):
    """Health and findings, brokers against partitions, and what has become of them."""

    NAME = TOPOLOGY

    def __init__(self) -> None:
        super().__init__()
        self.view = TopologyView()
        self._shown = 0
        """The number of the look that was shown last."""

    def body(self) -> ComposeResult:
        yield self.view

    def begin(self) -> None:
        self.parts.append(TopologyActions(self.ui, self.session, self.view))
        self.view.focus()

    async def load(self) -> Overview:
        return await self.session.overview()

    def show(self, answer: Overview) -> None:
        watch = self.session.topology_watch
        # What was never shown has not changed since it was.
        self.view.tell(watch, self._shown or watch.looks)
        self._shown = watch.looks

    def load_failed(self, error: C8Error) -> None:
        self.view.tell(self.session.topology_watch, self._shown)
        super().load_failed(error)

    def count_words(self) -> str:
        topology = self.session.topology
        if topology.brokers is None:
            return "brokers unknown"
        return f"{len(topology.brokers)} of {known(topology.cluster_size, 'broker')}"

    def spoken(self) -> str:
        return self.view.spoken

    def on_topology_view_moved(self, _: TopologyView.Moved) -> None:
        self.tell()

    def on_topology_view_chosen(self, _: TopologyView.Chosen) -> None:
        self.action_do("show_place")
