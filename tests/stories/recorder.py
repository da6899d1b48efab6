"""A driver that keeps what an app writes, byte for byte, in the place of a terminal."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver


class Recorder(HeadlessDriver):
    """Takes every frame as a driver of a real terminal does; asks for no size and reads no keys."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._written: list[str] = []

    @classmethod
    def of(cls, app: App[Any]) -> Recorder:
        """The recorder of a running app."""
        assert isinstance(app._driver, cls)
        return app._driver

    @property
    def is_headless(self) -> bool:
        """No: an app paints nothing for a headless one."""
        return False

    def write(self, data: str) -> None:
        """Keep it."""
        self._written.append(data)

    @property
    def stream(self) -> bytes:
        """Everything that was written; what no terminal could be sent stays visible as such."""
        return "".join(self._written).encode("utf-8", "surrogatepass")
