"""The same request elsewhere: as a line of curl and, where it has a verb for it, of the official CLI (c8ctl).

No line holds a secret: what signs in stands there as a variable of the shell, with a comment that says how to set it.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from msgspec import Struct

from c8tui.api.capture import CapturedRequest, captured
from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.model.incidents import Incident
from c8tui.model.jobs import Job
from c8tui.model.process_instances import ProcessInstance
from c8tui.model.processes import ProcessDefinition
from c8tui.model.search import PageRequest
from c8tui.model.user_tasks import UserTask
from c8tui.session.jobs import JobQuery
from c8tui.session.rows import Rows

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.settings import Settings


class CopiedLine(Struct, frozen=True):
    """A way to repeat a request."""

    title: str
    text: str


async def lines_for(session: Session, rows: Rows[Any] | None, record: object) -> tuple[CopiedLine, ...]:
    """The lines for a list as it is asked for, for one of its records, and for the command that was sent last."""
    found: list[CopiedLine] = []
    if rows is not None:
        asked = await captured(rows.fetch(PageRequest(limit=rows.size)))
        requests = [one for one in asked if _limit(one) == rows.size] or asked  # others only count
        for number, request in enumerate(requests, 1):
            which = f" ({number} of {len(requests)})" if len(requests) > 1 else ""
            found += _lines(f"this list{which}", request, session.settings)
    if record is not None:
        what = "this row" if rows is not None else "what is shown"
        for request in await _behind(session, record):
            found += _lines(what, request, session.settings)
    if (held := session.outbox.last_held) is not None:
        for request in await captured(held.resource.send(held.step, held.first.record)):
            found += _lines("the command that waits", request, session.settings)
    if (last := session.last_command) is not None:
        found += _lines("the command sent last", last, session.settings)
    if not found:
        for request in await captured(session.overview()):
            found += _lines("this cluster", request, session.settings)
    return tuple(found)


def _limit(request: CapturedRequest) -> int | None:
    page = json.loads(request.body or b"{}").get("page") or {}
    limit: int | None = page.get("limit")
    return limit


async def _behind(session: Session, record: object) -> tuple[CapturedRequest, ...]:
    """What a record is read by; a job by a search, as the API has nothing else."""
    if isinstance(record, UserTask):
        return await captured(session.user_tasks.task(record.user_task_key))
    if isinstance(record, Incident):
        return await captured(session.incidents.incident(record.incident_key))
    if isinstance(record, Job):
        return await captured(
            session.jobs.rows(JobQuery(conditions={"job_key": record.job_key})).fetch(PageRequest(limit=1))
        )
    if isinstance(record, DecisionInstance):
        return await captured(session.evaluations.instance(record.decision_evaluation_instance_key))
    if isinstance(record, ProcessInstance):
        return await captured(session.ops.process_instances.instance(record.process_instance_key))
    if isinstance(record, ProcessDefinition):
        return await captured(session.ops.process_definitions.definition(record.process_definition_key))
    if isinstance(record, DecisionDefinition):
        return await captured(session.decisions.definition(record.decision_definition_key))
    return ()


def _lines(what: str, request: CapturedRequest, settings: Settings) -> Iterator[CopiedLine]:
    yield CopiedLine(f"{what} as curl", curl(request, settings))
    if (line := c8ctl(request)) is not None:
        yield CopiedLine(f"{what} as c8ctl", line)


def curl(request: CapturedRequest, settings: Settings) -> str:
    """A line of curl for a POSIX shell, below a comment where a secret has to be set first."""
    words = ["curl", "-sS", "--globoff", "-X", request.method, shlex.quote(settings.address + request.path)]
    words += ["-H", "'Accept: application/json'"]
    if request.body is not None:
        words += ["-H", "'Content-Type: application/json'", "--data-raw", shlex.quote(_text(request.body))]
    for flag, path in (
        ("--cacert", settings.ca_path), ("--cert", settings.client_cert_path), ("--key", settings.client_key_path)
    ):  # fmt: skip
        words += [flag, shlex.quote(str(path))] if path else []
    comment, credentials = _signing_in(settings)
    return comment + " ".join((*words, *credentials))


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")


def _signing_in(settings: Settings) -> tuple[str, tuple[str, ...]]:
    """A comment line that says where the secret comes from, and what signs in."""
    if settings.auth == "none":
        return "", ()
    if settings.auth == "basic":
        user = shlex.quote(f"{settings.username}:")
        return "# C8_PASSWORD is the password: read -rs C8_PASSWORD\n", ("-u", f'{user}"$C8_PASSWORD"')
    bearer = ("-H", '"Authorization: Bearer $C8_TOKEN"')
    if settings.auth == "bearer":
        return "# C8_TOKEN is the token: read -rs C8_TOKEN\n", bearer
    fields = {
        "grant_type": "client_credentials", "client_id": settings.client_id, "audience": settings.audience,
        "scope": settings.scope, "resource": settings.resource,
    }  # fmt: skip
    given = " ".join(f"--data-urlencode {shlex.quote(f'{name}={text}')}" for name, text in fields.items() if text)
    ask = f"curl -sS {shlex.quote(settings.oauth_url or '')} {given}"
    ask += ' --data-urlencode "client_secret=$C8_CLIENT_SECRET" | jq -r .access_token'
    return f"# C8_TOKEN is the token: C8_TOKEN=$({ask})\n", bearer


_RESOURCES = {"user-tasks": "ut", "incidents": "inc", "jobs": "jobs"}
_FLAGS: Mapping[str, Mapping[str, str]] = {
    "ut": {name: name for name in ("state", "assignee", "processInstanceKey", "processDefinitionKey", "elementId")},
    "inc": {
        **{name: name for name in ("state", "processInstanceKey", "processDefinitionKey", "errorType", "errorMessage")},
        "processDefinitionId": "id",
    },
    "jobs": {name: name for name in ("state", "type", "processInstanceKey", "processDefinitionKey")},
}
"""The conditions of a search that have a flag, by resource; `$like` only where it says so in `_PATTERNS`."""
_PATTERNS = frozenset({("ut", "assignee"), ("inc", "errorMessage"), ("inc", "processDefinitionId"), ("jobs", "type")})
_COMMANDS = (
    (r"/user-tasks/([^/]+)/completion", "complete ut", {"variables"}),
    (r"/jobs/([^/]+)/completion", "complete job", {"variables"}),
    (r"/jobs/([^/]+)/failure", "fail job", {"retries", "errorMessage"}),
    (r"/incidents/([^/]+)/resolution", "resolve inc", set[str]()),
)
"""The commands that have a verb, with the fields of their bodies that have a flag."""


def c8ctl(request: CapturedRequest) -> str | None:
    """A line of the official CLI, for its active profile; None where it has no verb or no flag for a part of it."""
    path, body = request.path, json.loads(request.body) if request.body else {}
    if request.method == "GET":
        if path == "/topology":
            return "c8 get topology"
        found = re.fullmatch(r"/incidents/([^/?]+)", path)
        return f"c8 get inc {_argument(found[1])}" if found else None
    if found := re.fullmatch(r"/([a-z-]+)/search", path):
        return _search(_RESOURCES.get(found[1], ""), body)
    for pattern, verb, known in _COMMANDS:
        if (found := re.fullmatch(pattern, path)) and request.method == "POST":
            return _command(f"c8 {verb} {_argument(found[1])}", body, known)
    return None


def _argument(segment: str) -> str:
    return shlex.quote(unquote(segment))


def _command(line: str, body: Mapping[str, Any], known: set[str]) -> str | None:
    flags = []
    for name, value in body.items():
        if name not in known:
            return None
        text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
        flags.append(shlex.quote(f"--{name}={text}"))
    return " ".join((line, *flags))


def _search(resource: str, body: Mapping[str, Any]) -> str | None:
    if not resource:
        return None
    flags = []
    for name, condition in (body.get("filter") or {}).items():
        value = _value(resource, name, condition)
        if value is None:
            return None
        flags.append(shlex.quote(f"--{_FLAGS[resource][name]}={value}"))
    sort = body.get("sort") or ()
    if sort:
        order = "--desc" if str(sort[0].get("order", "")).upper() == "DESC" else "--asc"
        flags += [shlex.quote(f"--sortBy={sort[0].get('field')}"), order]
    if limit := (body.get("page") or {}).get("limit"):
        flags.append(f"--limit={limit}")
    return " ".join(("c8 search", resource, *flags))


def _value(resource: str, name: str, condition: Any) -> str | None:
    """What a flag says for a condition; None where it cannot: most operators, and texts that it takes for patterns."""
    if name not in _FLAGS[resource]:
        return None
    if isinstance(condition, dict):
        pattern = condition.get("$like") if len(condition) == 1 else None
        return pattern if isinstance(pattern, str) and (resource, name) in _PATTERNS else None
    text = str(condition)
    return None if re.search(r"[*?\\]", text) else text
