"""What reading a file is refused for."""

from __future__ import annotations

from c8tui.sandbox.bpmn.reader import read
from c8tui.sandbox.bpmn.refusals import Refused


def refusals_of(content: bytes) -> list[str]:
    """The sentences of the refusal without the name of the file; none where the file is read."""
    try:
        read(content)
    except Refused as refused:
        return [sentence.removeprefix("order.bpmn: ") for sentence in refused.sentences("order.bpmn")]
    return []
