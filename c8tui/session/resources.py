"""What runs are about: the protocols of a resource and of an operation on its records, and an item of a run.

One outbox, one journal and one preview serve every resource that can say these things of its records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, TypeVar

from msgspec import Struct

from c8tui.errors import C8Error
from c8tui.session.overlay import Overlay, Stateful
from c8tui.session.resolve import Sleep

if TYPE_CHECKING:
    from c8tui.session.stale_check import Difference

T = TypeVar("T", bound=Stateful)
ItemState = Literal["waiting", "sending", "done", "refused", "unknown"]


class Operation(Protocol):
    """What is done to each record of a run, as a value that can be written down."""

    @property
    def kind(self) -> str:
        """Which one it is, of those of its resource."""

    @property
    def user(self) -> str | None:
        """Who does it; None where nobody has to be known."""

    @property
    def verb(self) -> str:
        """As a command: `complete`; what it is done to follows."""

    @property
    def doing(self) -> str:
        """While it goes on: `completing`."""

    @property
    def done(self) -> str:
        """When the cluster has said yes: `completed`."""

    @property
    def drafts(self) -> tuple[str, ...]:
        """What drafts of it are named by; they are dropped when it is done."""

    def values(self, records: Sequence[Any]) -> str:
        """Its values for these records in words, raw; empty where there are none."""

    def effect(self) -> dict[str, Any]:
        """The fields of a record that it changes, with their values afterwards."""


class Item(Struct):
    """One record of a run, as it was when the run was made."""

    record: Any
    state: ItemState = "waiting"
    why: str = ""
    """Why it was refused, or what is known of one whose outcome is unknown; raw."""
    error: C8Error | None = None
    """What the cluster said, where it was not done."""
    outcome: str = ""
    """What became of it, where that is more than its state says: `back with the same error`."""
    failed_after_all: bool = False
    """Whether a second look found that what was done has not helped."""
    follower: str = ""
    """The key of the record that came in the place of this one, as an incident that came back."""


class RunResource(Protocol[T]):
    """Records of one kind of the API, such as user tasks, as runs see them."""

    name: ClassVar[str]
    """As the journal has it: `user_tasks`."""
    noun: ClassVar[str]
    """One of them: `task`."""
    second_look_words: ClassVar[str]
    """Why one waits for the second look, in a sentence; "" where there is none."""
    grace_s: ClassVar[float]
    """Seconds after which what was done is looked at again, before it is called done; 0 where that is not needed."""

    @property
    def read_only(self) -> bool:
        """Whether the profile only looks."""

    @property
    def overlay(self) -> Overlay[T]:
        """Our own writes over the lists."""

    @property
    def times_pressed(self) -> int:
        """How often the cluster has said that it has too much to do."""

    def key_of(self, record: T) -> str:
        """What a record is known by."""

    def title_of(self, record: T) -> str:
        """What a person calls it, raw."""

    async def read(self, key: str, *, pending: bool = True) -> T:
        """One as it is now, with our writes on top, `pending`: also those on their way. Raises NotFound, C8Error."""

    async def found(self, records: Sequence[T]) -> dict[str, T]:
        """Those of many that a search finds, by key; the others are read one by one. Raises C8Error."""

    def differences(self, before: T, after: T) -> tuple[Difference, ...]:
        """What has changed between two looks."""

    def why_not(self, operation: Any, record: T) -> str | None:
        """Why it cannot be done to a record, in few words; None when it can."""

    def holder(self, record: T) -> str | None:
        """Who has it, for whom an operation may be a loss; None where nobody has."""

    def takes(self, operation: Any, record: T) -> bool:
        """Whether the operation would take the record from somebody else."""

    def shows(self, operation: Any, record: T) -> bool:
        """Whether a record shows the effect of an operation."""

    def state_words(self, record: T) -> str:
        """The state of a record in words: `created, unassigned`."""

    async def explain(self, operation: Any, item: Item, error: C8Error, now: datetime) -> None:
        """Write down in an item why it failed: the error, and in few words what that means."""

    async def send(self, operation: Any, record: T) -> None:
        """Do it to one record. Raises Refusal before anything is sent when its rule forbids it, C8Error otherwise."""

    async def second_look(self, operation: Any, items: Sequence[Item], sleep: Sleep) -> None:
        """Look at what was done once more, and write down in each item what became of it. Raises C8Error."""

    def written(self, operation: Any) -> Mapping[str, Any]:
        """An operation for the journal."""

    def operation(self, told: Mapping[str, Any]) -> Operation:
        """The operation that the journal tells of. Raises ValueError, KeyError or TypeError."""

    def records(self, told: Any) -> tuple[T, ...]:
        """The records that the journal tells of. Raises ValueError."""


Resources = Mapping[str, Callable[[], RunResource[Any]]]
"""Resources by their names, each made when it is first needed."""
