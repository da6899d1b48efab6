"""The files of a form on their way to the cluster: how far each is stands at its field, and sending waits for them."""

from __future__ import annotations

from functools import partial

from c8tui.errors import C8Error
from c8tui.forms.instance import FieldInstance
from c8tui.session.forms import Forms
from c8tui.text import visible
from c8tui.tui.flow import Flow
from c8tui.tui.forms.panel import FormPanel

UPLOADING = "uploading"


class FormUploads:
    """Uploads for the form of `panel`; each adds its reference to the value of its field."""

    def __init__(self, flow: Flow, panel: FormPanel, forms: Forms) -> None:
        self._flow, self._panel, self._forms = flow, panel, forms

    @property
    def under_way(self) -> bool:
        """Whether a file is still being uploaded."""
        return any(text.startswith(UPLOADING) for text in self._panel.view.look.notes.values())

    def begin(self, field: FieldInstance, path: str) -> None:
        """Uploads the file at `path`, and says how far it is."""
        progress = partial(self._progress, field, visible(path, 60))
        progress(0, 1)
        upload = self._upload(field, path, progress)
        self._flow.start(upload, failed=partial(self._failed, field, path), group="uploads")

    async def _upload(self, field: FieldInstance, path: str, progress: partial[None]) -> None:
        reference = await self._flow.heard(self._forms.upload(path, field, progress))
        self._note(field, "")
        kept = field.value if field.multiple and isinstance(field.value, list) else []
        self._panel.view.apply(self._panel.state.set(field, [*kept, reference]))

    def _progress(self, field: FieldInstance, name: str, done: int, size: int) -> None:
        self._note(field, f"{UPLOADING} {name}: {100 * done // max(size, 1)} %")

    def _failed(self, field: FieldInstance, path: str, error: C8Error) -> None:
        self._note(field, f"not uploaded: {error.detail}")
        self._panel.view.give_back(field, path)

    def _note(self, field: FieldInstance, text: str) -> None:
        view = self._panel.view
        view.look.notes[field] = text
        view.page.forget(field)
        view.redraw()
