"""BPMN 2.0 as Camunda 8 executes it: what a file says, read and checked, without running it."""
