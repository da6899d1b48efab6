"""Paints the lines of a form."""

from __future__ import annotations

from typing import ClassVar

from c8tui.tui.widgets.styled_lines import StyledLines

STYLES = (
    *("label", "focus", "box", "box-focus", "value", "chosen", "cursor", "hint", "locked"),
    *("error", "trouble", "title", "text", "link", "rule"),
)


class Canvas(StyledLines):
    """Lines with styles by name, drawn where they are in sight; editors stand above it."""

    PREFIX = "form"
    STYLES = STYLES
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"form--{name}" for name in STYLES}
    DEFAULT_CSS = """
    Canvas { height: 1fr; background: $surface; color: $foreground; padding: 0 1; }
    Canvas > .form--label { color: $foreground-muted; }
    Canvas > .form--focus { color: $text-accent; text-style: bold; }
    Canvas > .form--box { text-style: underline; }
    Canvas > .form--box-focus { background: $primary-muted; text-style: underline; }
    Canvas > .form--chosen { text-style: bold; color: $text-success; }
    Canvas > .form--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    Canvas > .form--hint { color: $foreground-muted; }
    Canvas > .form--locked { color: $foreground-muted; text-style: italic; }
    Canvas > .form--error { color: $text-error; }
    Canvas > .form--trouble { color: $text-warning; }
    Canvas > .form--title { text-style: bold; }
    Canvas > .form--link { color: $text-accent; }
    Canvas:ansi > .form--box-focus { background: $surface; text-style: bold underline; }
    Canvas > .form--rule { color: $foreground-muted; }
    """
