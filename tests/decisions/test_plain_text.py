"""HTML that authors wrote, as text."""

from __future__ import annotations

import pytest

from c8tui.decisions.plain_text import plain_text
from c8tui.decisions.sheet import sheet_of
from c8tui.feel import dmn
from tests.decisions.models import DMN, decision_xml, literal_xml, model_xml, table_of, table_xml


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One &amp; two</p><p>three</p>", "One & two\nthree"),
        ("<div>Line<br/>next <b>bold</b></div>", "Line\nnext bold"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<P class='x'>big</P>", "big"),
        ("<style>p { color: red }</style><p>seen</p>", "seen"),
        ("amount < 5 and total > 3", "amount < 5 and total > 3"),
        ("List<Order> & more", "List<Order> & more"),
        ("a &amp; b", "a &amp; b"),
        ("", ""),
        ("<p>never closed", "never closed"),
        ("<p onclick='x'>[b]no markup[/b]</p>", "[b]no markup[/b]"),
    ],
)
def test_tags_are_left_out(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_descriptions_of_rules_and_children_of_descriptions() -> None:
    table = table_xml(["a"], ["x"], [["-", "1"]])
    described = table.replace('<rule id="rule1">', '<rule id="rule1"><description>&lt;p&gt;Why&lt;/p&gt;</description>')
    model = dmn.read(model_xml(decision_xml("d", described)))
    assert sheet_of(table_of(model, "d")).rows[0].cells[-1] == "Why"
    nested = f'<decision xmlns="{DMN}" id="d" name="d"><description>Be <b>bold</b>.</description>{literal_xml("1")}'
    assert dmn.read(model_xml(nested + "</decision>")).elements["d"].description == "Be bold ."
