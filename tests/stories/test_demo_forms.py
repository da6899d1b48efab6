"""The forms of the demo as a person reads them: every text that is made of data finds its data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from c8tui.session.session import Session
from c8tui.session.variables import value_of

TEMPLATE = re.compile(r"\{\{([\w.]+)\}\}")


async def test_every_template_of_every_form_is_filled(sandbox_session: Session) -> None:
    session = sandbox_session
    view = session.views.named("all")
    assert view is not None
    rows = session.user_tasks.rows(view, session.identity)
    await rows.load(0, 100)
    tasks = {task.form_key: task for _, task in rows.loaded() if task.form_key}
    assert len(tasks) >= 3
    asked = 0
    for task in tasks.values():
        form = await session.user_tasks.form(task)
        assert form is not None
        components = list(components_of(json.loads(form.schema)["components"]))
        own = {one.get("key") for one in components}
        found = await session.user_tasks.variables(task.user_task_key, whole=True)
        data: dict[str, Any] = {one.name: value_of(one) for one in found}
        for path in (path for one in components for path in TEMPLATE.findall(json.dumps(one))):
            asked += 1
            value: Any = data
            for name in path.split("."):
                value = value.get(name) if isinstance(value, dict) else None
            assert value not in (None, "") or path in own, f"{task.title}: {path}"
    assert asked >= 4


def components_of(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in components:
        yield one
        yield from components_of(one.get("components", []))
