"""Reading DMN: every version, and nothing that is unsafe."""

from __future__ import annotations

import pytest

from c8tui.feel import dmn
from c8tui.feel.dmn_model import DmnError, Service
from tests.feel.models import decision, literal, model, result

BOMB = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><definitions name="&b;"/>'
EXTERNAL = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions>&x;</definitions>'


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_every_version(namespace: str) -> None:
    assert result(model(decision(literal("1 + 1")), namespace)) == 2


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (BOMB, "unsafe XML"),
        (EXTERNAL, "unsafe XML"),
        ("<!DOCTYPE d><definitions/>", "unsafe XML"),
        ("<definitions>", "broken XML at 1:14: no element found"),
        ("", "broken XML at 1:1"),
        (b"\xff\xfe\x00", "broken XML"),
        (b'<?xml version="1.0" encoding="nonsense"?><definitions/>', "broken XML"),
        ("<bpmn/>", "this is <bpmn>, not the <definitions> of DMN"),
        ("<definitions>" + "<a>" * 300 + "</a>" * 300 + "</definitions>", "more than 200 deep, in <a>"),
    ],
)
def test_what_is_not_read(xml: str | bytes, said: str) -> None:
    with pytest.raises(DmnError) as error:
        dmn.read(xml)
    assert said in str(error.value)


def test_what_is_odd_is_told_and_the_rest_is_read() -> None:
    made = model(
        decision(literal("1"), "a", requires="gone")
        + "<decision name='no id'/><inputData id='a' name='again'/><import namespace='urn:x' name='x'/>"
    )
    assert made.problems == (
        "<decision> no id has no id",
        "the id a stands twice",
        "the import x was not found",
        "a requires gone, which is not there",
    )
    assert result(made, "a") == 1


def test_services_sources_and_hrefs_with_the_own_namespace() -> None:
    service = (
        '<decisionService id="s" name="S"><variable name="S"/><outputDecision href="urn:d#a"/>'
        '<inputData href="#i"/></decisionService><knowledgeSource id="k" name="K"/>'
    )
    made = model(decision(literal("1"), "a") + '<inputData id="i" name="I"/>' + service)
    found = made.elements["s"]
    assert isinstance(found, Service)
    assert (found.outputs, found.input_data) == (("a",), ("i",))


def test_knowledge_sources_are_kept_apart_from_requirements() -> None:
    needs = '<authorityRequirement><requiredAuthority href="#k"/></authorityRequirement>'
    made = model(decision(needs + literal("1"), "a") + '<knowledgeSource id="k" name="K"/>')
    assert (made.elements["a"].requires, made.elements["a"].sources) == ((), ("k",))
