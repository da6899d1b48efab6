"""The list of what check asks: complete, in order, and harmless."""

from __future__ import annotations

import inspect

from c8tui.api import decisions, documents, expressions, incidents, jobs, processes, user_tasks
from c8tui.model.search import Page, PageInfo
from c8tui.model.user_tasks import Form, UserTask
from c8tui.session.check import COMMANDS, PROBES


def test_every_endpoint_is_either_asked_or_named_as_not_tried() -> None:
    coroutines = [
        function
        for module in (user_tasks, jobs, incidents, decisions, processes, documents, expressions)
        for _, function in inspect.getmembers(module, inspect.iscoroutinefunction)
        if function.__module__ == module.__name__
    ]
    assert len(PROBES) + len(COMMANDS) == len(coroutines)
    endpoints = [*(probe.endpoint for probe in PROBES), *COMMANDS]
    assert len(set(endpoints)) == len(endpoints)


def test_a_search_comes_before_what_looks_at_its_find() -> None:
    found: set[str] = {""}
    for probe in PROBES:
        assert probe.needs in found, probe.endpoint
        found.add(probe.finds)


def test_a_search_gives_the_key_of_its_first_item() -> None:
    probe = next(probe for probe in PROBES if probe.finds == "user task")
    page = Page(items=(UserTask(user_task_key="7"), UserTask(user_task_key="8")), page=PageInfo(total_items=2))
    assert (probe.key_of(page), probe.say(page)) == ("7", "2 found")
    empty: Page[UserTask] = Page(items=())
    assert probe.key_of(empty) == ""
    assert "no permission" in probe.say(empty)


def test_answers_in_words() -> None:
    say = {probe.endpoint: probe.say for probe in PROBES}
    assert say["user-tasks/KEY/form"](None) == "there is none"
    assert say["user-tasks/KEY/form"](Form(schema="{}", form_id="review", version=3)) == "review, version 3"
    assert say["process-definitions/KEY/xml"]("<a/>") == "4 characters"
    assert say["process-definitions/KEY/xml"]("") == "none stored"
