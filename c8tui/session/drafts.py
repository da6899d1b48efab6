"""What a person typed and has not sent, kept on disk until it is."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from c8tui.files import replace_file


@dataclass(slots=True)
class Drafts:
    """Texts by name, in memory and, where one is given, in `folder` (mode 0700, files 0600). Nothing here fails."""

    folder: Path | None
    _memory: dict[str, str] = field(default_factory=dict, repr=False)

    def load(self, name: str) -> str | None:
        """The draft of that name; None when there is none or it cannot be read."""
        if self.folder is None or name in self._memory:
            return self._memory.get(name)
        try:
            return self._path(self.folder, name).read_bytes().decode("utf-8", "surrogatepass")
        except (OSError, UnicodeDecodeError):
            return None

    def save(self, name: str, text: str) -> bool:
        """Keep `text`; False when the disk would not take it (it is then kept in memory)."""
        self._memory[name] = text
        if self.folder is None:
            return True
        try:
            replace_file(self._path(self.folder, name), text.encode("utf-8", "surrogatepass"))
        except OSError:
            return False
        return True

    def drop(self, name: str) -> None:
        """Forget the draft: what it held has been sent, or was thrown away on purpose."""
        self._memory.pop(name, None)
        if self.folder is not None:
            with contextlib.suppress(OSError):
                self._path(self.folder, name).unlink()

    @staticmethod
    def _path(folder: Path, name: str) -> Path:
        return folder / f"{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.draft"
