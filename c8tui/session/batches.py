"""A file of inputs through a decision, into a file of results: on the cluster, or by c8tui itself."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from msgspec import Struct

from c8tui.decisions.batch import BatchProgress, local, run_batch
from c8tui.decisions.batch_results import RowOutcome, results_of
from c8tui.decisions.batch_rows import BatchError, read_rows
from c8tui.decisions.element import Model
from c8tui.decisions.evaluation import EvaluationResult
from c8tui.decisions.typed import InputTypes
from c8tui.errors import C8Error, NoAnswer, Refusal, TokenError, Unauthorized, Unreachable
from c8tui.files import new_file, path_or_why_not
from c8tui.text import counted

FORMATS: Mapping[str, Any] = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
"""What is read and written, by the end of the name."""
PARALLEL = 4
"""Evaluations that the cluster is asked for at once."""

_UNKNOWN = "; whether it was evaluated and recorded is not known"
_OF_ALL = (Unreachable, NoAnswer, Unauthorized, TokenError, Refusal)
"""Failures that the next row would meet, too."""

Evaluate = Callable[[dict[str, Any]], Awaitable[EvaluationResult]]


class BatchFailed(C8Error):
    """A file cannot be read or written; what was written up to then is whole."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail, title="File")


def files_or_why_not(source: str, target: str) -> tuple[Path, Path] | str:
    """The file to read and the one to write, as they were typed; or what keeps the one from going into the other."""
    for typed in (source, target):
        if isinstance(named := path_or_why_not(typed, "name"), str):
            return named
    if isinstance(read := path_or_why_not(source), str):
        return read
    ends = {Path(typed).suffix for typed in (source, target)}
    if len(ends) > 1 or not ends <= FORMATS.keys():
        return f"both files end in one of {', '.join(FORMATS)}, and in the same"
    written = path_or_why_not(target, "write")
    if isinstance(written, str):
        return written
    return f"{written} is there already, and is not replaced" if written.exists() else (read, written)


class Batch(Struct):
    """One file to be sent through the decision `decision_id` of a model; without `evaluate` by c8tui itself."""

    model: Model
    decision_id: str
    evaluate: Evaluate | None = None
    standard: bool = False
    """Whether c8tui reads the model as DMN has it, rather than as Camunda does."""

    async def send(self, source: str, target: str, progress: Callable[[BatchProgress], object]) -> BatchProgress:
        """Writes a result for every row. What was written stays, whatever happens. Raises C8Error."""
        files = files_or_why_not(source, target)
        if isinstance(files, str):
            raise BatchFailed(files)
        read, written = files
        done = BatchProgress()

        def heard(reached: BatchProgress) -> None:
            nonlocal done
            done = reached
            progress(reached)

        try:
            with read.open(encoding="utf-8", newline="") as rows, _new_file(written) as results:
                try:
                    return await self._through(rows, results, FORMATS[read.suffix], heard)
                except BaseException:
                    if not done.done:  # nothing is in it that anybody could miss
                        written.unlink(missing_ok=True)
                    raise
        except C8Error as failed:
            if done.done:
                written_rows = f"{counted(done.done, 'row')}, which {'is' if done.done == 1 else 'are'} in {written}"
                failed.detail += f"; stopped after {written_rows}"
            raise
        except BatchError as wrong:
            raise BatchFailed(f"{read.name}, {wrong}") from None
        except UnicodeDecodeError:
            raise BatchFailed(f"{read.name} is not UTF-8 text") from None
        except OSError as wrong:
            raise BatchFailed(f"{wrong.filename or written}: {wrong.strerror}") from None

    async def _through(
        self, source: TextIO, target: TextIO, format_: Any, progress: Callable[[BatchProgress], object]
    ) -> BatchProgress:
        rows = read_rows(source, format_, InputTypes(self.model, self.decision_id))
        write = results_of(target, rows).write
        if self.evaluate is None:
            here = local(self.model, self.decision_id, standard=self.standard)
            return await run_batch(rows, here, write, progress=progress)
        return await run_batch(rows, self._on_cluster, write, parallel=PARALLEL, progress=progress)

    async def _on_cluster(self, variables: Mapping[str, Any]) -> RowOutcome:
        assert self.evaluate is not None
        try:
            result = await self.evaluate(dict(variables))
        except C8Error as failed:
            if not failed.outcome_known:
                failed.detail += _UNKNOWN
            if isinstance(failed, _OF_ALL):
                raise
            return RowOutcome(error=failed.sentence)
        asked = result.of(self.decision_id)
        rules = tuple(rule.index for rule in asked.rules) if asked is not None else ()
        return RowOutcome(result.value, rules, result.failure)


@contextlib.contextmanager
def _new_file(path: Path) -> Iterator[TextIO]:
    """A file that was not there, for nobody else to read; values of customers may be in it."""
    with os.fdopen(new_file(path), "w", encoding="utf-8", newline="") as file:
        yield file
