"""The files that the stories are about hang together: ids are unique and every reference has its target."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
RESOURCES = files("c8tui.sandbox") / "resources"
NAMES = sorted(resource.name for resource in RESOURCES.iterdir())
PROCESSES = {
    "invoice-approval": ["Review invoice", "Release payment"],
    "quote-to-cash": ["Approve discount", "Sign contract"],
    "order-handling": ["Check delivery"],
    "complaint": ["Call customer back", "Decide compensation"],
    "onboarding": ["Verify address", "Approve account"],
}


def read(name: str) -> Element:
    return fromstring((RESOURCES / name).read_text("utf-8"))


def form(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((RESOURCES / name).read_text("utf-8"))
    return loaded


def ending(suffix: str) -> list[str]:
    return [name for name in NAMES if name.endswith(suffix)]


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith(".form")])
def test_ids_are_unique(name: str) -> None:
    ids = [element.attrib["id"] for element in read(name).iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))


def test_the_agreed_processes_are_there() -> None:
    assert {name.partition(".")[0].partition("-v")[0] for name in ending(".bpmn")} == set(PROCESSES)
    for process, tasks in PROCESSES.items():
        root = read(f"{process}.bpmn")
        assert [element.attrib["id"] for element in root.iter(f"{BPMN}process")] == [process]
        assert [element.attrib["name"] for element in root.iter(f"{BPMN}userTask")] == tasks


@pytest.mark.parametrize("name", ending(".bpmn"))
def test_flows_join_what_exists(name: str) -> None:
    root = read(name)
    flows = list(root.iter(f"{BPMN}sequenceFlow"))
    nodes = {
        element.attrib["id"]: element
        for element in root.iter()
        if element.tag != f"{BPMN}sequenceFlow" and "id" in element.attrib
    }
    for flow in flows:
        out, into = nodes[flow.attrib["sourceRef"]], nodes[flow.attrib["targetRef"]]
        assert flow.attrib["id"] in [edge.text for edge in out.iter(f"{BPMN}outgoing")]
        assert flow.attrib["id"] in [edge.text for edge in into.iter(f"{BPMN}incoming")]
    edges = [edge for kind in ("incoming", "outgoing") for edge in root.iter(f"{BPMN}{kind}")]
    assert len(edges) == 2 * len(flows)


def test_processes_refer_to_forms_and_decisions_that_exist() -> None:
    forms = {form(name)["id"] for name in ending(".form")}
    decisions = {element.attrib["id"] for name in ending(".dmn") for element in read(name).iter(f"{DMN}decision")}
    roots = [read(name) for name in ending(".bpmn")]
    assert {element.attrib["formId"] for root in roots for element in root.iter(f"{ZEEBE}formDefinition")} == forms
    called = {element.attrib["decisionId"] for root in roots for element in root.iter(f"{ZEEBE}calledDecision")}
    assert called == {"discount", "compensation"}
    assert called < decisions


@pytest.mark.parametrize("name", ending(".dmn"))
def test_decisions_need_what_exists_and_rules_fit_their_table(name: str) -> None:
    root = read(name)
    ids = {element.attrib["id"] for element in root if "id" in element.attrib}
    needed = [element.attrib["href"] for element in root.iter() if "href" in element.attrib]
    assert needed
    assert {href.removeprefix("#") for href in needed} <= ids
    for table in root.iter(f"{DMN}decisionTable"):
        width = len(table.findall(f"{DMN}input")), len(table.findall(f"{DMN}output"))
        for rule in table.findall(f"{DMN}rule"):
            assert (len(rule.findall(f"{DMN}inputEntry")), len(rule.findall(f"{DMN}outputEntry"))) == width


def test_the_dish_stands_on_two_other_decisions() -> None:
    root = read("dish.dmn")
    assert {element.attrib["id"]: element.attrib["name"] for element in root.iter(f"{DMN}decision")} == {
        "dish": "Dish",
        "season": "Season",
        "guestCount": "Guest Count",
    }
    policies = {
        name: [table.attrib["hitPolicy"] for table in read(name).iter(f"{DMN}decisionTable")] for name in ending(".dmn")
    }
    assert policies == {
        "compensation.dmn": ["COLLECT"],
        "discount-v1.dmn": ["UNIQUE"],
        "discount.dmn": ["UNIQUE"],
        "dish.dmn": ["FIRST", "UNIQUE"],
    }


def test_the_two_versions_of_the_discount_share_their_ids() -> None:
    old, new = read("discount-v1.dmn"), read("discount.dmn")
    assert old.attrib["id"] == new.attrib["id"]
    assert len(list(old.iter(f"{DMN}rule"))) < len(list(new.iter(f"{DMN}rule")))


@pytest.mark.parametrize("name", ending(".form"))
def test_forms_are_form_js_json(name: str) -> None:
    loaded = form(name)
    assert (loaded["type"], f"{loaded['id']}.form") == ("default", name)
    ids = [component["id"] for component in loaded["components"]]
    assert len(ids) == len(set(ids))


def test_the_forms_use_the_kinds_that_screens_must_show() -> None:
    kinds = {component["type"] for name in ending(".form") for component in form(name)["components"]}
    assert kinds >= {
        "text",
        "textfield",
        "number",
        "select",
        "checkbox",
        "textarea",
        "radio",
        "datetime",
        "dynamiclist",
    }
