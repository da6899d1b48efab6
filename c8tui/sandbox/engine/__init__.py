"""The process engine of the sandbox: executes BPMN by tokens and scopes, every command in one transaction."""
