"""What an operator works on: process instances and their definitions, commands on one or many, batches.

Each use case is imported and made when it is first asked for, as none of the first list needs it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from c8tui.api.wire import Wire
    from c8tui.session.batch_operations import BatchOperations
    from c8tui.session.correlations import Correlations
    from c8tui.session.incident_records import IncidentRecords
    from c8tui.session.incidents import Incidents
    from c8tui.session.instance_batches import InstanceBatches
    from c8tui.session.instance_commands import InstanceCommands
    from c8tui.session.instance_detail import InstanceDetails
    from c8tui.session.job_records import JobRecords
    from c8tui.session.job_results import JobResults
    from c8tui.session.jobs import Jobs
    from c8tui.session.process_definitions import ProcessDefinitions
    from c8tui.session.process_instances import ProcessInstances


class Operations:
    """The use cases of one session, in its tenant."""

    def __init__(
        self,
        wire: Wire,
        read_only: bool,
        tenant_id: str | None,
        gateway_version: str,
        incidents: Incidents,
        jobs: Jobs,
    ) -> None:
        self.incidents, self.jobs = incidents, jobs
        self.wire, self.read_only, self.tenant_id, self.gateway_version = wire, read_only, tenant_id, gateway_version

    @cached_property
    def process_instances(self) -> ProcessInstances:
        """Process instances of all processes."""
        from c8tui.session.process_instances import ProcessInstances

        return ProcessInstances(self.wire, tenant_id=self.tenant_id, gateway_version=self.gateway_version)

    @cached_property
    def instance_details(self) -> InstanceDetails:
        """What one process instance consists of."""
        from c8tui.session.instance_detail import InstanceDetails

        return InstanceDetails(self.wire, self.process_instances.writes, self.gateway_version)

    @cached_property
    def instance_commands(self) -> InstanceCommands:
        """Commands on one process instance."""
        from c8tui.session.instance_commands import InstanceCommands

        writes = self.process_instances.writes
        return InstanceCommands(self.wire, writes, self.read_only, self.gateway_version)

    @cached_property
    def instance_batches(self) -> InstanceBatches:
        """Commands on many of them."""
        from c8tui.session.instance_batches import InstanceBatches

        return InstanceBatches(self.wire, self.read_only, self.gateway_version)

    @cached_property
    def process_definitions(self) -> ProcessDefinitions:
        """Process definitions."""
        from c8tui.session.process_definitions import ProcessDefinitions

        return ProcessDefinitions(self.wire, tenant_id=self.tenant_id, gateway_version=self.gateway_version)

    @cached_property
    def batch_operations(self) -> BatchOperations:
        """Batch operations."""
        from c8tui.session.batch_operations import BatchOperations

        return BatchOperations(self.wire, gateway_version=self.gateway_version, read_only=self.read_only)

    @cached_property
    def correlations(self) -> Correlations:
        """What messages have reached."""
        from c8tui.session.correlations import Correlations

        return Correlations(self.wire, tenant_id=self.tenant_id, gateway_version=self.gateway_version)

    @cached_property
    def incident_records(self) -> IncidentRecords:
        """Incidents, as runs see them."""
        from c8tui.session.incident_records import IncidentRecords

        return IncidentRecords(self.incidents, self.read_only)

    @cached_property
    def job_results(self) -> JobResults:
        """What the results of jobs are about."""
        from c8tui.session.job_results import JobResults

        return JobResults(self.jobs, self.instance_details)

    @cached_property
    def job_records(self) -> JobRecords:
        """Jobs, as runs see them."""
        from c8tui.session.job_records import JobRecords

        return JobRecords(self.jobs)
