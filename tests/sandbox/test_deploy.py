"""What is deployed in every sandbox."""

from __future__ import annotations

import json

from c8tui.sandbox.deploy import DECISIONS, FORMS, deploy, resource
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.store import Store
from c8tui.sandbox.stories.triage import Triage


def test_processes_forms_and_decisions_get_keys_and_versions() -> None:
    store = Store(None, 0, {}, lambda store: deploy(store, Flow(store, Triage()), 0))
    assert store.select("SELECT process_definition_id, count(*) FROM process_definition GROUP BY 1 ORDER BY 1") == [
        ("complaint", 1),
        ("invoice-approval", 3),
        ("onboarding", 1),
        ("order-handling", 1),
        ("quote-to-cash", 2),
    ]
    assert [row[0] for row in store.select("SELECT form_id FROM form ORDER BY key")] == list(FORMS)
    names = [row[0] for row in store.select("SELECT resource_name FROM decision_requirements ORDER BY key")]
    assert names == list(DECISIONS)
    versions = store.select("SELECT version FROM decision_definition WHERE decision_definition_id = 'discount'")
    assert versions == [(1,), (2,)]
    kinds = dict(store.select("SELECT decision_definition_id, decision_type FROM decision_definition"))
    assert (kinds["season"], kinds["dish"]) == ("LITERAL_EXPRESSION", "DECISION_TABLE")


def test_resources_are_read_from_the_package() -> None:
    assert json.loads(resource("review-invoice.form"))["id"] == "review-invoice"
