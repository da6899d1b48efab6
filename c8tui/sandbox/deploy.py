"""What is deployed in every sandbox: the processes, forms and decisions of `resources/`."""

from __future__ import annotations

import json
from importlib.resources import files
from xml.etree import ElementTree

from c8tui.sandbox.blueprints import PROCESSES
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.store import Row, Store

FORMS = ("review-invoice", "approve-discount", "call-customer", "report-complaint")
DECISIONS = ("discount-v1.dmn", "discount.dmn", "compensation.dmn", "dish.dmn")
"""The files with decisions, in the order of their deployment: a later one with the same id is its next version."""
DEFAULT_TENANT = "<default>"
SECOND_TENANT = "tenant-b"


def resource(name: str) -> str:
    """The text of a file in `resources/`."""
    return files("c8tui.sandbox").joinpath("resources", name).read_text("utf-8")


def deploy(store: Store, flow: Flow, at: int) -> None:
    """Deploys everything, forms first."""
    form_keys: dict[str | None, int] = {}
    for form_id in FORMS:
        schema = json.dumps(json.loads(resource(f"{form_id}.form")), ensure_ascii=False)
        row: Row = {"tenant_id": DEFAULT_TENANT, "form_id": form_id, "schema": schema, "version": 1}
        form_keys[form_id] = flow.put("form", row | {"key": store.new_key()}, at)["key"]
    for process in PROCESSES.values():
        for version in range(1, process.versions + 1):
            latest = version == process.versions
            definition: Row = {
                "key": store.new_key(),
                "name": process.name,
                "resource_name": f"{process.id}.bpmn",
                "version": version,
                "version_tag": process.version_tag if latest else None,
                "process_definition_id": process.id,
                "tenant_id": DEFAULT_TENANT,
                "has_start_form": int(process.start_form is not None),
                "state": "ACTIVE",
                "xml": resource(f"{process.id}.bpmn"),
                "form_key": form_keys.get(process.start_form),
            }
            flow.put("process_definition", definition, at)
    for name in DECISIONS:
        _deploy_decisions(store, flow, name, at)


def _deploy_decisions(store: Store, flow: Flow, name: str, at: int) -> None:
    text = resource(name)
    root = ElementTree.fromstring(text)
    version = 1 + sum(
        row["decision_requirements_id"] == root.get("id") for row in store.find("decision_requirements", version=1)
    )
    requirements: Row = {
        "key": store.new_key(),
        "decision_requirements_id": root.get("id"),
        "decision_requirements_name": root.get("name"),
        "resource_name": name,
        "tenant_id": DEFAULT_TENANT,
        "version": version,
        "xml": text,
    }
    flow.put("decision_requirements", requirements, at)
    for decision in root.iterfind("{*}decision"):
        row: Row = {
            "key": store.new_key(),
            "decision_definition_id": decision.get("id"),
            "decision_requirements_id": root.get("id"),
            "decision_requirements_key": requirements["key"],
            "decision_requirements_name": root.get("name"),
            "decision_requirements_version": version,
            "name": decision.get("name"),
            "tenant_id": DEFAULT_TENANT,
            "version": version,
            "decision_type": "LITERAL_EXPRESSION" if decision.find("{*}decisionTable") is None else "DECISION_TABLE",
        }
        flow.put("decision_definition", row, at)
