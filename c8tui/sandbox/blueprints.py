"""The processes that run in a sandbox: their steps in order, and what a task or job of each step looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


@dataclass(frozen=True)
class UserStep:
    """A user task of a process."""

    element_id: str
    name: str
    groups: tuple[str, ...]
    form: str | None = None
    """The id of its linked form."""
    due_hours: tuple[int, int] | None = (4, 120)
    """The range in which its due date lies, in hours from its creation; None for no due date."""


@dataclass(frozen=True)
class JobStep:
    """A service task of a process."""

    element_id: str
    type: str
    headers: Mapping[str, str] = field(default_factory=dict)


Step = UserStep | JobStep


@dataclass(frozen=True)
class Process:
    """A process definition and its way from start to end."""

    id: str
    name: str
    steps: tuple[Step, ...]
    versions: int = 1
    version_tag: str | None = None
    tags: tuple[str, ...] = ()
    start_form: str | None = None
    """The id of the form of its start event."""

    def position(self, element_id: str) -> int:
        """Which step an element is."""
        return next(i for i, step in enumerate(self.steps) if step.element_id == element_id)


PROCESSES: Mapping[str, Process] = {
    process.id: process
    for process in (
        Process(
            "invoice-approval",
            "Invoice approval",
            (
                UserStep("review-invoice", "Review invoice", ("accounting",), "review-invoice", due_hours=(8, 96)),
                UserStep("release-payment", "Release payment", ("accounting", "leads"), due_hours=(4, 48)),
            ),
            versions=3,
            version_tag="2026.3",
            tags=("finance",),
        ),
        Process(
            "quote-to-cash",
            "Quote to cash",
            (
                UserStep("approve-discount", "Approve discount", ("sales",), "approve-discount", due_hours=(4, 72)),
                UserStep("sign-contract", "Sign contract", ("sales", "leads"), due_hours=(24, 240)),
            ),
            versions=2,
            tags=("sales", "region:emea"),
        ),
        Process(
            "order-handling",
            "Order handling",
            (
                JobStep("payment-service", "payment-service", {"currency": "EUR", "provider": "sandpay"}),
                UserStep("check-delivery", "Check delivery", ("support",), due_hours=(1, 24)),
                JobStep("ship-order", "ship-order"),
            ),
        ),
        Process(
            "complaint",
            "Complaint",
            (
                UserStep("call-customer", "Call customer back", ("support",), "call-customer", due_hours=(2, 72)),
                UserStep("decide-compensation", "Decide compensation", ("support", "leads"), due_hours=(24, 168)),
            ),
            tags=("priority:service",),
            start_form="report-complaint",
        ),
        Process(
            "onboarding",
            "Onboarding",
            (
                UserStep("verify-address", "Verify address", ("support",), due_hours=None),
                UserStep("approve-account", "Approve account", ("accounting", "leads"), due_hours=(12, 120)),
            ),
        ),
    )
}
"""Every process by its id, in the order in which they were deployed."""
