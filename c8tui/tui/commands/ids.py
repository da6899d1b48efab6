"""The ids of the screens: apart from their factories, so that whoever names a screen need not import it."""

from __future__ import annotations

INBOX, DECISIONS, EVALUATIONS = "inbox", "decisions", "evaluations"
TOPOLOGY, JOBS, INCIDENTS = "topology", "jobs", "incidents"
INSTANCES, PROCESSES, BATCHES = "instances", "processes", "batches"
INSTANCE, PROCESS, BATCH = "instance", "process", "batch"
"""One process instance, one version of a process, the items of one batch, over the list that it was opened from."""
MESSAGES, CORRELATED = "messages", "correlated"
"""Who waits for a message, and what messages have reached."""
STREAM = "stream"
"""Tasks one after the other, over the inbox."""
DECISION, DMN_FILE = "decision", "dmn"
"""A decision, over the list that it was opened from; and one of a file, in an app of its own."""
BPMN_FILE = "bpmn"
"""The processes of a file, in an app of its own."""
