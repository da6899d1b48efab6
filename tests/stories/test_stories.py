"""Every story comes to its end, on every terminal that it is told for."""

from __future__ import annotations

import pytest

from tests.stories.told import STORIES


@pytest.mark.parametrize("name", STORIES)
async def test_story(name: str) -> None:
    await told(name, next(iter(STORIES[name].sizes)))


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "suffix"), [(name, suffix) for name, one in STORIES.items() for suffix in list(one.sizes)[1:]]
)
async def test_story_on_another_terminal(name: str, suffix: str) -> None:
    await told(name, suffix)


async def told(name: str, suffix: str) -> None:
    """The story comes to its end, and its pictures are whole."""
    for picture, svg in (await STORIES[name].play(suffix)).items():
        assert svg.startswith("<svg"), picture
        fetching = [word for word in ("url(http", "@import", "<image", "<script", "@font-face") if word in svg]
        assert not fetching, "a picture fetches nothing"
