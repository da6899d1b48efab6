"""The people and wares of the stories."""

from __future__ import annotations

import json
from random import Random

import pytest

from c8tui.sandbox.bpmn.reader import read
from c8tui.sandbox.stories.company import PLANS, file
from c8tui.sandbox.stories.people import COLLEAGUES, FAILURES, WORKERS, customer, items, variables


@pytest.mark.parametrize("process_id", PLANS)
def test_every_process_starts_with_variables(process_id: str) -> None:
    first, again = (variables(process_id, Random(3), 417) for _ in range(2))
    assert first == again
    assert len(first) >= 3
    json.dumps(first)


def test_an_invoice_adds_up() -> None:
    invoice = variables("invoice-approval", Random(1), 417)
    total = sum(line["quantity"] * line["price"] for line in invoice["items"])
    assert invoice["amount"] == round(total, 2)
    assert invoice["invoiceNo"] == "2026-10-0417"


def test_everybody_is_somebody() -> None:
    assert "demo" not in COLLEAGUES
    assert set(customer(Random(1))) == {"name", "city", "tier", "since"}
    assert 1 <= len(items(Random(1))) <= 4


def test_every_job_type_has_a_worker_that_can_fail() -> None:
    processes = [process for plan in PLANS.values() for process in read(file(plan.versions[-1]).content)]
    types = {node.job.type.text for process in processes for node in process.walk() if node.job is not None}
    assert types == set(WORKERS) == set(FAILURES)
