"""What an operator does: a thousand incidents resolved, against as many bare requests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import islice
from time import perf_counter

import httpx

from c8tui.api.connect import connect
from c8tui.model.incidents import Incident
from c8tui.session.incident_records import Resolution
from c8tui.session.incidents import IncidentQuery
from c8tui.session.session import Session
from c8tui.settings import Settings
from c8tui.state import State
from tests.bench.cluster import cluster
from tests.bench.table import Figure

INCIDENTS = 1_000
IN_FLIGHT = 8
"""Requests at once, of either side."""
GOAL = 0.8
PROCESS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">
<process id="bench-stuck" isExecutable="true"><startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="g"/>
<exclusiveGateway id="g"/><sequenceFlow id="b" sourceRef="g" targetRef="e"><conditionExpression>=limit > 1
</conditionExpression></sequenceFlow><endEvent id="e"/></process></definitions>"""
"""Each instance without a limit has an incident; resolved without one, it comes back, which costs both sides the same."""
