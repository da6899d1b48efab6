from __future__ import annotations

import pytest

from c8tui.forms.html import LONGEST, markdown


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>Title</h1><p>One <b>two</b>\n three</p>", "# Title\n\nOne **two** three"),
        ("a<br>b<br/><br/>c", "a\nb\n\nc"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>end", "- a\n- b\n  - c\n\nend"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ('<a href="https://example.com">here</a>', "[here](https://example.com)"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ('<img src="x.png" alt="A cat">', "\\[image: A cat\\]"),
        ("<script>alert(1)</script><style>p{}</style>ok", "ok"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", "A | B\n1 | 2"),
        ("<blockquote>said</blockquote>", "> said"),
        ("a &lt;b&gt; &amp; c", "a \\<b\\> & c"),
        ("<p>unclosed <b>bold", "unclosed **bold"),
        ("a<hr>b", "a\n\n---\n\nb"),
        ("</ul></b></blockquote></pre></a></script>x", "x"),
        ("", ""),
    ],
)
def test_structure(html: str, text: str) -> None:
    assert markdown(html) == text


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
    assert markdown("<div>" * 5000 + "x" + "<ul>" * 3000 + "<li>y").endswith("- y")


@pytest.mark.parametrize(
    "bomb",
    ["<!-- x", "<a href=' x", "<p " + "a='v' " * 9, "<script>", "<![CDATA[", "<?x ", "<", "<div>", "<table><tr><td>x"],
)
def test_a_text_of_any_size_is_read_in_limits_and_what_is_cut_is_said(bomb: str) -> None:
    content = bomb * (3 * LONGEST // len(bomb))
    told = markdown(content)
    assert told.endswith(f"… and {len(content) - LONGEST:,} more characters of HTML")
    assert len(told) <= 5 * LONGEST


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<!-- b", "a"),
        ("a <b href='x>c", "a"),
        ("a <!doctype html>b", "a b"),
        ("1 < 2 <3 && 4 > 3", "1 \\< 2 \\<3 && 4 \\> 3"),
        ("a<script>x < '</p>' </script>b", "ab"),
        ("a<p title='>'>b</p>", "a\n\nb"),
        ('<a href="https://x" href="https://y">z</a>', "[z](https://x)"),
        ("<A HREF=https://x>z</A>", "[z](https://x)"),
        ("<img alt='a &amp; b'/>", "\\[image: a & b\\]"),
    ],
)
def test_it_is_read_as_a_browser_does(html: str, text: str) -> None:
    assert markdown(html) == text
