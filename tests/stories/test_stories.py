"""Every story comes to its end, on every terminal that it is told for."""

from __future__ import annotations

import pytest

from tests.stories.told import STORIES


@pytest.mark.parametrize(("name", "suffix"), [(name, suffix) for name, s in STORIES.items() for suffix in s.sizes])
async def test_story(name: str, suffix: str) -> None:
    for picture, svg in (await STORIES[name].play(suffix)).items():
        assert svg.startswith("<svg"), picture
        fetching = [word for word in ("url(http", "@import", "<image", "<script", "@font-face") if word in svg]
        assert not fetching, "a picture fetches nothing"
