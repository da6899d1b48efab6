"""A question is answered with No unless somebody says otherwise."""

from __future__ import annotations

import pytest

from c8tui.tui.modals.confirm import ConfirmDialog
from tests.tui.apps import DialogHost, text_of


@pytest.mark.parametrize(("keys", "result"), [
    (["enter"], False),
    (["n"], None),
    (["escape"], None),
    (["y"], True),
    (["right", "enter"], True),
    (["right", "left", "enter"], False),
])  # fmt: skip
async def test_keys(keys: list[str], result: bool | None) -> None:
    app = DialogHost(ConfirmDialog("Take over", "[ben] holds it", "Take over from [ben]"))
    async with app.run_test() as pilot:
        assert "[ben] holds it" in text_of(app)
        await pilot.press(*keys)
    assert app.results == [result]


async def test_a_protected_profile_wants_its_name() -> None:
    app = DialogHost(ConfirmDialog("Sure?", "It cannot be taken back", "Go on", require="prod"))
    async with app.run_test() as pilot:
        assert "y yes" not in text_of(app)
        await pilot.press(*"yes", "enter")
        assert "type prod first" in text_of(app)
        assert app.results == []
        await pilot.press(*["backspace"] * 3, *"prod", "enter")
    assert app.results == [True]
