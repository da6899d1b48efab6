"""What a person typed and has not sent, kept on disk until it is."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Drafts:
    """Texts by name. In `folder` (mode 0700, files 0600) where one is given, else in memory only."""

    folder: Path | None
    _memory: dict[str, str] = field(default_factory=dict, repr=False)

    def load(self, name: str) -> str | None:
        """The draft of that name; None when there is none or it cannot be read."""
        if self.folder is None:
            return self._memory.get(name)
        try:
            return self._path(self.folder, name).read_text(encoding="utf-8", errors="surrogatepass")
        except (OSError, UnicodeDecodeError):
            return None

    def save(self, name: str, text: str) -> bool:
        """Keep `text`; False when the disk would not take it (it is then kept in memory)."""
        self._memory[name] = text
        if self.folder is None:
            return True
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, temporary = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
                file.write(text)
            Path(temporary).replace(self._path(self.folder, name))
        except OSError:
            return False
        return True

    def drop(self, name: str) -> None:
        """Forget the draft: what it held has been sent, or was thrown away on purpose."""
        self._memory.pop(name, None)
        if self.folder is not None:
            self._path(self.folder, name).unlink(missing_ok=True)

    @staticmethod
    def _path(folder: Path, name: str) -> Path:
        return folder / f"{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.draft"
