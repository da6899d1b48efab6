"""Time zones of FEEL: a fixed offset, or a name of the IANA database."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import UTC as UTC_OF_PYTHON
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MAX_OFFSET = 18 * 3600
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*", re.ASCII)
CYCLE = 400
"""Years after which the calendar repeats, weekdays included: zones are asked about a year that Python knows."""


@dataclass(frozen=True, slots=True)
class Zone:
    """`offset` in seconds east of UTC, or `name` such as `Europe/Paris`; exactly one of both is set."""

    offset: int | None = None
    name: str | None = None

    def offset_at(self, year: int, month: int, day: int, seconds: int) -> int:
        """Seconds east of UTC at this local moment; `seconds` counts from midnight."""
        if self.offset is not None:
            return self.offset
        moment = datetime(_known(year), month, day) + timedelta(seconds=seconds)
        return _seconds(_info(self.name or "UTC"), moment)

    def offset_of(self, year: int, month: int, day: int, seconds: int) -> int:
        """Seconds east of UTC at this moment of UTC."""
        if self.offset is not None:
            return self.offset
        moment = datetime(_known(year), month, day, tzinfo=UTC_OF_PYTHON) + timedelta(seconds=seconds)
        offset = moment.astimezone(_info(self.name or "UTC")).utcoffset()
        return int(offset.total_seconds()) if offset is not None else 0

    def __str__(self) -> str:
        if self.name is not None:
            return f"@{self.name}"
        offset = self.offset or 0
        if not offset:
            return "Z"
        minutes, seconds = divmod(abs(offset), 60)
        text = f"{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
        return f"{text}:{seconds:02}" if seconds else text


UTC = Zone(offset=0)


def _known(year: int) -> int:
    return year if 2 <= year <= 9998 else 2000 + year % CYCLE


def _seconds(info: ZoneInfo, moment: datetime) -> int:
    offset = moment.replace(tzinfo=info).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


@functools.lru_cache(maxsize=256)
def _info(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@functools.lru_cache(maxsize=1024)
def read_zone(text: str) -> Zone | None:
    """`Z`, `+01:00`, `@Europe/Paris`; None for what is no zone."""
    if text in {"Z", "z"}:
        return UTC
    if text.startswith("@"):
        name = text[1:]
        if not _NAME.fullmatch(name):
            return None
        try:
            _info(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
        return Zone(name=name)
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = int(found[2]), int(found[3]), int(found[4] or 0)
    if minutes > 59 or seconds > 59:
        return None
    offset = hours * 3600 + minutes * 60 + seconds
    if offset > MAX_OFFSET:
        return None
    return Zone(offset=-offset if found[1] == "-" else offset)
