"""Deployments: what a cluster says of the files that it was given."""

from __future__ import annotations

from c8tui.model.base import Record


class DeployedProcess(Record, frozen=True, kw_only=True):
    """A process of a BPMN file."""

    process_definition_key: str = ""
    process_definition_id: str = ""
    process_definition_version: int = 0
    resource_name: str = ""
    tenant_id: str = ""


class DeployedDecision(Record, frozen=True, kw_only=True):
    """A decision; its file is that of its requirements."""

    decision_definition_key: str = ""
    decision_definition_id: str = ""
    version: int = 0
    decision_requirements_key: str = ""
    tenant_id: str = ""


class DeployedRequirements(Record, frozen=True, kw_only=True):
    """The requirements graph of a DMN file."""

    decision_requirements_key: str = ""
    decision_requirements_id: str = ""
    version: int = 0
    resource_name: str = ""
    tenant_id: str = ""


class DeployedForm(Record, frozen=True, kw_only=True):
    """A form."""

    form_key: str = ""
    form_id: str = ""
    version: int = 0
    resource_name: str = ""
    tenant_id: str = ""


class DeployedResource(Record, frozen=True, kw_only=True):
    """Any other file."""

    resource_key: str = ""
    resource_id: str = ""
    version: int = 0
    resource_name: str = ""
    tenant_id: str = ""


class DeploymentItem(Record, frozen=True, kw_only=True):
    """One thing of a deployment: exactly one of these."""

    process_definition: DeployedProcess | None = None
    decision_definition: DeployedDecision | None = None
    decision_requirements: DeployedRequirements | None = None
    form: DeployedForm | None = None
    resource: DeployedResource | None = None


class Deployment(Record, frozen=True, kw_only=True):
    """The answer to a deployment; what had not changed is in it with the version that is there."""

    deployment_key: str
    tenant_id: str = ""
    deployments: tuple[DeploymentItem, ...] = ()
