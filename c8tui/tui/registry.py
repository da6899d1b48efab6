"""The registry of screens: what each is called, what it can do and what makes it. A new screen is one entry here.

Screens and their commands are named as entry points, `module:attribute`: whoever only needs names, as the flags of the
shell do, imports neither, and no screen is imported before the first paint.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct
from msgspec.structs import replace

from c8tui.errors import SettingsError
from c8tui.tui.commands import ids
from c8tui.tui.commands.command import Command, Context

if TYPE_CHECKING:
    from c8tui.tui.commands.line import Vocabulary
    from c8tui.tui.widgets.status_line import Tab

_COMMON = "c8tui.tui.commands.common"


class ScreenSpec(Struct, frozen=True):
    """One screen. Those with a `factory` are modes of the app; the others are opened over one, with arguments."""

    id: str
    title: str
    commands: str
    """The entry point of its own commands."""
    factory: str = ""
    """The entry point of its class, which is made without arguments."""
    key: str = ""
    """The key that goes there."""
    what: str = ""
    """What is gone to, as sentences call it."""
    words: tuple[str, ...] = ()
    """What it is called on the `:` line."""
    teaches: str = ""
    """What one does here, in a sentence or two for whoever is new; `{claim}` is the key of the command `claim`."""
    rest: str = f"{_COMMON}:OVER_ANOTHER"
    """The entry point of the commands behind its own; unused for modes."""
    record: str = ""
    """The entry point of what its rows are, or of the one record that it shows; empty where there is none."""
    leads_away: bool = False
    """Whether one goes from it to the modes as from one of them; not where numbers are answers."""

    def lesson(self) -> str:
        """What it teaches, with the keys as they are."""
        from c8tui.tui.commands.common import key_name

        commands = commands_of(self.id)
        keys = {one.id: key_name(one.keys[0]) if one.keys else f":{one.word or one.id}" for one in commands}
        return self.teaches.format_map(keys)

    @property
    def word(self) -> str:
        """The shortest of its words."""
        return min(self.words, key=len)

    def make(self) -> Any:
        """The screen itself; for modes only."""
        return resolve_name(self.factory)()


def _mode(
    id_: str, key: str, what: str, commands: str, factory: str, *words: str, teaches: str, record: str = ""
) -> ScreenSpec:
    commands, factory = f"c8tui.tui.commands.{commands}", f"c8tui.tui.{factory}"
    record = record and f"c8tui.model.{record}"
    return ScreenSpec(id_, id_.capitalize(), commands, factory, key, what, (id_, *words), teaches, record=record)


SCREENS: tuple[ScreenSpec, ...] = (
    _mode(ids.INBOX, "1", "the inbox", "tasks:INBOX_COMMANDS", "tasks.screen:TasksScreen", "in",
          teaches="The tasks of one view ({views}). {claim} claims, {complete} completes,"
          " {stream} goes from one to the next. {mark} marks; a letter then acts on all that are marked."
          " {filter} and {search} narrow the list.",
          record="user_tasks:UserTask"),
    _mode(ids.DECISIONS, "2", "the decision definitions", "decisions:DEFINITION_COMMANDS",
          "decisions.definitions:DecisionsScreen", "dec",
          teaches="Every decision of the cluster. {open} shows its rules, {what_if} tries inputs,"
          " {history} lists what it was evaluated to.",
          record="decisions:DecisionDefinition"),
    _mode(ids.EVALUATIONS, "", "what decisions were evaluated to", "decisions:EVALUATION_COMMANDS",
          "decisions.evaluations:EvaluationsScreen", "dinst",
          teaches="What decisions were evaluated to. {open} shows which rules matched;"
          " {related} goes to the process instance.",
          record="decisions:DecisionInstance"),
    _mode(ids.TOPOLOGY, "3", "the cluster's topology", "topology:TOPOLOGY_COMMANDS", "topology.screen:TopologyScreen",
          "top",
          teaches="Whether the cluster is healthy, and if not, why. {next_ill} goes from one problem to the next,"
          " {only_ill} shows nothing else, {show_place} tells all about a broker and a partition. {show_events} lists"
          " what has changed while you watched. . is a broker without the partition, : has changed."),
    _mode(ids.JOBS, "4", "the jobs", "jobs:JOB_COMMANDS", "jobs.screen:JobsScreen", "job",
          teaches="The work that job workers do. {retries} gives a failed job retries."
          " {activate} activates jobs for you, as a worker would; {complete_job} completes one of them,"
          " {fail_job} fails it, {throw_error} throws an error.",
          record="jobs:Job"),
    _mode(ids.INCIDENTS, "5", "the incidents", "incidents:INCIDENT_COMMANDS", "incidents.screen:IncidentsScreen",
          "inc", "incident",
          teaches="What is stuck, and why. {open} shows the message; {related} goes to its task, job or instance.",
          record="incidents:Incident"),
    _mode(ids.INSTANCES, "6", "the process instances", "processes:INSTANCE_LIST_COMMANDS",
          "processes.instances:InstancesScreen", "inst", "instance",
          teaches="Process instances. {open} shows one on its diagram. {filter} asks by any field, several variables"
          " and alternatives; {same_value} lists all with the value of a variable. {mark} marks;"
          " {cancel_instance} and {migrate} then act on exactly those.",
          record="process_instances:ProcessInstance"),
    _mode(ids.PROCESSES, "", "the process definitions", "processes:PROCESS_LIST_COMMANDS",
          "processes.definitions:ProcessesScreen", "proc", "definitions",
          teaches="Every process with its active instances and incidents. {open} shows its diagram with the counts of"
          " all instances, {all_versions} lists the versions, {instances_of} the instances.",
          record="processes:ProcessDefinition"),
    _mode(ids.BATCHES, "", "the batch operations", "batches:BATCH_LIST_COMMANDS", "batches.screen:BatchesScreen",
          "bat",
          teaches="What was done to many at once. {batch_items} lists the items that failed, with the reasons;"
          " {suspend_batch} holds a batch up, {cancel_batch} ends it.",
          record="batch_operations:BatchOperation"),
    ScreenSpec(ids.INSTANCE, "Instance", "c8tui.tui.commands.processes:INSTANCE_COMMANDS", leads_away=True,
               record="c8tui.model.process_instances:ProcessInstance",
               teaches="One process instance. {diagram} goes from the tree to the diagram; enter on an element lists"
               " what is there. {activate_element}, {move_element} and {terminate_element} collect the steps of a"
               " modification, {undo_step} takes one back, {send_steps} sends them."),
    ScreenSpec(ids.PROCESS, "Process", "c8tui.tui.commands.processes:PROCESS_COMMANDS", leads_away=True,
               record="c8tui.model.processes:ProcessDefinition",
               teaches="One version of a process with the counts of all its instances. enter lists the instances that"
               " are at an element."),
    ScreenSpec(ids.BATCH, "Batch", "c8tui.tui.commands.batches:BATCH_COMMANDS", leads_away=True,
               record="c8tui.model.batch_operations:BatchItem",
               teaches="What became of each item of a batch. {only_failed} shows only those that failed."),
    _mode(ids.MESSAGES, "", "the message subscriptions", "messages:MESSAGE_COMMANDS", "messages.screen:MessagesScreen",
          "msg", "message",
          teaches="Who waits for which message. {publish} and {correlate} send one, {signal} a signal: who would be"
          " reached is shown first. {reached} lists what was. {related} goes to what belongs to the instance.",
          record="messages:MessageSubscription"),
    _mode(ids.CORRELATED, "", "what messages have reached", "messages:CORRELATED_COMMANDS",
          "messages.correlated:CorrelatedScreen", "corr",
          teaches="Which message has reached which process instance, the newest first. {waiting} lists who waits;"
          " {related} goes to what belongs to the instance.",
          record="messages:CorrelatedSubscription"),
    ScreenSpec(ids.STREAM, "Stream", "c8tui.tui.commands.tasks:STREAM_COMMANDS",
               record="c8tui.model.user_tasks:UserTask",
               teaches="One task after the other: fill in the form, ctrl+s completes and goes on, {skip} skips."),
    ScreenSpec(ids.DECISION, "Decision", "c8tui.tui.commands.decisions:DECISION_COMMANDS", leads_away=True,
               record="c8tui.model.decisions:DecisionDefinition",
               teaches="The rules of one decision. {what_if} tries inputs, and the rules that match are marked."),
    ScreenSpec(ids.BPMN_FILE, "BPMN file", "c8tui.tui.commands.diagrams:BPMN_FILE_COMMANDS", rest=f"{_COMMON}:ALONE",
               teaches="A BPMN file without a cluster. The arrows go along the flow and between branches, into"
               " sub-processes and out of them, and along messages to other pools; {outline} shows the same as an"
               " outline."),
    ScreenSpec(ids.DMN_FILE, "DMN file", "c8tui.tui.commands.decisions:DMN_FILE_COMMANDS", rest=f"{_COMMON}:ALONE",
               teaches="A DMN file without a cluster. {what_if} tries inputs, and the rules that match are marked."),
)  # fmt: skip
MODES = tuple(spec for spec in SCREENS if spec.factory)
"""Those that are gone to by a key or a name; the first is the one to begin with."""
_ON_A_CLUSTER = tuple(spec for spec in SCREENS if spec.factory or spec.record)
"""Those on which commands of one's own may be."""
_BY_ID = {spec.id: spec for spec in SCREENS}


def spec_of(screen: str) -> ScreenSpec:
    """The entry of a screen. Raises KeyError."""
    return _BY_ID[screen]


def goto(spec: ScreenSpec) -> Command[Context]:
    """The command that goes to a mode."""
    keys = (spec.key,) if spec.key else ()
    return Command(
        f"goto_{spec.id}", keys, spec.title.lower(), f"Go to {spec.what}", "Go to", goes=spec.id, word=spec.word
    )


def name_screens() -> Command[Context]:
    """The numbers that lead to no screen say which do."""
    free = sorted(set("0123456789") - {spec.key for spec in MODES})
    return Command("screens", tuple(free), "screens", "Say which screens there are", "Go to")


_own_keys: dict[str, tuple[str, ...]] = {}
"""The keymap in use."""


def use_keys(given: Mapping[str, str], origin: str = "settings", own: Collection[str] = ()) -> None:
    """Give commands the keys that the settings name; all others, and all by an empty mapping, have those of the tables.

    `own` are the names of commands of one's own, whose keys stand elsewhere. Raises SettingsError for a keymap that
    cannot be used; the one in use stays then.
    """
    if not given and not _own_keys:
        return  # the usual case, which needs the tables of no other screen
    checked = check_keys(given, origin, own)
    _own_keys.clear()
    _own_keys.update(checked)
    _forget()


def check_keys(
    given: Mapping[str, str], origin: str = "settings", own: Collection[str] = ()
) -> Mapping[str, tuple[str, ...]]:
    """The keys of commands by their ids, as settings name them. Raises SettingsError where they cannot be used."""
    if not given:
        return {}
    from c8tui.tui.commands.keymap import keymap, refuse_conflicts

    before = {spec.id: _commands(spec.id, {}) for spec in SCREENS}
    both = (one for commands in before.values() for command in commands for one in (command, command.instead))
    known = {one.id: one for one in both if one is not None}
    read = keymap(given, known, origin, own)
    refuse_conflicts(read, before, {spec.id: _commands(spec.id, read) for spec in SCREENS}, origin)
    return read


_own_commands: dict[str, tuple[Command[Any], ...]] = {}
"""The commands of one's own by screen."""


def use_commands(given: Mapping[str, Any], origin: str = "settings") -> tuple[SettingsError, ...]:
    """Add the commands that the settings name, behind `use_keys`; none by an empty mapping.

    What is wrong with some of them is given back: those are left out, or have no key where theirs is taken.
    """
    if not given and not _own_commands:
        return ()
    from c8tui.tui.commands.own import OUTPUT, ListedOn, command_of, read_command, without_conflicts

    _own_commands.clear()
    _forget()
    words = {ids.INBOX: ("tasks", "user-tasks")}
    screens = {
        spec.id: ListedOn((*spec.words, *words.get(spec.id, ())), _fields(spec), over=not spec.factory)
        for spec in _ON_A_CLUSTER
    }
    taken = {spec.id: {key: one.id for one in commands_of(spec.id) for key in one.keys} for spec in _ON_A_CLUSTER}
    faults: list[SettingsError] = []
    added: dict[str, list[Command[Any]]] = {spec.id: [] for spec in _ON_A_CLUSTER}
    for name, table in given.items():
        try:
            own = read_command(str(name), table, screens, origin)
        except SettingsError as fault:
            faults.append(fault)
            continue
        keys, conflicts = without_conflicts(own, taken, origin)
        faults += conflicts
        for screen in own.screens:
            free = tuple(key for key in keys if key not in taken[screen])
            added[screen].append(command_of(own, free))
            taken[screen].update(dict.fromkeys(free, own.name))
    if any(added.values()):
        _own_commands.update({screen: (*commands, OUTPUT) for screen, commands in added.items()})
    _forget()
    return tuple(faults)


def _fields(spec: ScreenSpec) -> frozenset[str]:
    """The fields of a row."""
    return frozenset((*resolve_name(spec.record).__struct_fields__, "key")) if spec.record else frozenset()


def _forget() -> None:
    """What was made of the commands is made anew."""
    commands_of.cache_clear()
    vocabulary.cache_clear()
    tabs.cache_clear()


def _with_keys(command: Command[Any], own: Mapping[str, tuple[str, ...]]) -> Command[Any]:
    instead = None if command.instead is None else _with_keys(command.instead, own)
    return replace(command, keys=own.get(command.id, command.keys), instead=instead)


@cache
def commands_of(screen: str) -> tuple[Command[Any], ...]:
    """The commands of one screen, in the order in which they are shown, with the keys that are in use."""
    commands = _commands(screen, _own_keys)
    if not (own := _own_commands.get(screen)):
        return commands
    place = next(n for n, one in enumerate(commands) if one.bar and one.group in ("Mark", "List", "Screen"))
    return (*commands[:place], *own, *commands[place:])


def _commands(screen: str, own: Mapping[str, tuple[str, ...]]) -> tuple[Command[Any], ...]:
    commands = _table(screen)
    return tuple(_with_keys(one, own) for one in commands) if own else commands


def _table(screen: str) -> tuple[Command[Any], ...]:
    """The commands of one screen as the tables have them."""
    from c8tui.tui.commands.common import EVERYWHERE, FIND_KEY, HISTORY, LINE, REFRESH

    spec = spec_of(screen)
    own = cast("tuple[Command[Any], ...]", resolve_name(spec.commands))
    if not spec.factory:
        away = (*map(goto, MODES), *HISTORY, FIND_KEY, LINE) if spec.leads_away else ()
        return (*own, *away, *resolve_name(spec.rest))
    return (*own, REFRESH, *map(goto, MODES), name_screens(), *EVERYWHERE)


@cache
def tabs() -> tuple[Tab, ...]:
    """The modes as the first line names them."""
    from c8tui.tui.commands.common import key_name
    from c8tui.tui.widgets.status_line import Tab

    keys = {spec.id: _own_keys.get(f"goto_{spec.id}", (spec.key,)) for spec in MODES}
    return tuple(Tab(spec.id, spec.title, key_name(next(iter(keys[spec.id]), ""))) for spec in MODES)


def all_commands() -> Iterator[Command[Any]]:
    """Every command once, by its id; what is done in the place of another too."""
    known: set[str] = set()
    for spec in SCREENS:
        for command in commands_of(spec.id):
            for one in (command, command.instead):
                if one is not None and one.id not in known:
                    known.add(one.id)
                    yield one


@cache
def vocabulary() -> Vocabulary:
    """What the `:` line understands."""
    from c8tui.tui.commands.line import Vocabulary

    return Vocabulary({word: spec.id for spec in MODES for word in spec.words}, tuple(all_commands()))
