"""Views of the lists beside the inbox: read from the one file, written back, told apart, counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from c8tui.errors import Refusal
from c8tui.model.search import Sort
from c8tui.session.decisions import DefinitionQuery
from c8tui.session.lists import LISTS, counts_of
from c8tui.session.session import Session
from c8tui.session.view_file import load, save_view
from c8tui.session.view_store import ViewExists, ViewStore
from c8tui.session.views import BUILT_IN, View
from tests.sandboxes import Sandbox

FILE = """# for operators
[views.stuck]
list = "jobs"        # those of the workers
title = "Stuck"
type = ["pay*"]
retries = 0
sort = ["-retries"]
columns = ["type", "orderNo", "element"]

[views.versions-of-mine]
list = "processes"
every_version = true
name = "Order*"

[views.odd-ones]
list = "instances"
any_of = ["state = terminated", "has_incident = yes"]
variables = ["tier = gold", "amount = 12"]

[views.tasks-of-sales]
list = "inbox"
candidate_group = "sales"
"""


def file_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "views.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_view_is_of_the_list_that_it_names(tmp_path: Path) -> None:
    found = load(file_of(tmp_path, FILE))
    assert found.problems == ()
    stuck, versions, odd, tasks = found.views
    assert stuck == View(
        "stuck", "Stuck", ({"type": "pay*", "retries": "0"},), (Sort("retries", "DESC"),),
        ("type", "orderNo", "element"), own=True, of="jobs",
    )  # fmt: skip
    assert (versions.of, versions.every_version, versions.sort) == ("processes", True, (Sort("process_definition_id"),))
    assert odd.conditions == {
        "any_of": "state = terminated | has_incident = yes", "variables": "tier = gold; amount = 12",
    }  # fmt: skip
    assert (tasks.of, tasks.sort) == ("tasks", BUILT_IN[0].sort)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('list = "jbos"', "line 2: view a, list: there is no list jbos; did you mean jobs?"),
        ("list = 7", "line 2: view a, list: there is no list 7; inbox, jobs, incidents"),
        ('list = "jobs"\nassignee = "me"', "line 3: view a, assignee: there is no such key; "),
        ('list = "jobs"\nretires = 0', "line 3: view a, retires: there is no such key; did you mean retries?"),
        ('list = "jobs"\nretries = "few"', "line 3: view a, retries: "),
        ('list = "jobs"\nstate = "stuck"', "line 3: view a, state: one of created, completed"),
        ('list = "jobs"\nsort = ["-priorty"]', "line 3: view a, sort: the cluster does not sort by -priorty; it sorts"),
        ('list = "jobs"\nsort = ["type", "state"]', "line 3: view a, sort: this list is sorted by one field"),
        ('list = "jobs"\nany_of = [{ type = "a" }]', "line 3: view a, any_of: there is no such key"),
        ('list = "batches"\ncolumns = ["operation", "amount"]', "line 3: view a, columns: there is no column amount; "),
        ('list = "jobs"\nevery_version = true', "line 3: view a, every_version: there is no such key"),
        ('list = "processes"\nevery_version = "yes"', "line 3: view a, every_version: it is true or false"),
    ],
)
def test_what_is_wrong_is_told_by_line_view_and_key(text: str, problem: str, tmp_path: Path) -> None:
    found = load(file_of(tmp_path, f'[views.a]\n{text}\n\n[views.b]\nlist = "incidents"\n'))
    assert [view.id for view in found.views] == ["b"]
    (told,) = found.problems
    assert problem in told


def test_an_id_that_everybody_has_is_taken_in_its_own_list_only(tmp_path: Path) -> None:
    text = '[views.no-retries]\nlist = "jobs"\n\n[views.open]\nlist = "jobs"\n\n[views.activated]\nlist = "incidents"\n'
    found = load(file_of(tmp_path, text))
    assert [view.id for view in found.views] == ["open", "activated"]
    assert "no-retries: that name is taken" in found.problems[0]


def test_a_change_leaves_all_else_as_it_is(tmp_path: Path) -> None:
    path = file_of(tmp_path, FILE)
    stuck = load(path).views[0]
    save_view(path, replace(stuck, columns=("type", "key")))
    assert path.read_text() == FILE.replace('["type", "orderNo", "element"]', '["type", "key"]')
    tasks = load(path).views[3]
    save_view(path, replace(tasks, title="Sales"))
    assert 'list = "inbox"\n' in path.read_text()
    sort = LISTS["incidents"].plain.sort
    save_view(path, View("new", "New", ({"state": "active"},), (sort,), own=True, of="incidents"))
    assert path.read_text().endswith('\n[views.new]\ntitle = "New"\nlist = "incidents"\nstate = "active"\n')


@pytest.mark.parametrize("kept", [True, False])
def test_one_file_holds_the_views_of_all_lists(kept: bool, tmp_path: Path) -> None:
    store = ViewStore(file_of(tmp_path, "") if kept else None)
    plain = View("", "", sort=(Sort("job_key", "DESC"),), of="jobs")
    jobs = store.save(plain, "Late")
    incidents = store.save(replace(plain, of="incidents", sort=(Sort("creation_time", "DESC"),)), "Late")
    assert (jobs.id, incidents.id) == ("late", "late-incidents")
    assert [view.id for view in store.of("jobs")] == [*(one.id for one in LISTS["jobs"].built_in), "late"]
    assert store.named("late", "incidents") == incidents
    assert store.named("late") is None
    assert [*store] == [*BUILT_IN]
    with pytest.raises(ViewExists):
        store.save(replace(plain, alternatives=({"type": "a"},)), "late")
    with pytest.raises(Refusal, match="cannot be called 'Activated'"):
        store.save(plain, "Activated")
    assert store.rename(incidents, "Later").id == "later"
    store.remove(jobs)
    assert [view.id for view in store.own] == ["later"]


def test_a_view_asks_what_it_says_and_nothing_else() -> None:
    spec = LISTS["decisions"]
    view = View("mine", "Mine", ({"name": "Dish"},), (Sort("version"),), of="decisions", every_version=True)
    query = spec.query(view)
    assert query == DefinitionQuery(Sort("version"), {"name": "Dish"}, "mine", True)
    assert replace(spec.view(query, ("key",)), title="Mine") == replace(view, columns=("key",))


async def test_views_are_counted_by_one_search_each(sandbox: Sandbox, sandbox_session: Session) -> None:
    jobs, spec = sandbox_session.jobs, LISTS["jobs"]
    late = View("late", "Late", ({"worker_name": "x"},), spec.built_in[0].sort, of="jobs")
    views = (*spec.built_in, late)

    async def counted() -> dict[str, str]:
        return await counts_of(views, lambda view: jobs.rows(spec.query(view)))  # type: ignore[arg-type]

    counts = await counted()
    assert counts["late"] == "?", "this cluster does not filter by it"
    bodies = sandbox.bodies("/jobs/search")
    assert [body["page"] for body in bodies] == [{"limit": 1}] * (len(views) - 1)
    assert int(counts["all"]) > int(counts["no-retries"]) > 0
    await sandbox.faults("500@/v2/jobs/search")
    assert await counted() == dict.fromkeys((view.id for view in views[:4]), "?")
