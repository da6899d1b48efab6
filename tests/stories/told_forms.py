"""Stories of forms: a rich one filled in, its mistakes, a draft, and the same answer given again."""

from __future__ import annotations

import json

from c8tui.tui.dialogs.form import FormDialog
from tests.stories.scene import Scene
from tests.stories.story import NARROW, story
from tests.stories.told_inbox import answer

TALL = (160, 50)
SCHEMA = {
    "type": "default",
    "id": "review-invoice",
    "schemaVersion": 19,
    "components": [
        {"type": "text", "id": "intro", "text": "# Invoice {{invoiceNo}}\nOf **{{supplier}}**, due in {{days}} days."},
        {"type": "expression", "id": "days", "key": "days", "expression": "=14"},
        {
            "type": "textfield", "id": "supplier", "key": "supplier", "label": "Supplier", "description": "as on paper",
            "layout": {"row": "r1", "columns": 8}, "validate": {"required": True},
        },
        {
            "type": "number", "id": "amount", "key": "amount", "label": "Amount", "decimalDigits": 2,
            "layout": {"row": "r1", "columns": 8}, "appearance": {"suffixAdorner": "EUR"}, "validate": {"min": 0.01},
        },
        {
            "type": "radio", "id": "verdict", "key": "verdict", "label": "Verdict", "validate": {"required": True},
            "values": [{"label": "approve", "value": "a"}, {"label": "refuse", "value": "r"}],
        },
        {
            "type": "textarea", "id": "why", "key": "why", "label": "Reason", "validate": {"required": True},
            "conditional": {"hide": '=verdict = "a"'},
        },
        {
            "type": "datetime", "id": "payOn", "key": "payOn", "subtype": "date", "dateLabel": "Pay on",
            "description": "tomorrow, fri, +3d", "disallowPassedDates": True,
        },
        {
            "type": "taglist", "id": "codes", "key": "codes", "label": "Cost centres",
            "values": ["office", "machines", "travel", "consulting", "training", "rent"],
        },
        {"type": "checkbox", "id": "urgent", "key": "urgent", "label": "Urgent"},
        {
            "type": "dynamiclist", "id": "lines", "path": "lines", "label": "Lines", "allowAddRemove": True,
            "defaultRepetitions": 2,
            "components": [
                {"type": "textfield", "id": "what", "key": "what", "label": "What", "layout": {"row": "l"}},
                {"type": "number", "id": "price", "key": "price", "label": "Price", "layout": {"row": "l"}},
            ],
        },
        {"type": "expression", "id": "total", "key": "total", "expression": "=sum(lines.price)"},
        {"type": "text", "id": "sum", "text": "The lines come to **{{total}} EUR**."},
        {
            "type": "table", "id": "earlier", "label": "Earlier invoices", "rowCount": 3,
            "dataSource": '=for n in 1..5 return {no: "2026-0" + string(n), amount: n * 125.5}',
            "columns": [{"label": "Number", "key": "no"}, {"label": "Amount", "key": "amount"}],
        },
        {"type": "iframe", "id": "scan", "label": "Scan", "url": "https://docs.example.com/scan?id={{invoiceNo}}"},
        {"type": "filepicker", "id": "files", "key": "files", "label": "Attachments", "multiple": True},
    ],
}  # fmt: skip


def rich(scene: Scene) -> None:
    """The form of the tasks "Review invoice" becomes one with everything in it."""
    store = scene.sandbox.app.store
    (form,) = store.find("form", form_id="review-invoice")
    store.put("form", form | {"schema": json.dumps(SCHEMA)}, 0)
    store.settle(None)


@story("form", sizes={"": NARROW, "-wide": TALL})
async def form(scene: Scene) -> None:
    """Fill in a rich form by keys, see what is wrong, leave, find it again, and send it."""
    await scene.listed()
    rich(scene)
    task = await scene.go_to_task(name="Review invoice", assignee=None)
    await scene.do("complete")
    await scene.opens(FormDialog)
    await scene.shows("Of ", "due in 14 days", "Supplier *")
    await answer(scene, "verdict", "2")
    await answer(scene, "payOn", *"fri")
    await scene.shows("= 20")
    await answer(scene, "codes", *"tra", "enter", *"rent", "enter")
    await scene.act("send")
    await scene.shows("Reason is required")
    await scene.picture("form-mistake")
    await scene.press(*"Price is not what we agreed on")
    await scene.act("leave")
    await scene.closes()

    await scene.do("complete")
    await scene.opens(FormDialog)
    await scene.shows("this is your draft of")
    dialog = scene.dialog
    assert isinstance(dialog, FormDialog)
    view = dialog.panel.view
    await scene.until(lambda: view.page.at is not None, "the form")
    await answer(scene, "urgent", "space")
    first = dialog.panel.state.field("what[0]")
    view.go_to(first)
    await scene.press(*"Desk", "tab", *"120.5", "tab", "tab", *"Lamp", "tab", *"30")
    await scene.until(lambda: "150.5 EUR" in view.text, "the sum")
    await scene.picture("form")
    await scene.act("send")
    await scene.says('Completed "Review invoice"')
    await scene.closes()
    sent = scene.sandbox.bodies("/completion")[0]["variables"]
    assert (sent["verdict"], sent["urgent"], sent["codes"]) == ("r", True, ["travel", "rent"])
    assert sent["lines"] == [{"what": "Desk", "price": 120.5}, {"what": "Lamp", "price": 30}]
    assert (sent["total"], sent["why"]) == (150.5, "Price is not what we agreed on")
    assert (await scene.sandbox.log())[-1] == f"POST /user-tasks/{task.user_task_key}/completion"
