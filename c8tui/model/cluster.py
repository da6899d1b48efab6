"""The cluster itself: topology, licence, and who we are to it."""

from __future__ import annotations

from c8tui.model.base import Record, Timestamp


class Partition(Record, frozen=True, kw_only=True):
    """A replica of a partition on one broker; `role` leader, follower, inactive; `health` healthy, unhealthy, dead."""

    partition_id: int = 0
    role: str = ""
    health: str = ""


class Broker(Record, frozen=True, kw_only=True):
    """A broker that the gateway can see."""

    node_id: int = 0
    host: str = ""
    port: int = 0
    version: str = ""
    partitions: tuple[Partition, ...] = ()


class Topology(Record, frozen=True, kw_only=True):
    """GET /topology; `cluster_id` from 8.9."""

    brokers: tuple[Broker, ...] = ()
    cluster_id: str | None = None
    cluster_size: int = 0
    partitions_count: int = 0
    replication_factor: int = 0
    gateway_version: str = ""
    last_completed_change_id: str | None = None


class License(Record, frozen=True, kw_only=True):
    """GET /license."""

    valid_license: bool = False
    license_type: str = ""
    is_commercial: bool = False
    expires_at: Timestamp | None = None


class Tenant(Record, frozen=True, kw_only=True):
    """A tenant that the principal belongs to."""

    tenant_id: str = ""
    name: str | None = None
    description: str | None = None


class Me(Record, frozen=True, kw_only=True):
    """GET /authentication/me (8.8+); a client has no `username`."""

    username: str | None = None
    display_name: str | None = None
    email: str | None = None
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    tenants: tuple[Tenant, ...] = ()
    authorized_components: tuple[str, ...] = ()
