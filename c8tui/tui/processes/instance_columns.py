"""The columns of the list of process instances."""

from __future__ import annotations

from typing import Any

from c8tui.model.process_instances import ProcessInstance
from c8tui.model.versions import version_word
from c8tui.session.list_fields import INSTANCE_FIELDS
from c8tui.tui.processes.instance_lines import state_of
from c8tui.tui.screens.columns import ColumnSet, plain, since
from c8tui.tui.widgets.columns import Column

COLUMNS: dict[str, Column[Any]] = {
    "process": Column("Process", 16, lambda i: (i.title, ""), grow=3, order="process_definition_name"),
    "version": Column("Version", 7, lambda i: (version_word(i.process_definition_version), "dim"), show_from=70,
                      order="process_definition_version"),
    "state": Column("State", 12, state_of, order="state"),
    "business_id": Column("Business id", 11, lambda i: (i.business_id or "-", "dim"), grow=1, show_from=110,
                          order="business_id"),
    "key": Column("Key", 17, lambda i: (i.process_instance_key, "dim"), order="process_instance_key"),
    "started": since("Started", lambda i: i.start_date, "start_date"),
    "ended": since("Ended", lambda i: i.end_date, "end_date", show_from=92),
    "called_by": Column("Called by", 17, lambda i: (i.parent_process_instance_key or "-", "dim"), show_from=140,
                        order="parent_process_instance_key"),
    "incident": plain("Incident", 8, INSTANCE_FIELDS["incident"], "has_incident"),
    "process_id": plain("Process id", 14, INSTANCE_FIELDS["process_id"], "process_definition_id", grow=1),
    "definition": plain("Process key", 17, INSTANCE_FIELDS["definition"], "process_definition_key"),
    "version_tag": plain("Version tag", 11, INSTANCE_FIELDS["version_tag"], "process_definition_version_tag"),
    "root": plain("Root instance", 17, INSTANCE_FIELDS["root"]),
    "call_activity": plain("Call activity", 17, INSTANCE_FIELDS["call_activity"], "parent_element_instance_key"),
    "suspended": since("Suspended", lambda i: i.suspended_date, "suspended_date"),
    "tags": plain("Tags", 10, INSTANCE_FIELDS["tags"], grow=1),
    "tenant": plain("Tenant", 10, INSTANCE_FIELDS["tenant"], "tenant_id"),
}  # fmt: skip
STANDARD = ("process", "version", "state", "business_id", "key", "started", "ended", "called_by")
INSTANCE_COLUMNS: ColumnSet[ProcessInstance] = ColumnSet(COLUMNS, STANDARD, variables=True)
