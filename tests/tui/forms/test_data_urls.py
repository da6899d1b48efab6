"""`data:` URLs as people read them."""

from __future__ import annotations

import base64

import pytest

from c8tui.tui.forms.data_urls import images_in_words, in_units, told

PNG = "data:image/png;base64," + base64.b64encode(b"x" * 2_401).decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PNG, "image/png, 2.4 kB"),
        (f"see {PNG}, please", "see image/png, 2.4 kB, please"),
        ("data:image/svg+xml;charset=utf-8," + "%3Csvg/%3E" * 10, "image/svg+xml, 60 bytes"),
        ("data:," + "a" * 100, "text/plain, 100 bytes"),
        ("data:image/png;base64,AAAA", "data:image/png;base64,AAAA"),
        ("the data:, and more of it than forty characters", "the data:, and more of it than forty characters"),
        ("", ""),
    ],
)  # fmt: skip
def test_kind_and_size(text: str, words: str) -> None:
    assert told(text) == words


def test_images_of_markdown_are_told_where_they_stand() -> None:
    assert images_in_words(f"a ![logo]({PNG}) b") == r"a \[image logo: image/png, 2.4 kB\] b"
    assert images_in_words("![](http://x/y.png)") == r"\[image: http://x/y.png\]"
    assert images_in_words("no image!") == "no image!"


def test_units() -> None:
    assert [in_units(size) for size in (0, 999, 1_000, 999_999, 1_200_000)] == [
        "0 bytes", "999 bytes", "1.0 kB", "1000.0 kB", "1.2 MB",
    ]  # fmt: skip
