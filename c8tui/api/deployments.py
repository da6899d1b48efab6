"""Deployments: sending files that become processes, decisions and forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from c8tui.api.request import given
from c8tui.api.uploads import Upload
from c8tui.model.deployments import Deployment

if TYPE_CHECKING:
    from c8tui.api.wire import Wire


async def deploy(wire: Wire, files: Sequence[Upload], tenant_id: str | None = None) -> Deployment:
    """All of the files or none of them become the latest versions. POST /deployments, multipart."""
    return await wire.upload("/deployments", files, Deployment, part="resources", fields=given(tenantId=tenant_id))
