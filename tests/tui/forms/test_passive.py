"""What is only read: texts, tables, links, buttons, and what is unknown."""

from __future__ import annotations

from typing import Any

import pytest

from c8tui.tui.forms.passive import TableLook, draw_passive, link_of
from tests.forms.opened import opened


def drawn(component: dict[str, Any], look: TableLook | None = None, *, focused: bool = False, **data: Any) -> list[str]:
    instance = opened(component, **data).instances[0]
    made = draw_passive(instance, 50, look or TableLook(), focused=focused)
    return ["".join(text for text, _ in line).rstrip() for line in made.lines]


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ({"type": "text", "text": "Hello **{{name}}**\n\n* one"}, ["Hello ACME [x]", "", " • one"]),
        ({"type": "html", "content": "<p>a <script>b</script>{{name}}</p>"}, ["a ACME [x]"]),
        ({"type": "separator"}, ["─" * 50]),
        ({"type": "spacer", "height": 60}, ["", ""]),
        ({"type": "button", "label": "Go", "action": "submit"}, ["[ Go ]"]),
        ({"type": "image", "source": "http://x/{{name}}.png", "alt": "logo"}, ["image logo: http://x/ACME [x].png"]),
        ({"type": "iframe", "url": "http://x", "label": "Help"}, ["page Help: http://x"]),
        ({"type": "documentPreview", "title": "Files", "dataSource": "=none"}, ["Files", "no documents"]),
        ({"type": "image", "source": "data:image/png;base64," + "A" * 4000}, ["image: image/png, 3.0 kB"]),
        ({"type": "text", "text": "![x](data:image/png;base64," + "A" * 4000 + ")"}, ["[image x: image/png, 3.0 kB]"]),
        ({"type": "fancy", "key": "a"}, ["fancy: a component that c8tui does not know; a is", "sent as it came"]),
    ],
)
def test_each_is_drawn(component: dict[str, Any], expected: list[str]) -> None:
    assert drawn(component, name="ACME [x]") == expected


TABLE = {
    "type": "table",
    "label": "Orders",
    "dataSource": "=rows",
    "rowCount": 2,
    "columns": [{"label": "Id", "key": "id"}, {"label": "Amount", "key": "amount"}],
}
ROWS = [{"id": 1, "amount": 10}, {"id": 2, "amount": 7}, {"id": 3, "amount": None}]


def test_a_table_has_pages_and_an_order() -> None:
    assert drawn(TABLE, rows=ROWS) == ["Orders", "Id  Amount", "1   10", "2   7", "page 1 of 2, 3 rows"]
    look = TableLook(page=1, sort_by="amount", column=1)
    shown = drawn(TABLE, look, focused=True, rows=ROWS)
    assert shown[1:3] == ["Id  Amount ^", "3"]
    assert "s sort" in shown[-1]
    assert drawn({**TABLE, "columns": []}, rows=ROWS) == ["Orders", "a table without columns"]


def test_documents_are_listed_and_their_ids_can_be_copied() -> None:
    files = [{"documentId": "d1", "metadata": {"fileName": "a.pdf", "contentType": "application/pdf"}}]
    component = {"type": "documentPreview", "title": "", "dataSource": "=files"}
    assert drawn(component, focused=True, files=files) == ["Documents", "a.pdf  application/pdf", "y copies their ids"]
    assert link_of(opened(component, files=files).instances[0]) == "d1"


def test_a_table_wider_than_the_window_shows_the_columns_around_the_key() -> None:
    columns = [{"label": f"Column {n}", "key": f"c{n}"} for n in range(6)]
    wide = {**TABLE, "columns": columns}
    rows = [{f"c{n}": f"value {n} that goes on below its column" for n in range(6)}]
    seen = set()
    for at in range(6):
        shown = drawn(wide, TableLook(column=at), focused=True, rows=rows)
        assert all(len(line) <= 50 for line in shown)
        assert "of 6" in " ".join(shown)
        seen |= {n for n in range(6) if any(f"value {n}" in line for line in shown)}
        assert f"Column {at}" in shown[1]
    assert seen == set(range(6))
    assert "below its column" in " ".join(" ".join(shown).split())
