"""What our forms send, against what Camunda's web form sends: forms made up by chance, and those of the corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from c8tui.forms.read import read
from c8tui.forms.state import FormState, Submission
from tests.forms.corpus import SCHEMAS, act, case_of, opened_case
from tests.forms.generated import Made, Step
from tests.forms.opened import NOW
from tests.real import formjs

pytestmark = pytest.mark.real
ZONE = "Europe/Berlin"
SEEDS = range(200)
SCRIPT_LENGTH = 3

REASONS = {
    "filepicker": "form-js drops documents that a variable holds; a document that is there is kept",
    "typed": "what is no value keeps our form open; form-js lets nobody type it",
    "FEEL date": "form-js sends an instant for a date that FEEL gives; a date stays a date",
    "removed rows": "form-js sends nothing for a list that lost its rows, so that they stay; ours is sent empty",
}
"""Why a difference is right; each is met below."""

CORPUS_REASONS = {
    "date-typed": "typed",
    "number-typed": "typed",
    "filepicker": "filepicker",
    "filepicker-default": "filepicker",
    "expression-temporal": "FEEL date",
}
NOT_FOR_FORM_JS = {"same-key", "textfield-pattern-wrong", "unknown", "wrong-types"}
"""Forms that form-js does not open, or that end it."""


def merged(old: Any, new: Any) -> Any:
    """What Tasklist makes of the variables, written here once more."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {name: merged(old.get(name), new[name]) if name in new else old[name] for name in {**old, **new}}


def completed_with(answer: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """The variables that Tasklist completes a task with when form-js gave this answer."""
    return {name: merged(data.get(name), value) for name, value in answer["sent"].items()}


def wrong(submission: Submission) -> list[str]:
    return sorted({instance.component.id for instance, _ in submission.errors})


Difference = tuple[tuple[str | int, ...], Any, Any]
"""A place, what we send there, and what form-js does; "nothing" where it is not sent."""


def differences(ours: Any, theirs: Any, place: tuple[str | int, ...] = ()) -> Iterator[Difference]:
    """Where two JSON values differ; 1 and 1.0 are one number, and true is none."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in {**ours, **theirs}:
            yield from differences(ours.get(name, "nothing"), theirs.get(name, "nothing"), (*place, name))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(one, other, (*place, index))
    elif ours != theirs or isinstance(ours, bool) is not isinstance(theirs, bool):
        yield place, ours, theirs


def reason(place: tuple[str | int, ...], ours: Any, theirs: Any, script: list[Step]) -> str:
    """Why this difference is right; "" where there is no reason."""
    removed = any(step["do"] == "remove" and step["path"] == list(place) for step in script)
    if removed and ours == [] and theirs == "nothing":
        return "removed rows"
    return ""


def test_forms_made_up_by_chance_send_the_same() -> None:
    questions, ours = [], []
    for seed in SEEDS:
        made = Made(seed)
        data = json.loads(json.dumps(made.data))
        state = FormState(read(json.dumps(made.schema)), data, now=lambda: NOW)
        script = [step for _ in range(SCRIPT_LENGTH if seed % 4 else 0) if (step := made.act(state)) is not None]
        questions.append({"schema": made.schema, "data": data, "script": script})
        ours.append(state.submit())
    left, given = [], dict.fromkeys(REASONS, 0)
    for seed, question, mine, theirs in zip(SEEDS, questions, ours, formjs.sent(questions, ZONE), strict=True):
        assert "failed" not in theirs, (seed, theirs)
        found = list(differences(mine.variables, completed_with(theirs, question["data"])))
        why = [reason(*one, question["script"]) for one in found]
        for one in filter(None, why):
            given[one] += 1
        if not all(why) or theirs["undone"] or (not found and wrong(mine) != theirs["wrong"]):
            left.append((seed, found, wrong(mine), theirs["wrong"], theirs["undone"]))
    assert left == []
    assert given["removed rows"]
    assert sum(given.values()) <= len(SEEDS) // 10


def test_forms_of_the_corpus_send_the_same() -> None:
    cases = {path.stem: case_of(path) for path in SCHEMAS if path.stem not in NOT_FOR_FORM_JS}
    questions, ours = [], []
    for case in cases.values():
        state, script = opened_case(case), []
        for verb, where, *more in case.get("do", []):
            act(state, verb, where, *more)
            script.append(_step(state, verb, where, more))
        questions.append({"schema": case["form"], "data": case.get("data", {}), "script": script})
        ours.append(state.submit())
    differ = set()
    for name, question, mine, theirs in zip(cases, questions, ours, formjs.sent(questions, ZONE), strict=True):
        assert "failed" not in theirs, (name, theirs)
        if (
            list(differences(mine.variables, completed_with(theirs, question["data"])))
            or wrong(mine) != theirs["wrong"]
        ):
            differ.add(name)
    assert differ == set(CORPUS_REASONS)
    assert set(CORPUS_REASONS.values()) < set(REASONS)


def _step(state: FormState, verb: str, where: list[str | int], more: list[Any]) -> Step:
    if verb in ("enter", "set"):
        return {"do": "set", "path": where, "value": state.at(tuple(where)).value}
    return {"do": verb, "path": where, **dict(zip(("index", "to"), more, strict=False))}
