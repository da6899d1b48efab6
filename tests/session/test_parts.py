"""A part that fails is noted, and nothing else happens."""

from __future__ import annotations

from c8tui.errors import C8Error, Forbidden
from c8tui.session.parts import part


async def given(answer: object) -> object:
    if isinstance(answer, Exception):
        raise answer
    return answer


async def test_a_part_is_its_answer_or_a_note() -> None:
    troubles: dict[str, C8Error] = {}
    forbidden = Forbidden("no")
    assert await part("one", given(1), troubles) == 1
    assert await part("two", given(forbidden), troubles) is None
    assert troubles == {"two": forbidden}
