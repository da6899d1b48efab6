"""Three groups of failures: retries cure one, a variable cures another, and only another version cures the third."""

from __future__ import annotations

from random import Random

from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.stories import Plain
from c8tui.sandbox.stories.company import HOUR_MS
from c8tui.sandbox.stories.narration import Narration
from c8tui.sandbox.stories.people import customer

OUTAGE, UNLIMITED, MISTAKEN, WELL = 40, 25, 15, 20
"""Instances whose payment failed, whose limit is missing, whose timer cannot be read; and those that are fine."""
_MINUTE_MS = HOUR_MS // 60


class IncidentStory(Plain):
    """A payment provider was down for half an hour, a limit was not set, and a timer was written wrong."""

    name = "incidents"

    def tell(self, engine: Engine, now: int) -> None:
        """All within the last day."""
        script, chance = Narration(engine, self.name), Random(16)
        day_ago = now - 24 * HOUR_MS
        script.deploy(day_ago, "pack-order.form", "charge-order.bpmn")
        script.deploy(day_ago, "release-quote.form", "quote-limit.bpmn")
        script.deploy(day_ago, "parcel-v1.bpmn")
        for number in range(OUTAGE + WELL):
            at, order = now - 6 * HOUR_MS + number * 5 * _MINUTE_MS, f"O-{number:04d}"
            values = {"orderNo": order, "customer": customer(chance), "amount": chance.randrange(20, 900)}
            (job,) = script.jobs(script.start(at, "charge-order", values, order))
            if number < WELL:
                script.complete_job(at + _MINUTE_MS, job)
            else:
                script.fail_job(at + _MINUTE_MS, job, "The payment provider did not answer within 5 s")
        for number in range(UNLIMITED):
            at, quote = now - 20 * HOUR_MS + number * 40 * _MINUTE_MS, f"Q-{number:04d}"
            values = {"quoteNo": quote, "customer": customer(chance), "amount": chance.randrange(500, 9_000)}
            script.start(at, "quote-limit", values, quote)
        for number in range(MISTAKEN):
            at, parcel = now - 10 * HOUR_MS + number * 20 * _MINUTE_MS, f"P-{number:04d}"
            script.start(at, "parcel", {"parcelNo": parcel, "weight": chance.randrange(1, 30)}, parcel)
        script.deploy(now - HOUR_MS, "parcel.bpmn")
