"""Records: what may be sorted and filtered, as the API lists it."""

from __future__ import annotations

from c8tui.sandbox.catalog_records import (
    AUDIT_LOGS,
    DECISION_DEFINITIONS,
    DECISION_INSTANCES,
    DECISION_REQUIREMENTS,
    FORMS,
    PROCESS_DEFINITIONS,
)


def test_definitions_know_their_latest_version_from_8_9() -> None:
    assert "isLatestVersion" not in DECISION_DEFINITIONS.view("8.8").filters
    assert "isLatestVersion" in DECISION_DEFINITIONS.view("8.9").filters
    assert "isLatestVersion" in PROCESS_DEFINITIONS.view("8.8").filters


def test_decision_instances_and_requirements() -> None:
    view = DECISION_INSTANCES.view("8.9")
    assert len(view.sorts) == 15
    assert view.filters["decisionDefinitionKey"][1] == "K"
    assert DECISION_INSTANCES.view("8.8").filters["state"][1] == "="
    assert len(DECISION_REQUIREMENTS.view("8.9").sorts) == 5
    assert [field.name for field in FORMS.view("8.10").shown] == ["tenantId", "formId", "schema", "version", "formKey"]


def test_the_audit_log_has_most_fields() -> None:
    assert len(AUDIT_LOGS.view("8.9").shown) == 31
    assert len(AUDIT_LOGS.view("8.10").shown) == 33
    assert AUDIT_LOGS.view("8.9").filters["userTaskKey"][1] == "BS"
