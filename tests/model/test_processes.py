"""Process definitions: the version tag's two ways to be absent."""

from __future__ import annotations

import pytest

from c8tui.model.base import decode
from c8tui.model.processes import ProcessDefinition


@pytest.mark.parametrize(("said", "tag"), [(b'""', ""), (b"null", None), (b'"v1"', "v1")])
def test_version_tags(said: bytes, tag: str | None) -> None:
    assert decode(b'{"processDefinitionKey":"1","versionTag":' + said + b"}", ProcessDefinition).version_tag == tag
