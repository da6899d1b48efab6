"""Asks for a file of inputs and a file of results, and says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from c8tui.session.batches import Batch
from c8tui.text import counted
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.fields import Field, Values, required
from c8tui.tui.widgets.clipped import Clipped

EVERY = 20
"""Rows between two words about how far it is."""


class BatchDialog(FieldsDialog):
    """Sends a file through a decision; escape stops, and what was written stays."""

    def __init__(self, name: str, batch: Batch, done: Callable[[str], object]) -> None:
        where = "and recorded on the cluster" if batch.evaluate is not None else "by c8tui itself"
        fields = (
            Field(
                "source", "Inputs", "", "CSV with a line of names, or JSON lines: inputs.csv, inputs.jsonl", required
            ),
            Field("target", "Results", "", "empty: beside the inputs, as inputs.results.csv"),
        )
        stopped = "Stopped. What was written up to then is in the file."
        about = f"Every row is evaluated {where}."
        super().__init__(f"Evaluate a file with {name}", fields, self._send_file, about=about, cancellable=stopped)
        self._batch, self._tell_done = batch, done

    @property
    def under_way(self) -> str:
        return "A file is being evaluated; the results so far are kept." if self._worker is not None else ""

    async def _send_file(self, values: Values) -> None:
        source = values["source"].strip()
        target = values["target"].strip() or str(results_beside(source))
        reached = await self._batch.send(source, target, self._progress)
        failed = f", {reached.failed:,} of them with an error" if reached.failed else ""
        self._tell_done(f"{counted(reached.done, 'row')} evaluated{failed}: {target}")

    def _progress(self, reached: Any) -> None:
        if self.flow.listening and reached.done % EVERY == 0:
            failed = f", {reached.failed:,} with an error" if reached.failed else ""
            self.query_one("#waiting", Clipped).update(f"{counted(reached.done, 'row')}{failed}; esc stops")


def results_beside(source: str) -> Path | str:
    """`inputs.csv` -> `inputs.results.csv`; what names no file stays as it is."""
    path = Path(source)
    return source if not path.name or "\0" in source else path.with_name(f"{path.stem}.results{path.suffix}")
