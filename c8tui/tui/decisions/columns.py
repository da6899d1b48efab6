"""The columns of the lists of decision definitions and of evaluations."""

from __future__ import annotations

from c8tui.model.decisions import DecisionDefinition, DecisionInstance
from c8tui.model.versions import version_word
from c8tui.session.list_fields import DECISION_FIELDS, EVALUATION_FIELDS, requirements
from c8tui.tui.screens.columns import ColumnSet, plain, since
from c8tui.tui.widgets.columns import Cell, Column


def _requirements(definition: DecisionDefinition) -> Cell:
    name, version = requirements(definition), definition.decision_requirements_version
    return name if version is None else f"{name} {version_word(version)}", "dim"


DEFINITION_COLUMNS: ColumnSet[DecisionDefinition] = ColumnSet(
    {
        "decision": Column("Decision", 18, lambda d: (d.name or d.decision_definition_id, ""), grow=3, order="name"),
        "version": Column("Version", 9, lambda d: (str(d.version), ""), right=True, order="version"),
        "id": Column("Id", 14, lambda d: (d.decision_definition_id, "dim"), grow=2, order="decision_definition_id"),
        "requirements": Column("Requirements", 14, _requirements, grow=2, show_from=70,
                               order="decision_requirements_name"),
        "tenant": Column("Tenant", 10, lambda d: (d.tenant_id, "dim"), show_from=90, order="tenant_id"),
        "requirements_id": plain("Requirements id", 15, DECISION_FIELDS["requirements_id"],
                                 "decision_requirements_id", grow=1),
        "requirements_key": plain("Requirements key", 17, DECISION_FIELDS["requirements_key"],
                                  "decision_requirements_key"),
        "requirements_version": plain("Requirements version", 20, DECISION_FIELDS["requirements_version"],
                                      "decision_requirements_version"),
        "key": plain("Key", 17, DECISION_FIELDS["key"], "decision_definition_key"),
    },
    ("decision", "version", "id", "requirements", "tenant"),
)  # fmt: skip


def _state(instance: DecisionInstance) -> Cell:
    return instance.state.lower(), "error" if instance.state == "FAILED" else ""


def _result(instance: DecisionInstance) -> Cell:
    """What came of it: the result as JSON, or why there is none."""
    if instance.state == "FAILED":
        return instance.evaluation_failure or "no reason is given", "error"
    return (instance.result, "") if instance.result else ("-", "dim")


EVALUATION_COLUMNS: ColumnSet[DecisionInstance] = ColumnSet(
    {
        "decision": Column("Decision", 10, lambda d: (d.decision_definition_name or d.decision_definition_id, ""),
                           grow=2, order="decision_definition_name"),
        "version": Column("Version", 7, lambda d: (str(d.decision_definition_version), ""), right=True,
                          order="decision_definition_version"),
        "state": Column("State", 9, _state, order="state"),
        "result": Column("Result", 12, _result, grow=3),
        "evaluated": since("Evaluated", lambda d: d.evaluation_date, "evaluation_date", width=11),
        "process_instance": Column("Process instance", 16, lambda d: (d.process_instance_key or "-", "dim"),
                                   show_from=79, order="process_instance_key"),
        "tenant": Column("Tenant", 10, lambda d: (d.tenant_id, "dim"), show_from=100, order="tenant_id"),
        "id": plain("Id", 14, EVALUATION_FIELDS["id"], "decision_definition_id", grow=1),
        "type": plain("Type", 14, EVALUATION_FIELDS["type"], "decision_definition_type"),
        "business_id": plain("Business id", 12, EVALUATION_FIELDS["business_id"], "business_id", grow=1),
        "evaluation": plain("Evaluation", 17, EVALUATION_FIELDS["evaluation"], "decision_evaluation_key"),
        "decision_key": plain("Decision key", 17, EVALUATION_FIELDS["decision_key"], "decision_definition_key"),
        "asked_decision": plain("Asked decision", 17, EVALUATION_FIELDS["asked_decision"],
                                "root_decision_definition_key"),
        "element_instance": plain("Element instance", 17, EVALUATION_FIELDS["element_instance"],
                                  "element_instance_key"),
        "root": plain("Root instance", 17, EVALUATION_FIELDS["root"]),
        "process_key": plain("Process key", 17, EVALUATION_FIELDS["process_key"], "process_definition_key"),
        "key": plain("Key", 20, EVALUATION_FIELDS["key"], "decision_evaluation_instance_key"),
    },
    ("decision", "version", "state", "result", "evaluated", "process_instance", "tenant"),
    variables=True,
)  # fmt: skip
