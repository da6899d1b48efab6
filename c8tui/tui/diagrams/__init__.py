"""BPMN on the screen: a view that is walked by keys, and an app that shows a file."""
