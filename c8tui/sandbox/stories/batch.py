"""Some hundred instances of one kind, for what is done to many at once: cancelled, migrated, modified, deleted."""

from __future__ import annotations

from random import Random

from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.stories import Plain
from c8tui.sandbox.stories.company import DAY_MS, HOUR_MS
from c8tui.sandbox.stories.narration import Narration
from c8tui.sandbox.stories.people import customer

RENEWALS, NEWSLETTERS = 300, 120
"""Instances of the two processes."""


class BatchStory(Plain):
    """Contracts are renewed by the first version of their process, and newsletters wait to be sent."""

    name = "batch"

    def tell(self, engine: Engine, now: int) -> None:
        """Every fifth contract is reviewed, every fifteenth signed; every third newsletter is sent, some failed."""
        script, chance = Narration(engine, self.name), Random(18)
        began = now - 10 * DAY_MS
        script.deploy(began, "review-contract.form", "renewal-v1.bpmn")
        script.deploy(began, "newsletter.bpmn")
        for number in range(RENEWALS):
            at, contract = began + number * HOUR_MS // 2, f"C-{number:04d}"
            values = {"contractNo": contract, "customer": customer(chance), "months": chance.choice((6, 12, 24))}
            instance = script.start(at, "renewal", values, contract)
            if number % 5 == 0:
                script.complete_task(at + HOUR_MS, instance, "anna", {"note": "as before"})
            if number % 15 == 0:
                script.complete_task(at + 2 * HOUR_MS, instance, "ben")
        for number in range(NEWSLETTERS):
            at = now - 2 * DAY_MS + number * HOUR_MS // 4
            (job,) = script.jobs(script.start(at, "newsletter", {"issue": number + 1, "to": customer(chance)["name"]}))
            if number % 3 == 0:
                script.complete_job(at + HOUR_MS // 8, job)
            elif number % 10 == 1:
                script.fail_job(at + HOUR_MS // 8, job, "Mailbox full")
        script.deploy(now - DAY_MS, "renewal-price.dmn", "review-contract.form", "renewal.bpmn")
