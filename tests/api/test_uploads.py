"""Bodies that carry a file."""

from __future__ import annotations

from c8tui.api.uploads import PIECE, Upload, headers_of, multipart, pieces


def test_a_file_is_one_part() -> None:
    kind, body = multipart(Upload("a.txt", "text/plain", b"hello"))
    assert kind.startswith("multipart/form-data; boundary=")
    assert b'name="file"; filename="a.txt"' in body
    assert b"Content-Type: text/plain\r\n\r\nhello\r\n" in body
    assert headers_of(body, kind) == {"content-type": kind, "content-length": str(len(body))}
    assert headers_of(None, kind) is None


async def test_pieces_tell_how_far_they_are() -> None:
    told: list[int] = []
    content = b"x" * (2 * PIECE + 1)
    assert b"".join([piece async for piece in pieces(content, told.append)]) == content
    assert told == [PIECE, 2 * PIECE, 2 * PIECE + 1]
