from __future__ import annotations

import pytest

from c8tui.forms.html import markdown, plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>Title</h1><p>One <b>two</b>\n three</p>", "Title\n\nOne two three"),
        ("a<br>b<br/><br/>c", "a\nb\n\nc"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>end", "- a\n- b\n  - c\n\nend"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ('<a href="https://example.com">here</a>', "[here](https://example.com)"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ('<img src="x.png" alt="A cat">', "[image: A cat]"),
        ("<script>alert(1)</script><style>p{}</style>ok", "ok"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", "A | B\n1 | 2"),
        ("<blockquote>said</blockquote>", "> said"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<p>unclosed <b>bold", "unclosed bold"),
        ("a<hr>b", "a\n\n---\n\nb"),
        ("</ul></b></blockquote></pre></a></script>x", "x"),
        ("", ""),
    ],
)
def test_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>Title</h2>", "## Title"),
        ("<p>a <strong>b</strong> <em>c</em></p>", "a **b** *c*"),
        ("a *b* [c](d)", "a \\*b\\* \\[c\\](d)"),
        ("<li><b>x</b></li>", "- **x**"),
    ],
)
def test_markdown(html: str, text: str) -> None:
    assert markdown(html) == text


def test_deep_nesting_is_no_trouble() -> None:
    assert plain_text("<div>" * 5000 + "x" + "<ul>" * 3000 + "<li>y").endswith("- y")
