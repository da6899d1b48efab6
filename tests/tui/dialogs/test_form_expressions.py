"""What only the cluster can evaluate, in a form that is filled in and in one that is read."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from c8tui.forms.state import Pending
from c8tui.session.forms import Forms
from c8tui.tui.dialogs.form_reading import FormReadingDialog
from tests.forms.opened import NOW, field, opened
from tests.tui.apps import dialog_on, text_of, until


class Refusing:
    """A cluster that evaluates the first of what is asked, and says why not the rest."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def evaluate(self, pending: list[Pending]) -> tuple[list[tuple[Pending, Any]], str]:
        self.asked += [one.expression for one in pending]
        return [(pending[0], "from the cluster")], "the rest is refused"


def now() -> datetime:
    return NOW


async def test_what_came_is_shown_and_what_did_not_is_said() -> None:
    cluster = Refusing()
    texts = [{"type": "text", "text": f'=mystery("{name}")'} for name in "ab"]
    state = opened(field("textfield", "a", label="A"), *texts)
    dialog = FormReadingDialog("Form of x", "completed", state, forms=cast("Forms", cluster), now=now)
    async with dialog_on(dialog) as (app, pilot):
        await until(pilot, lambda: "cannot be evaluated: the rest is refused" in text_of(app))
        assert "from the cluster" in dialog.panel.view.text
    assert cluster.asked == ['string(mystery("a"))', 'string(mystery("b"))']


async def test_a_form_that_is_whole_asks_nothing() -> None:
    cluster = Refusing()
    dialog = FormReadingDialog(
        "Form of x", "completed", opened(field("textfield", "a")), forms=cast("Forms", cluster), now=now
    )
    async with dialog_on(dialog) as (app, pilot):
        await until(pilot, lambda: "completed" in text_of(app))
    assert cluster.asked == []
