"""The sandbox that most tests here ask."""

from __future__ import annotations

import pytest

from tests.sandbox.clusters import Cluster


@pytest.fixture
def cluster() -> Cluster:
    """Two hundred tasks, dialect 8.9, no credentials, no lag."""
    return Cluster()
