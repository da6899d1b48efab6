"""A story of two clusters: another profile is opened while c8tui runs, and what is not sent yet is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from c8tui.session.clusters import ProfileEntry
from c8tui.session.session import Session
from c8tui.tui.dialogs.profile import ProfileDialog
from c8tui.tui.switching import Switching
from tests.stories.scene import Scene
from tests.stories.story import NARROW, WIDE, story


class Profiles:
    """Three profiles of one sandbox; the last one cannot be used."""

    def __init__(self, scene: Scene) -> None:
        self._sandbox = scene.sandbox

    def profiles(self) -> Sequence[ProfileEntry]:
        return (
            ProfileEntry("demo", "http://localhost:8080/v2", color="green"),
            ProfileEntry("prod", "https://bru-2.zeebe.camunda.io/v2", protected=True),
            ProfileEntry("audit", "https://audit.example/v2", read_only=True, color="blue"),
            ProfileEntry("old", fault="token (profile old): is missing"),
        )

    async def open(self, profile: str) -> Session:
        given: dict[str, Any] = {"groups": ("accounting",), "refresh_s": 3600.0, "profile": profile}
        extra: dict[str, Any] = {"protected": True} if profile == "prod" else {"read_only": True, "color": "blue"}
        session = await self._sandbox.session("demo", **given, **extra)
        session._connection.wire._random = lambda: 0.5
        return session

    async def narrow(self, session: Session, tenant_id: str | None) -> Session:
        raise NotImplementedError


@story("profiles", sizes={"": NARROW, "-wide": WIDE}, settings={"color": "green"})
async def profiles(scene: Scene) -> None:
    """The list says what each profile is like; a protected one has a red line, the others the colour they name."""
    app = scene.app
    await scene.listed()
    app.switching = Switching(app, app, Profiles(scene), lambda: None, app.take_up)
    await scene.do("profile")
    await scene.opens(ProfileDialog)
    await scene.picture("profiles")
    await scene.press("j", "enter")
    await scene.until(lambda: app.session.settings.profile == "prod", "the protected profile")
    await scene.listed()
    await scene.says("Now on prod")
    await scene.picture("profile-protected")
    await scene.line("profile audit")
    await scene.until(lambda: app.session.settings.profile == "audit", "the profile that only looks")
    await scene.listed()
    await scene.says("Now on audit")
    await scene.picture("profile-colour")
