"""Paths of untrusted keys and bodies without holes."""

from __future__ import annotations

from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.api import request
from c8tui.errors import Refusal


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        (("user-tasks", "2251799813685251"), "/user-tasks/2251799813685251"),
        (("decision-instances", "2251799813685251-1"), "/decision-instances/2251799813685251-1"),
        (("jobs", "a/b?c#d", "completion"), "/jobs/a%2Fb%3Fc%23d/completion"),
        (("jobs", "..", "completion"), "/jobs/%2E%2E/completion"),
        (("jobs", "ü\n%"), "/jobs/%C3%BC%0A%25"),
    ],
)
def test_a_path_keeps_its_segments_apart(parts: tuple[str, ...], path: str) -> None:
    assert request.path(*parts) == path


@given(st.text(st.characters(), min_size=1, max_size=80))
def test_no_key_leaves_its_place_in_the_url(key: str) -> None:
    url = httpx.AsyncClient(base_url="http://h/v2").build_request("GET", request.path("jobs", key)).url
    first, version, jobs, last = url.raw_path.decode().split("/")
    assert (first, version, jobs, url.query, url.fragment) == ("", "v2", "jobs", b"", "")
    assert unquote(last, errors="surrogatepass") == key


@pytest.mark.parametrize("key", ["", "9" * 257])
def test_a_key_of_a_broken_record_is_not_asked_for(key: str) -> None:
    with pytest.raises(Refusal, match="key"):
        request.path("jobs", key)


def test_what_was_not_given_is_not_sent() -> None:
    assert request.given(action=None, assignee="", variables={}, retries=0) == {
        "assignee": "",
        "variables": {},
        "retries": 0,
    }
