"""`data:` URLs (RFC 2397) as a person reads them: what they hold and how much of it, never their base64."""

from __future__ import annotations

import re

_DATA = re.compile(
    r"data:(?P<kind>[\w.+-]+/[\w.+-]+)?(?P<more>(?:;[\w.+-]+(?:=[^\s;,\"'()<>]*)?)*),(?P<body>(?:[^\s\"'()<>]*[^\s\"'()<>.,;:!?])?)"
)
_IMAGE = re.compile(r"!\[(?P<alt>[^\]\n]*)\]\((?P<address>[^\s)]+)(?:\s+\"[^\"\n]*\")?\)")
SHORTEST = 40
"""Characters from which on a URL is told instead of printed."""


def told(text: str) -> str:
    """The text with each long `data:` URL in it as its kind and size: `image/png, 2.4 kB`."""
    return _DATA.sub(_tell, text) if "data:" in text else text


def _tell(found: re.Match[str]) -> str:
    if len(found[0]) < SHORTEST:
        return found[0]
    return f"{found['kind'] or 'text/plain'}, {in_units(_bytes(found['body'], found['more']))}"


def _bytes(body: str, more: str) -> int:
    """How many bytes the body of a URL stands for."""
    escapes = body.count("%")
    if more.endswith(";base64"):
        return (len(body) - 2 * escapes) * 3 // 4 - body.count("=") - body.count("%3D")
    return len(body) - 2 * escapes


def in_units(size: int) -> str:
    """A number of bytes: `812 bytes`, `2.4 kB`, `1.2 MB`."""
    if size < 1_000:
        return f"{max(size, 0)} bytes"
    return f"{size / 1_000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def images_in_words(text: str) -> str:
    """Markdown whose images are told as text, where they stand: `[image logo: image/png, 2.4 kB]`."""
    return told(_IMAGE.sub(_image, text)) if "![" in text else told(text)


def _image(found: re.Match[str]) -> str:
    name = f"image {found['alt']}".strip()
    return rf"\[{name}: {told(found['address'])}\]"
