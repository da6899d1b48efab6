"""Every resource that can be searched: one declaration each, from which tables, filters, sorts and items follow."""

from __future__ import annotations

from c8tui.sandbox.catalog_records import (
    AUDIT_LOGS,
    DECISION_DEFINITIONS,
    DECISION_INSTANCES,
    DECISION_REQUIREMENTS,
    FORMS,
    PROCESS_DEFINITIONS,
)
from c8tui.sandbox.catalog_work import INCIDENTS, JOBS, PROCESS_INSTANCES, USER_TASKS, VARIABLES

__all__ = [
    "AUDIT_LOGS",
    "DECISION_DEFINITIONS",
    "DECISION_INSTANCES",
    "DECISION_REQUIREMENTS",
    "FORMS",
    "INCIDENTS",
    "JOBS",
    "PROCESS_DEFINITIONS",
    "PROCESS_INSTANCES",
    "RESOURCES",
    "USER_TASKS",
    "VARIABLES",
]

RESOURCES = (
    USER_TASKS,
    VARIABLES,
    JOBS,
    INCIDENTS,
    PROCESS_INSTANCES,
    PROCESS_DEFINITIONS,
    FORMS,
    DECISION_DEFINITIONS,
    DECISION_REQUIREMENTS,
    DECISION_INSTANCES,
    AUDIT_LOGS,
)
