"""A call hierarchy of five call activities one below the other, and a multi-instance activity of a thousand."""

from __future__ import annotations

from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.stories import Plain
from c8tui.sandbox.stories.company import HOUR_MS
from c8tui.sandbox.stories.narration import Narration

ARTICLES, SCANNED = 1_000, 120
"""Inner instances of the loop, and how many of them are done."""
_CALLED = ("compartment", "shelf", "floor", "store", "region")
_MINUTE_MS = HOUR_MS // 60


class TreeStory(Plain):
    """A stocktaking goes through all regions, stores, floors, shelves and compartments."""

    name = "tree"

    def tell(self, engine: Engine, now: int) -> None:
        """It began three hours ago, and is far from its end."""
        script, began = Narration(engine, self.name), now - 3 * HOUR_MS
        names = [f"{process}.bpmn" for process in (*_CALLED, "stocktaking")]
        script.deploy(began - 24 * HOUR_MS, "count-by-hand.form", *names)
        places = {
            "regions": ["north", "south"],
            "stores": ["harbour", "station"],
            "floors": ["ground"],
            "shelves": ["left", "right"],
            "compartments": ["top", "bottom"],
            "articles": ARTICLES,
        }
        root = script.start(began, "stocktaking", places, "stocktaking-2026")
        for number, job in enumerate(script.jobs(root)[:SCANNED]):
            at = began + number * 10_000
            if number % 40 == 39:
                script.fail_job(at, job, "The label of this article cannot be read")
            else:
                script.complete_job(at, job)
        leaves = engine.store.find("process_instance", process_definition_id="compartment")
        for number, leaf in enumerate(leaves[:6], 1):
            script.complete_task(began + number * 9 * _MINUTE_MS, leaf["key"], "anna", {"counted": 7 * number})
            (job,) = script.jobs(leaf["key"])
            if number == 6:
                script.fail_job(began + number * 10 * _MINUTE_MS, job, "35 pieces were counted, 12 were booked")
            elif number > 1:
                script.complete_job(began + number * 10 * _MINUTE_MS, job)
