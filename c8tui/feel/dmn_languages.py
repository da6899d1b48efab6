"""Expression languages of a DMN file: which names mean FEEL, and which expressions are written in something else."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element as Xml

ATTRIBUTE = "expressionLanguage"
JUEL = "juel"
_FEEL = re.compile(
    r"feel|https?://www\.omg\.org/spec/(?:feel/\d{8}|dmn/\d{8}/feel|dmn/20230324/model)/?", re.IGNORECASE
)
"""`feel` in any case, and what DMN calls FEEL: http://www.omg.org/spec/FEEL/20140401 in 1.1, later versions
`…/spec/DMN/<date>/FEEL/`. Camunda's engine takes the namespace of DMN 1.5 itself for FEEL, too."""
_JUEL = re.compile(r"\s*[$#]\{")


def is_feel(language: str) -> bool:
    """Whether this is one of FEEL's names; no name at all is FEEL, the default of DMN and of Camunda since 7.13."""
    return not language.strip() or _FEEL.fullmatch(language.strip()) is not None


def language_of(node: Xml, text: str) -> str:
    """The language that an expression is in, empty for FEEL; `pass_down` must have been through the file.

    Where nothing names one, `${…}` and `#{…}` are JUEL, which Camunda 7 took for granted before 7.13 and which can
    be no FEEL.
    """
    named = node.get(ATTRIBUTE, "").strip()
    if is_feel(named):
        return JUEL if not named and _JUEL.match(text) else ""
    return named


def pass_down(root: Xml) -> None:
    """Hands the language of an element to all that is in it and names none itself: of a file to its expressions.

    DMN lets `definitions` name the default of a file. Camunda's engine looks at single expressions only, so that a
    file with another default is evaluated as FEEL there; here it is not.
    """
    waiting = [root]
    while waiting:
        node = waiting.pop()
        language = node.get(ATTRIBUTE, "").strip()
        for child in node:
            if language and not child.get(ATTRIBUTE, "").strip():
                child.set(ATTRIBUTE, language)
            waiting.append(child)


def elsewhere(what: str, language: str) -> str:
    """Why an expression in another language has no value here."""
    return f"{what} is in {language}, evaluated by the cluster only"
