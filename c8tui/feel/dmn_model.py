"""What a DMN file says: decisions, inputs, knowledge models, services, types, and their boxed expressions."""

from __future__ import annotations

from dataclasses import dataclass, field


class DmnError(ValueError):
    """The file cannot be read as DMN; the message says what and where."""


class AmbiguousName(KeyError):
    """Several elements of a kind have this name; the message says which ids tell them apart."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """Any boxed expression; `id` may be empty, `type_ref` too. Compared by identity, as what is made of it is kept."""

    id: str = ""
    type_ref: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class LiteralBox(Box):
    """One expression; `language` is empty for FEEL, and names one that is not evaluated else."""

    text: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A named part: of a context (the result of it when the name is empty), a binding, a formal parameter."""

    name: str
    type_ref: str
    value: Box | None


@dataclass(frozen=True, slots=True, eq=False)
class ContextBox(Box):
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class InvocationBox(Box):
    function: Box | None = None
    bindings: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ListBox(Box):
    items: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RelationBox(Box):
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Box, ...], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class FunctionBox(Box):
    """A function; `kind` is FEEL, Java or PMML, of which only FEEL is evaluated."""

    kind: str = "FEEL"
    parameters: tuple[Entry, ...] = ()
    body: Box | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ConditionalBox(Box):
    condition: Box | None = None
    then: Box | None = None
    otherwise: Box | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FilterBox(Box):
    source: Box | None = None
    match: Box | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LoopBox(Box):
    """`kind` is for, some or every; `body` is what it returns or must satisfy."""

    kind: str = "for"
    variable: str = ""
    source: Box | None = None
    body: Box | None = None


@dataclass(frozen=True, slots=True, eq=False)
class UnknownBox(Box):
    """An expression of a kind that this reader does not know, as its XML."""

    xml: str = ""


@dataclass(frozen=True, slots=True)
class TableInput:
    id: str
    label: str
    expression: str
    type_ref: str
    allowed: str
    """Unary tests that its values pass; empty when there are none."""
    language: str = ""
    """Of the expression; empty for FEEL, as in all that follows."""
    allowed_language: str = ""


@dataclass(frozen=True, slots=True)
class TableOutput:
    id: str
    name: str
    label: str
    type_ref: str
    allowed: str
    """Its values, in the order of their priority for PRIORITY and OUTPUT ORDER."""
    default: str
    """What it is when no rule matches; empty when there is no default."""
    default_language: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    description: str
    tests: tuple[str, ...]
    results: tuple[str, ...]
    annotations: tuple[str, ...]
    test_languages: tuple[str, ...] = ()
    """Of the tests, one for each; nothing at all when all of them are in FEEL. The same of the results."""
    result_languages: tuple[str, ...] = ()

    def language_of_test(self, column: int) -> str:
        """The language of the test in this column, from 0; empty for FEEL."""
        return self.test_languages[column] if column < len(self.test_languages) else ""

    def language_of_result(self, column: int) -> str:
        """The same for the result in this output, from 0."""
        return self.result_languages[column] if column < len(self.result_languages) else ""


@dataclass(frozen=True, slots=True, eq=False)
class TableBox(Box):
    hit_policy: str = "UNIQUE"
    aggregation: str = ""
    inputs: tuple[TableInput, ...] = ()
    outputs: tuple[TableOutput, ...] = ()
    annotations: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """Anything of the requirements graph; requirements are the ids of other elements."""

    id: str
    name: str
    label: str
    description: str
    variable: str
    """The name that its value has in expressions."""
    type_ref: str
    requires: tuple[str, ...] = ()
    """Decisions, inputs, knowledge models and services that it needs, in their order."""
    sources: tuple[str, ...] = ()
    """Knowledge sources that it rests on."""


@dataclass(frozen=True, slots=True)
class InputData(Element):
    pass


@dataclass(frozen=True, slots=True)
class Decision(Element):
    logic: Box | None = None
    question: str = ""
    allowed_answers: str = ""


@dataclass(frozen=True, slots=True)
class KnowledgeModel(Element):
    logic: FunctionBox | None = None


@dataclass(frozen=True, slots=True)
class KnowledgeSource(Element):
    pass


@dataclass(frozen=True, slots=True)
class Service(Element):
    outputs: tuple[str, ...] = ()
    encapsulated: tuple[str, ...] = ()
    input_decisions: tuple[str, ...] = ()
    input_data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type: a name for `type_ref`, or a context of `components`, or a function; `allowed` restricts its values."""

    name: str
    type_ref: str = ""
    is_list: bool = False
    components: tuple[ItemDefinition, ...] = ()
    allowed: str = ""
    constraint: str = ""
    """Unary tests of the whole value, where `allowed` of a list speaks of its items."""
    parameters: tuple[tuple[str, str], ...] | None = None
    result: str = ""
    allowed_language: str = ""
    constraint_language: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    name: str
    namespace: str
    model: Definitions | None = None
    """None when the file that it names was not given."""
    location: str = ""
    """Where the file says that it is."""


@dataclass(frozen=True, slots=True)
class Definitions:
    """A whole file: `elements` by id, which hrefs name; `problems` are what could not be made sense of."""

    name: str
    namespace: str
    elements: dict[str, Element]
    types: tuple[ItemDefinition, ...] = ()
    imports: tuple[Import, ...] = ()
    problems: tuple[str, ...] = ()
    names: frozenset[str] = field(default=frozenset())
    """Every name that an expression of this file may speak of."""

    def named(self, name: str) -> Element | None:
        """The decision, service, knowledge model or input of this id or name; of the same name in this order.

        Raises `AmbiguousName` where several of the first kind have it.
        """
        if name in self.elements:
            return self.elements[name]
        for kind in (Decision, Service, KnowledgeModel, InputData, KnowledgeSource):
            found = [one for one in self.elements.values() if isinstance(one, kind) and one.name == name]
            if len(found) > 1:
                ids = ", ".join(one.id for one in found[:10])
                raise AmbiguousName(f"{len(found)} elements are called {name!r}; name one by its id: {ids}")
            if found:
                return found[0]
        return None

    @property
    def decisions(self) -> list[Decision]:
        return [element for element in self.elements.values() if isinstance(element, Decision)]
