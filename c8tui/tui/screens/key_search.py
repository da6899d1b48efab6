"""Going to what a key names, from any screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from c8tui.session.filter_syntax import is_long_key
from c8tui.text import visible
from c8tui.tui.commands import ids
from c8tui.tui.flow import Ui

if TYPE_CHECKING:
    from c8tui.session.key_search import NamedByKey
    from c8tui.session.session import Session
    from c8tui.tui.host import Host


class KeySearch:
    """`:2251799813685253` and `:key` go to the task, instance, job, incident, evaluation or decision of that key."""

    def __init__(self, ui: Ui, session: Session, host: Host) -> None:
        self._ui, self._session, self._host = ui, session, host

    async def action_find_key(self, wanted: str = "") -> None:
        """Look the key up among all kinds; where several records have it, ask which is meant."""
        key = wanted.strip() or await self._asked()
        if not is_long_key(key):
            self._ui.say(f"{visible(key, 30)} is no key: keys are long numbers, as 2251799813685253", "warn")
            return
        self._ui.say(f"Looking for {key}")
        found = await self._ui.newest("find_key", self._session.named_by(key))
        if not found:
            self._ui.say(f"Nothing here has the key {key}, or you lack permission to see it", "warn")
            return
        self._ui.hush()
        self._go(await self._chosen(key, found))

    async def _asked(self) -> str:
        from c8tui.tui.fields import Field, required

        values = await self._ui.fields("Find a key", [Field("key", "Key", "", "2251799813685253", required)])
        return values["key"].strip()

    async def _chosen(self, key: str, found: tuple[NamedByKey, ...]) -> NamedByKey:
        if len(found) == 1:
            return found[0]
        kind = await self._ui.choose(key, [(one.kind, f"{one.kind}  {visible(one.title, 40)}") for one in found])
        return next(one for one in found if one.kind == kind)

    def _go(self, found: NamedByKey) -> None:
        screen, then = _PLACES[found.kind]
        self._host.go_and(screen, lambda shown: then(shown, found.record))


def _show_task(inbox: Any, task: Any) -> None:
    from c8tui.session.views import View

    inbox.views.go(View("task", f"Task {task.user_task_key}", ({"user_task_key": task.user_task_key},)))


def _show_job(jobs: Any, job: Any) -> None:
    from c8tui.session.jobs import JobQuery

    jobs.list_query.ask_and_open(JobQuery(conditions={"job_key": job.job_key}), job.job_key)


def _show_incident(incidents: Any, incident: Any) -> None:
    from c8tui.session.incidents import IncidentQuery

    key = incident.incident_key
    incidents.list_query.ask_and_open(IncidentQuery(conditions={"incident_key": key}), key)


def _show_evaluation(evaluations: Any, evaluation: Any) -> None:
    from c8tui.session.evaluations import EvaluationQuery

    key = evaluation.decision_evaluation_key
    evaluations.list_query.ask(EvaluationQuery(conditions={"decision_evaluation_key": key}))


_PLACES: dict[str, tuple[str, Callable[[Any, Any], object]]] = {
    "task": (ids.INBOX, _show_task),
    "process instance": (ids.INSTANCES, lambda listed, one: listed.open_by_key(one.process_instance_key)),
    "job": (ids.JOBS, _show_job),
    "incident": (ids.INCIDENTS, _show_incident),
    "evaluation": (ids.EVALUATIONS, _show_evaluation),
    "decision": (ids.DECISIONS, lambda definitions, decision: definitions.show_definition(decision)),
}
"""The screen that lists a kind, and how it shows one of them."""
