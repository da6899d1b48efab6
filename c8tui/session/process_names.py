"""Processes by their names, and a search for tasks by their own name or that of their process.

User tasks cannot be asked for by the name of their process: the definitions are, and the tasks by the ids of those.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from c8tui.api import processes
from c8tui.model.processes import ProcessDefinition, ProcessDefinitionFilter
from c8tui.model.search import Op, PageRequest, Search, Sort
from c8tui.model.versions import has

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

KNOWN_S = 60.0
"""So long the definitions count as known."""
MOST_PROCESSES = 1_000
"""Processes that are asked for."""
NAME_OPERATORS, PROCESS_OPERATORS = (8, 9), (8, 10)
"""Since when user tasks are compared by `name` and by `processDefinitionId` otherwise than for equality."""


class NameSearch(Struct, frozen=True):
    """Tasks whose name contains a text, or that of their process."""

    text: str
    options: tuple[tuple[str, tuple[Any, ...]], ...]
    """Fields of a filter with values: a task is found that meets any value of any of them."""
    note: str = ""
    """What this cluster cannot be asked, in a sentence; "" for nothing."""


class ProcessNames(Struct):
    """The latest versions of the processes there are, asked for once a minute at most."""

    wire: Wire
    tenant_id: str | None = None
    clock: Callable[[], float] = monotonic
    _known: tuple[ProcessDefinition, ...] = ()
    _at: float | None = field(default=None)

    async def latest(self) -> tuple[ProcessDefinition, ...]:
        """The latest version of each process. POST /process-definitions/search. Raises C8Error."""
        if self._at is None or self.clock() - self._at >= KNOWN_S:
            query = Search(
                filter=ProcessDefinitionFilter(is_latest_version=True, tenant_id=self.tenant_id),
                sort=(Sort("process_definition_id"),),  # with that filter, the only field to sort by
                page=PageRequest(limit=MOST_PROCESSES),
            )
            self._known = (await processes.search(self.wire, query)).items
            self._at = self.clock()
        return self._known

    async def search_for(self, text: str, gateway_version: str) -> NameSearch:
        """What finds the tasks by a text, on a cluster of that version. Raises C8Error."""
        wanted = " ".join(text.split())
        near = [one for one in await self.latest() if wanted.casefold() in (one.name or "").casefold()]
        ids = tuple(dict.fromkeys(one.process_definition_id for one in near))
        in_part = has(gateway_version, NAME_OPERATORS)
        options: list[tuple[str, tuple[Any, ...]]] = [("name", (Op(like=name_pattern(text)) if in_part else wanted,))]
        if ids:
            together = len(ids) > 1 and has(gateway_version, PROCESS_OPERATORS)
            options.append(("process_definition_id", (Op(in_=ids),) if together else ids))
        note = (
            "" if in_part else "Camunda 8.8 compares whole task names only; processes are found by part of their name."
        )
        return NameSearch(wanted, tuple(options), note)


def name_pattern(text: str) -> str | None:
    """A `$like` pattern for names that contain `text`, or None for no text.

    The API compares letter by letter, capitals too. A word typed in small letters may begin with a capital in the name:
    its first letter is left open.
    """
    words = (_word_pattern(word) for word in text.split())
    joined = " ".join(words)
    return f"*{joined}*" if joined else None


def _word_pattern(word: str) -> str:
    escaped = [f"\\{character}" if character in "*?\\" else character for character in word]
    if word.islower() and word[0].isalpha():
        escaped[0] = "?"
    return "".join(escaped)
