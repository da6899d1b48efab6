"""The words of the API."""

from __future__ import annotations

from c8tui.sandbox import enums
from c8tui.sandbox.fields import DIALECTS

WORDS = {name: words for name, words in vars(enums).items() if isinstance(words, tuple)}


def test_each_word_is_there_once_with_a_version_that_exists() -> None:
    assert len(WORDS) >= 15
    for words in WORDS.values():
        split = [word.partition("@") for word in words]
        assert len({word for word, _, _ in split}) == len(words)
        assert all(word.isupper() and (since or "8.8") in DIALECTS for word, _, since in split)
