"""The cluster itself: topology, licence, and who we are to it."""

from __future__ import annotations

from typing import ClassVar

from c8tui.model.base import Record, Timestamp, canonical
from c8tui.model.search import Filter


class Partition(Record, frozen=True, kw_only=True):
    """A replica of a partition on one broker; `role` leader, follower, inactive; `health` healthy, unhealthy, dead."""

    partition_id: int
    role: str = ""
    health: str = ""
    state: str = ""
    """Where it stands in a change of the cluster: active, joining, leaving, bootstrapping, ...; 8.10+."""

    def __post_init__(self) -> None:
        canonical(self, "role", "health", "state", upper=False)


class Broker(Record, frozen=True, kw_only=True):
    """A broker that the gateway can see. With zones (8.10) brokers share node ids, and `broker_id` tells them apart."""

    node_id: int | None = None
    broker_id: str | None = None
    host: str = ""
    port: int | None = None
    version: str = ""
    partitions: tuple[Partition, ...] | None = None

    @property
    def name(self) -> str:
        """What to call it: its `brokerId` (8.10, with zones), else its node id, else its host."""
        return self.broker_id or (str(self.node_id) if self.node_id is not None else self.host or "without a name")

    @property
    def zone(self) -> str:
        """The zone that its `brokerId` begins with, as `zone-a_0` does; empty where it has none."""
        zone, mark, number = (self.broker_id or "").rpartition("_")
        return zone if mark and number == str(self.node_id) else ""


class Topology(Record, frozen=True, kw_only=True):
    """GET /topology; `cluster_id` from 8.9. None is what the cluster has not said, and no number of it is believed."""

    brokers: tuple[Broker, ...] | None = None
    cluster_id: str | None = None
    cluster_size: int | None = None
    partitions_count: int | None = None
    replication_factor: int | None = None
    gateway_version: str = ""
    last_completed_change_id: str | None = None


class License(Record, frozen=True, kw_only=True):
    """GET /license."""

    valid_license: bool | None = None
    license_type: str = ""
    is_commercial: bool = False
    expires_at: Timestamp | None = None


class Tenant(Record, frozen=True, kw_only=True):
    """A tenant that the principal belongs to."""

    tenant_id: str = ""
    name: str | None = None
    description: str | None = None


class TenantFilter(Filter, frozen=True):
    """POST /tenants/search."""

    sort_fields: ClassVar[frozenset[str]] = frozenset({"tenant_id", "name"})

    tenant_id: str | None = None


class Me(Record, frozen=True, kw_only=True):
    """GET /authentication/me (8.8+); a client has no `username`."""

    username: str | None = None
    display_name: str | None = None
    email: str | None = None
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    tenants: tuple[Tenant, ...] = ()
    authorized_components: tuple[str, ...] = ()
