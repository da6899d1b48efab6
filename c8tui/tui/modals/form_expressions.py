"""What only the cluster can evaluate in a form: asked for by whichever dialog shows the form."""

from __future__ import annotations

from typing import Any

from c8tui.forms.state import Pending
from c8tui.session.forms import Forms
from c8tui.tui.asks import Asks
from c8tui.tui.forms.panel import FormPanel


def ask_cluster(dialog: Asks, panel: FormPanel, forms: Forms) -> None:
    """Have what is pending in the form of `panel` evaluated, and show it there; an older question is dropped."""

    def evaluated(found: tuple[list[tuple[Pending, Any]], str]) -> None:
        answers, why_not = found
        for pending, value in answers:
            panel.view.apply(panel.state.supply(pending, value))
        if why_not:
            panel.tell(f"a part of this form cannot be evaluated: {why_not}", wrong=True)

    if pending := panel.state.pending_expressions():
        dialog.ask(forms.evaluate(pending), evaluated, group="expressions", exclusive=True)
