"""The trading company that the stories tell of: what it has deployed, version by version, for each of its tenants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from c8tui.sandbox.deployments import File

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
SECOND_TENANT = "tenant-b"


@dataclass(frozen=True, slots=True)
class CompanyProcess:
    """A process of the company: how many steps wait for somebody on its longest way, and how its instances are tagged.

    `versions` names its files, oldest first.
    """

    id: str
    waits: int
    versions: tuple[str, ...]
    tags: tuple[str, ...] = ()
    due_hours: tuple[int, int] = (4, 120)
    """In how many hours a new instance is due."""


PLANS: Mapping[str, CompanyProcess] = {
    plan.id: plan
    for plan in (
        CompanyProcess(
            "invoice-approval",
            2,
            ("invoice-approval-v1.bpmn", "invoice-approval-v2.bpmn", "invoice-approval.bpmn"),
            ("finance",),
            (8, 96),
        ),
        CompanyProcess(
            "quote-to-cash", 2, ("quote-to-cash-v1.bpmn", "quote-to-cash.bpmn"), ("sales", "region:emea"), (4, 240)
        ),
        CompanyProcess("order-handling", 3, ("order-handling.bpmn",), (), (1, 24)),
        CompanyProcess("complaint", 2, ("complaint.bpmn",), ("priority:service",), (2, 168)),
        CompanyProcess("onboarding", 2, ("onboarding.bpmn",), (), (12, 120)),
    )
}
"""Every process by its id, in the order in which they are deployed."""
FORMS = ("review-invoice.form", "approve-discount.form", "call-customer.form", "report-complaint.form")
DECISIONS = ("discount-v1.dmn", "discount.dmn", "compensation.dmn", "dish.dmn")
"""The files with decisions, in the order of their deployment: a later one with the same id is its next version."""


def resource(name: str) -> str:
    """The text of a file in `resources/`."""
    return files("c8tui.sandbox").joinpath("resources", name).read_text("utf-8")


def file(name: str) -> File:
    """A file of `resources/` to be deployed: all versions of one thing have one name."""
    base, dot, ending = name.rpartition(".")
    return File(base.partition("-v")[0] + dot + ending, resource(name).encode())


LATE = ("review-invoice.form", "discount-v1.dmn", "discount.dmn")
"""What was deployed only after the first instances had asked for it in vain."""


def deployments() -> Iterator[list[File]]:
    """What was deployed at first, one deployment after the other: forms, decisions, then the processes."""
    yield [file(name) for name in FORMS if name not in LATE]
    for name in DECISIONS:
        if name not in LATE:
            yield [file(name)]
    for plan in PLANS.values():
        for name in plan.versions:
            yield [file(name)]
