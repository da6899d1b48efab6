"""Messages that are waited for, correlated and buffered; signals; processes that messages, signals and timers start."""

from __future__ import annotations

from random import Random

from c8tui.sandbox.engine.engine import Engine
from c8tui.sandbox.stories import Plain
from c8tui.sandbox.stories.company import DAY_MS, HOUR_MS
from c8tui.sandbox.stories.narration import Narration
from c8tui.sandbox.stories.people import customer

ORDERS, PAID, AHEAD, COATS, RETURNS = 30, 12, 5, 6, 4
"""Orders, those that are paid, payments that came before their order, instances that wait for the signal, returns."""
DELAYS = ("PT1M", "PT5M", "PT30M", "PT2H", "P3D")
"""When reminders are due."""


class MessageStory(Plain):
    """Orders wait for their money, coats for the winter."""

    name = "messages"

    def tell(self, engine: Engine, now: int) -> None:
        """All within the last two days; the next timers are due soon."""
        script, chance = Narration(engine, self.name), Random(17)
        first = now - 2 * DAY_MS
        script.deploy(first, "prepare-shipment.form", "order-payment.bpmn")
        script.deploy(first, "inspect-goods.form", "goods-return.bpmn")
        script.deploy(first, "winter-coat.bpmn", "clearance.bpmn", "reminder.bpmn")
        for number in range(COATS):
            script.start(first + number * HOUR_MS, "winter-coat", {"coats": chance.randrange(10, 90)})
        script.broadcast(now - DAY_MS, "season-opens")
        for number in range(COATS):
            script.start(now - 9 * HOUR_MS + number * HOUR_MS, "winter-coat", {"coats": chance.randrange(10, 90)})
        for number in range(ORDERS):
            at, order = now - 20 * HOUR_MS + number * HOUR_MS // 2, f"O-{number:04d}"
            script.start(at, "order-payment", {"orderNo": order, "customer": customer(chance)}, order)
            if number < PAID:
                script.publish(at + HOUR_MS // 4, "payment-received", order, {"paid": chance.randrange(20, 900)})
            if number % 4 == 0:
                script.publish(at + HOUR_MS // 3, "address-changed", order, {"city": "Bergen"})
        for number in range(ORDERS, ORDERS + AHEAD):
            paid = {"paid": chance.randrange(20, 900)}
            script.publish(now - number * 60_000, "payment-received", f"O-{number:04d}", paid, 7 * DAY_MS)
        for number in range(RETURNS):
            back = {"orderNo": f"O-{number:04d}", "reason": chance.choice(("Too small", "Wrong colour", "Broken"))}
            script.publish(now - (number + 1) * HOUR_MS, "goods-returned", "", back)
        for number, delay in enumerate(DELAYS):
            script.start(now - 30_000, "reminder", {"delay": delay, "orderNo": f"O-{number:04d}"})
        script.deploy(now - HOUR_MS + 120_000, "stock-report.bpmn")
