"""What only the cluster can evaluate in a form: asked for by whichever dialog shows the form."""

from __future__ import annotations

from collections.abc import Iterable

from c8tui.forms.state import Pending
from c8tui.session.forms import Forms
from c8tui.tui.flow import Flow
from c8tui.tui.forms.panel import FormPanel


def begin(flow: Flow, panel: FormPanel, forms: Forms, told: str) -> None:
    """Give the form the keys and say what is `told` of it, if anything; what only the cluster can evaluate is asked."""
    panel.begin()
    if told:
        panel.tell(told)
    ask_cluster(flow, panel, forms)


def ask_cluster(flow: Flow, panel: FormPanel, forms: Forms) -> None:
    """Have what is pending in the form of `panel` evaluated, and show it there; an older question is dropped."""
    if pending := panel.state.pending_expressions():
        flow.start(_evaluate(flow, panel, forms, pending), group="expressions", exclusive=True)


async def _evaluate(flow: Flow, panel: FormPanel, forms: Forms, asked: Iterable[Pending]) -> None:
    answers, why_not = await flow.heard(forms.evaluate(asked))
    for pending, value in answers:
        panel.view.apply(panel.state.supply(pending, value))
    if why_not:
        panel.tell(f"a part of this form cannot be evaluated: {why_not}", wrong=True)
