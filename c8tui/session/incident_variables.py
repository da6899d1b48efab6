"""One variable for many incidents: what it is today where each of them sees it, in a few words before it is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from c8tui.api import variables
from c8tui.errors import C8Error
from c8tui.exact_json import exact_json
from c8tui.model.base import encode
from c8tui.model.incidents import Incident
from c8tui.model.search import MAX_LIMIT, Op, PageRequest, Search
from c8tui.model.variables import InstanceVariableFilter, Variable
from c8tui.session.incidents import Incidents
from c8tui.session.suggestions import Suggestion
from c8tui.session.variables import is_cut, preview

CHUNK = 500
"""Process instances that one search is asked for."""
VALUES = 4
"""Values that are told one by one."""
MISSING = "not there"


async def suggested_names(use_case: Incidents, incident: Incident) -> tuple[Suggestion, ...]:
    """The variables that the first of the incidents sees, with what they hold there. Raises C8Error."""
    return tuple(Suggestion(one.name, one.name) for one in await use_case.variables_of(incident))


async def values_today(use_case: Incidents, incidents: Sequence[Incident], name: str, wanted: object) -> str:
    """How many see which value of a variable now, as a sentence; what cannot be read is said, too.

    An incident sees that of its element instance, else that of its process instance. Of the scopes between the two,
    those of sub-processes, nothing is known here.
    """
    try:
        found = await _found(use_case, dict.fromkeys(one.process_instance_key for one in incidents), name)
    except C8Error as error:
        return f"What {name} is today cannot be read: {error.detail.rstrip('. ')}."
    seen = [found.get(one.element_instance_key) or found.get(one.process_instance_key) for one in incidents]
    same = sum(one is not None and _is(one, wanted) for one in seen)
    others = Counter(_words(one) for one in seen if one is None or not _is(one, wanted)).most_common()
    told = [f"{words} in {number:,}" for words, number in others[:VALUES]]
    if rest := sum(number for _, number in others[VALUES:]):
        told.append(f"other values in {rest:,}")
    if same:
        told.append(f"already so in {same:,}")
    return f"Today {name} is {', '.join(told)}."


async def _found(use_case: Incidents, instances: Iterable[str], name: str) -> dict[str, Variable]:
    """The variables of this name in these process instances, by the keys of their scopes."""
    keys, found = [*filter(None, instances)], dict[str, Variable]()
    for begin in range(0, len(keys), CHUNK):
        wanted = InstanceVariableFilter(name=name, process_instance_key=Op(in_=tuple(keys[begin : begin + CHUNK])))
        page: PageRequest | None = PageRequest(limit=MAX_LIMIT)
        while page is not None:
            answer = await variables.search(use_case.wire, Search(filter=wanted, page=page), truncate=False)
            found.update((one.scope_key, one) for one in answer.items)
            after = answer.page.end_cursor
            full = len(answer.items) == MAX_LIMIT and after
            page = PageRequest(limit=MAX_LIMIT, after=after) if full else None
    return found


def _is(variable: Variable, wanted: object) -> bool:
    try:
        return not is_cut(variable) and encode(exact_json(variable.value)) == encode(wanted)
    except (ValueError, RecursionError):
        return False


def _words(variable: Variable | None) -> str:
    if variable is None:
        return MISSING
    try:
        return preview(exact_json(variable.value), 30)
    except (ValueError, RecursionError):
        return variable.value[:30]
