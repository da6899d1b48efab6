"""Picking options by keys: a cursor, a search, and numbers for the first nine."""

from __future__ import annotations

from dataclasses import dataclass, field

from c8tui.forms import schema as s
from c8tui.forms.display import raw_text
from c8tui.forms.instance import FieldInstance
from c8tui.forms.options import Option
from c8tui.forms.values import same
from c8tui.tui.forms.lines import one_line

WINDOW = 8
"""Options of a long list that are seen at once."""
NUMBERED = 9
SEARCHED = (s.Select, s.Taglist)
"""Fields whose options are searched by typing."""
MANY = s.ManyChoice


@dataclass(slots=True)
class Picker:
    """Where somebody is among the options of one field."""

    instance: FieldInstance
    cursor: int = 0
    """An index into `matches`."""
    search: str = ""
    _matches: tuple[tuple[Option, ...], str, tuple[Option, ...]] | None = field(default=None, repr=False)

    @property
    def matches(self) -> tuple[Option, ...]:
        """The options that have the search in their label, those that start with it first."""
        options, wanted = self.instance.options, self.search.strip().casefold()
        if self._matches is None or self._matches[0] is not options or self._matches[1] != wanted:
            found = options
            if wanted:
                among = [option for option in options if wanted in option.label.casefold()]
                found = tuple(sorted(among, key=lambda option: not option.label.casefold().startswith(wanted)))
            self._matches = options, wanted, found
        return self._matches[2]

    @property
    def numbered(self) -> bool:
        """Whether number keys take options: of a searched field only when it has few, none of which starts with one."""
        options = self.instance.options
        if not isinstance(self.instance.component, SEARCHED):
            return True
        return len(options) <= NUMBERED and not any(option.label[:1].isdigit() for option in options)

    def type(self, search: str) -> None:
        """Another search: the cursor goes to the first match."""
        if search != self.search:
            self.search, self.cursor = search, 0

    def home(self) -> None:
        """The cursor goes to what is chosen, the search is empty."""
        self.search = ""
        self.cursor = next((n for n, option in enumerate(self.matches) if self.chosen(option)), 0)

    def move(self, steps: int) -> bool:
        """Moves the cursor; False at an end."""
        to = min(max(self.cursor + steps, 0), max(len(self.matches) - 1, 0))
        moved = to != self.cursor
        self.cursor = to
        return moved

    def chosen(self, option: Option) -> bool:
        """Whether the field has this option."""
        value = self.instance.value
        if isinstance(self.instance.component, MANY):
            return isinstance(value, list) and any(same(one, option.value) for one in value)
        return same(value, option.value)

    def picked(self, index: int) -> object:
        """The value that the field gets when the option at this index of the matches is taken, or given back."""
        option = self.matches[index]
        self.cursor = index
        if not isinstance(self.instance.component, MANY):
            return None if self.chosen(option) else option.value
        value = self.instance.value if isinstance(self.instance.component, MANY) else None
        kept = [one for one in value or [] if not same(one, option.value)]
        return kept if self.chosen(option) else [*kept, option.value]

    def window(self) -> range:
        """The indexes of the matches that are seen."""
        first = max(0, min(self.cursor - WINDOW // 2, len(self.matches) - WINDOW))
        return range(first, min(first + WINDOW, len(self.matches)))


def chosen_words(instance: FieldInstance) -> str:
    """What is chosen, in words, raw; a value that is no option shows as it is."""
    value = instance.value
    values = value if isinstance(value, list) and isinstance(instance.component, MANY) else [value]
    return ", ".join(label_of(instance, one) for one in values if one is not None)


def chosen_text(instance: FieldInstance, width: int) -> str:
    """What is chosen, on one line."""
    return one_line(chosen_words(instance), width)


def label_of(instance: FieldInstance, value: object) -> str:
    """The label of the option with this value."""
    return next((option.label for option in instance.options if same(option.value, value)), raw_text(value))
