"""What became of jobs within a time, as the cluster counts it (8.9+)."""

from __future__ import annotations

from c8tui.model.base import Record, Timestamp


class JobMetric(Record, frozen=True, kw_only=True):
    """How often something happened to jobs, and when last."""

    count: int = 0
    last_updated_at: Timestamp | None = None


class TypeCount(Record, frozen=True, kw_only=True):
    """The jobs of one type."""

    job_type: str = ""
    created: JobMetric = JobMetric()
    completed: JobMetric = JobMetric()
    failed: JobMetric = JobMetric()
    workers: int = 0
