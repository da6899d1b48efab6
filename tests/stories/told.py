"""All stories, told."""

from __future__ import annotations

from tests.stories import (
    told_cluster,
    told_decisions,
    told_diagrams,
    told_forms,
    told_inbox,
    told_instances,
    told_own,
    told_profiles,
    told_themes,
    told_triage,
)
from tests.stories.story import STORIES, Story

__all__ = [
    "STORIES",
    "Story",
    "told_cluster",
    "told_decisions",
    "told_diagrams",
    "told_forms",
    "told_inbox",
    "told_instances",
    "told_own",
    "told_profiles",
    "told_themes",
    "told_triage",
]
