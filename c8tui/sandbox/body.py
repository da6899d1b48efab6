"""The JSON object that came with a request, read property by property; what does not fit is refused by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from c8tui.sandbox.problems import invalid

TEXT, WHOLE, FLAG, LIST, OBJECT = "a string", "a whole number", "true or false", "a list", "an object"
_FITS: Mapping[str, Callable[[Any], bool]] = {
    TEXT: lambda value: isinstance(value, str),
    WHOLE: lambda value: isinstance(value, int) and not isinstance(value, bool),
    FLAG: lambda value: isinstance(value, bool),
    LIST: lambda value: isinstance(value, list),
    OBJECT: lambda value: isinstance(value, Mapping),
}
_NAMES: Mapping[str, str] = {
    TEXT: """
        action ancestorElementInstanceKey ancestorScopeType assignee businessId correlationKey decisionDefinitionId
        decisionDefinitionKey deniedReason documentId dueDate elementId elementInstanceKey errorCode errorMessage
        expression followUpDate leaseToken messageId name processDefinitionId processDefinitionKey scopeId scopeKey
        signalName sourceElementId sourceElementInstanceKey sourceType storeId targetElementId
        targetProcessDefinitionKey tenantFilter tenantId type worker
    """,
    WHOLE: """
        maxJobsToActivate operationReference priority processDefinitionVersion requestTimeout retries retryBackOff
        timeToLive timeout timestamp
    """,
    FLAG: """
        allowOverride awaitCompletion cancelRemainingInstances deleteHistory denied isCancelRemainingInstances
        isCompletionConditionFulfilled local withLease
    """,
    LIST: """
        activateElements activateInstructions candidateGroups candidateUsers elements fetchVariable fetchVariables
        mappingInstructions moveInstructions runtimeInstructions sort startInstructions tags tenantIds
        terminateInstructions variableInstructions
    """,
    OBJECT: """
        ancestorScopeInstruction changeset corrections filter migrationPlan page result sourceElementInstruction
        variables
    """,
}
TYPES: Mapping[str, str] = {name: kind for kind, names in _NAMES.items() for name in names.split()}
"""The one JSON type that a property has wherever it stands in a command."""


class Body:
    """A request body. A property that is null counts as one that is not there."""

    def __init__(self, data: Mapping[str, Any], where: str = "") -> None:
        self.data = data
        self._where = where

    def at(self, name: str) -> str:
        """Where a property stands in the request."""
        return f"{self._where}.{name}" if self._where else name

    def known(self, *names: str) -> Body:
        """The body itself, once it is sure that it has no other properties than these."""
        for name in self.data:
            if name not in names:
                raise invalid(f"The property '{self.at(name)}' is not known. There are: {', '.join(sorted(names))}.")
        return self

    def only(self, *names: str) -> Body:
        """The same, once every property has its type; what the type leaves open is seen to where it is read."""
        for name, value in self.known(*names).data.items():
            if value is not None and not _FITS[TYPES[name]](value):
                raise invalid(f"The value of '{self.at(name)}' must be {TYPES[name]}.")
        return self

    def has(self, name: str) -> bool:
        """Whether a property is there and not null."""
        return self.data.get(name) is not None

    def need(self, *names: str) -> None:
        """Refuses a body in which one of these is missing."""
        for name in names:
            if not self.has(name):
                raise invalid(f"The property '{self.at(name)}' is missing.")

    def text(self, name: str) -> str | None:
        """A string."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, str):
            raise invalid(f"The value of '{self.at(name)}' must be a string.")
        return value

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number within bounds."""
        value = self.data.get(name)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise invalid(f"The value of '{self.at(name)}' must be a whole number from {low} to {high}.")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self.data.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise invalid(f"The value of '{self.at(name)}' must be true or false.")
        return value

    def texts(self, name: str) -> list[str] | None:
        """A list of strings."""
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise invalid(f"The value of '{self.at(name)}' must be a list of strings.")
        return value

    def inner(self, name: str) -> Body:
        """An object; an empty one when it is not there."""
        value = self.data.get(name)
        if value is None:
            return Body({}, self.at(name))
        if not isinstance(value, Mapping):
            raise invalid(f"The value of '{self.at(name)}' must be an object.")
        return Body(value, self.at(name))

    def objects(self, name: str) -> list[Body]:
        """A list of objects; an empty one when it is not there."""
        value = self.data.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            raise invalid(f"The value of '{self.at(name)}' must be a list of objects.")
        return [Body(one, f"{self.at(name)}[{i}]") for i, one in enumerate(value)]

    def word(self, name: str, *words: str) -> str:
        """One of some words; the first of them when it is not there."""
        text = self.text(name)
        if text is None:
            return words[0]
        if text not in words:
            raise invalid(f"The value of '{self.at(name)}' must be one of {', '.join(words)}.")
        return text
