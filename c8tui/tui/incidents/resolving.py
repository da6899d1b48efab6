"""Resolving incidents: the one under the cursor or the marked ones, one of them first, or with variables changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from c8tui.errors import Refusal
from c8tui.model.incidents import Incident
from c8tui.session import rules
from c8tui.session.bulk import Plan
from c8tui.session.incident_records import MOST_RETRIES, RESOLVED, Resolution
from c8tui.session.runs import Run
from c8tui.session.stale_check import CHANGED, in_words
from c8tui.session.variables import as_text, cut_words, read_edit
from c8tui.text import counted, visible
from c8tui.tui.fields import Field, Values, required, said_yes, whole_number, yes_or_no
from c8tui.tui.flow import Cancelled, Ui
from c8tui.tui.screens.marks import Marks
from c8tui.tui.screens.previewing import agreed

if TYPE_CHECKING:
    from c8tui.session.session import Session

KIND = "resolve"
TITLE = 120
"""Characters of what an incident says, where more is told than that."""


class IncidentList(Protocol):
    """Where incidents are listed."""

    @property
    def current(self) -> Incident | None:
        """The incident that the keys act on."""


class Resolving:
    """One use case a key; what becomes of a run is told by whoever hears of all runs."""

    def __init__(
        self,
        ui: Ui,
        session: Session,
        listed: IncidentList,
        marks: Marks[Incident],
        watch: Callable[[Run], object],
    ) -> None:
        """`watch` shows a run."""
        self._ui, self._session, self._listed, self._marks, self._watch = ui, session, listed, marks, watch
        self._retries = 1
        """What jobs got the last time."""

    async def action_resolve(self) -> None:
        """Resolve the incident under the cursor, or the marked ones after a preview."""
        if self._marks.number:
            incidents = self._marks.targets()
            await self._many(Resolution(retries=await self._how_many(incidents)))
            return
        incident = await self._unchanged(self._current())
        step = Resolution(retries=await self._how_many((incident,)))
        await self._ui.sure(f"Resolving {self._title(incident)}", KIND)
        self._put(step, incident)

    def _current(self) -> Incident:
        if (incident := self._listed.current) is None:
            raise Cancelled
        return incident

    def _title(self, incident: Incident) -> str:
        return self._session.ops.incident_records.title_of(incident)

    async def _unchanged(self, seen: Incident) -> Incident:
        """The incident as it is now. Raises Refusal where it cannot be resolved, Cancelled where nobody wants to."""
        records = self._session.ops.incident_records
        fresh = await self._ui.newest("look", records.read(seen.incident_key))
        if reason := rules.why_not_resolve(fresh):
            raise Refusal(reason, title=CHANGED)
        if found := records.differences(seen, fresh):
            question = f"It changed since you looked:\n\n{in_words(found)}\n\nNothing has been sent."
            await self._ui.confirm(CHANGED, question, "Resolve it anyway")
        return fresh

    async def _how_many(self, incidents: Sequence[Incident]) -> int:
        """What the jobs behind incidents get; not asked where no job is behind any."""
        number = sum(bool(incident.job_key) for incident in incidents)
        if number:
            about = f"{counted(number, 'failed job')} must get retries to run again."
            hint = "how often each may be tried before the next incident"
            field = Field("retries", "Retries", str(self._retries), hint, whole_number(1, MOST_RETRIES))
            values = await self._ui.fields("Resolve", (field,), about=about)
            self._retries = int(values["retries"])
        return self._retries

    def _put(self, step: Resolution, *incidents: Incident, skipped: Sequence[tuple[Any, str]] = ()) -> Run:
        return self._session.outbox.put(self._session.ops.incident_records, step, incidents, skipped)

    # Many

    async def _many(self, step: Resolution) -> None:
        preview = await agreed(self._ui, self._marks, self._session.ops.incident_records, step, f"{KIND} many")
        found = preview.plan
        if preview.one_first:
            found = await self._one_first(found, step)
        self._watch(self._put(step, *found.records, skipped=found.skipped))

    async def _one_first(self, found: Plan, step: Resolution) -> Plan:
        """Resolve the first and look at it again; then a person says whether the others follow. Raises Cancelled."""
        first, rest = found.records[0], found.records[1:]
        run = await self._session.outbox.wait(self._put(step, first))
        if run.state == "taken_back":
            raise Cancelled
        outcome, why = run.outcome_of(run.first), run.first.why
        became = f"{outcome}{f': {why}' if why else ''}"
        others = counted(len(rest), "other")
        question = f"{visible(self._title(first), TITLE)}\n\n{became}\n\n"
        if outcome == RESOLVED:
            question += f"It was checked again and stayed resolved. {others} {'waits' if len(rest) == 1 else 'wait'}."
            await self._ui.confirm("One first: resolved", question, f"Resolve {len(rest):,}")
        else:
            question += f"{others} {'was' if len(rest) == 1 else 'were'} not sent."
            await self._ui.confirm("One first: not resolved. Stop?", question, f"Resolve {len(rest):,} anyway")
        return Plan(found.resource, step, rest, found.left_out)

    # With variables

    async def action_resolve_with(self) -> None:
        """Change variables of its scope, then resolve it, in one go; of the marked ones, one variable in each."""
        if self._marks.number:
            await self._with_one_variable(self._marks.targets())
            return
        from c8tui.tui.dialogs.variables import VariablesDialog

        incident = await self._unchanged(self._current())
        reading = self._session.incidents.variables_of(incident)
        variables = await self._ui.newest("variables", reading)
        retries = await self._how_many((incident,))
        await self._ui.sure(f"Resolving {self._title(incident)}", KIND)
        holds = self._session.outbox.undo_s != 0

        async def submit(text: str) -> None:
            run = self._put(Resolution(retries, read_edit(text, variables).changed), incident)
            if not holds:
                await self._session.outbox.wait(run)
                if run.first.error is not None:
                    raise run.first.error

        await self._ui.open(
            VariablesDialog(
                f"Resolve {self._title(incident)}",
                as_text(variables),
                submit,
                drafts=self._session.drafts,
                draft_name=self._session.draft_name("resolve", incident.incident_key),
                original=variables,
                editor=self._session.settings.editor,
                keep=holds,
                about="  ".join(filter(None, (incident.error_message.partition("\n")[0], cut_words(variables)))),
            )
        )

    async def _with_one_variable(self, incidents: Sequence[Incident]) -> None:
        """Set the same variable where each of them sees it, then go on as without; what it is today is shown before."""
        from c8tui.session.incident_variables import suggested_names, values_today
        from c8tui.session.variables import read_value, wrong_value
        from c8tui.tui.dialogs.kept_fields import KeptFieldsDialog

        session = self._session
        fields = (
            Field("name", "Variable", rule=required,
                  suggestions=lambda: suggested_names(session.incidents, incidents[0])),
            Field("value", "Value", hint="as JSON: 20000, true, \"text\"", rule=wrong_value),
            Field("local", "Only at the element that failed?", "no",
                  "no changes it where the element sees it, else in its process instance", yes_or_no),
        )  # fmt: skip
        dialog = KeptFieldsDialog(
            f"Set a variable for {counted(len(incidents), 'incident')}, then resolve", fields,
            drafts=session.drafts, draft_name=session.draft_name("resolve", "marked"), keep=True,
        )  # fmt: skip
        values: Values = await self._ui.open(dialog)
        name, value = values["name"].strip(), read_value(values["value"])
        retries = await self._how_many(incidents)
        today = await self._ui.newest("today", values_today(session.incidents, incidents, name, value))
        await self._many(Resolution(retries, {name: value}, local=said_yes(values["local"]), today=today))
