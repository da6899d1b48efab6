"""The six rules of the house, checked on the syntax tree of every module."""

from __future__ import annotations

import ast
import functools
import graphlib
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "c8tui"
MODULES = sorted(PACKAGE.rglob("*.py"))
NOUNS = {
    "crash", "dates", "errors", "exact_json", "request_log", "text", "files", "shell_files", "state", "model",
    "settings", "settings_address", "settings_file", "settings_rules", "settings_sources", "settings_writing",
    "settings_types", "settings_model", "settings_completion", "secret_text",
    "secret_references", "secret_sources", "kept_secrets", "foreign_profiles", "themes",
}  # fmt: skip
FLOORS = ("tui", "session", "api")
LIBRARIES = {
    "textual": {"tui"},
    "rich": {"tui"},
    "httpx": {"api"},
    "httpcore": {"api"},
    "starlette": {"sandbox"},
    "uvicorn": {"sandbox"},
    "sqlite3": {"sandbox"},
    "textual_serve": {"shell_serve"},
    "aiohttp": {"shell_serve"},
    "pydantic": {"settings_model"},
    "pydantic_settings": {"settings_model"},
    "keyring": {"secret_sources"},
    "regex": {"forms", "feel"},
    "msgspec": {"settings", "settings_rules", "model", "api", "session", "tui", "dates", "sandbox", "state"},
}
MODULE_LINES = 600
LIST_LINES = 150
"""Of a module with the screen of a list, which is declared; what it can do stands in parts of its own."""
CLASS_LINES = 400
MOST_METHODS = 40
"""Of a class and its ancestors in the project; what overrides another counts once."""
MOST_ANCESTORS = 3
FUNCTION_LINES = 60

_NEIGHBOUR = "the sandbox shares no code with what talks to it, and names the same things of the same API"
_MESSAGE = "a message, called by the widget that it is nested in, as `RecordList.Moved`"
_FORM = "what a form's schema calls so"
SHARED_NAMES: dict[str, str] = {
    "Asked": _NEIGHBOUR,
    "Body": "of a request that the sandbox got; lines of a pane",
    "Call": "a call of the sandbox's API; one in the syntax of FEEL",
    "Chosen": _MESSAGE,
    "Column": "of a list on the screen; of a decision table; of a table in a form",
    "DateTime": f"a value of FEEL; {_FORM}",
    "Definitions": "of a DMN file; what the sandbox has deployed",
    "Edited": _MESSAGE,
    "Evaluation": "as the API answers it; as FEEL makes it",
    "Evaluations": _NEIGHBOUR,
    "Expression": f"of FEEL, ready to be evaluated; {_FORM}",
    "Field": f"of a dialog; of a record of the sandbox; {_FORM}",
    "Filter": "of a search; in the syntax of FEEL",
    "FlowNode": "as it is drawn; as the sandbox runs it",
    "Form": "as the API answers it; as it is filled in",
    "Graph": "of requirements, as it is evaluated and as it is drawn; feel knows nothing of drawing",
    "Group": f"of equal tests in a table; {_FORM}",
    "Incident": "as the API answers it; why the engine cannot go on",
    "Incidents": _NEIGHBOUR,
    "Jobs": _NEIGHBOUR,
    "Kind": "of a fault of the sandbox; of a property in a form's schema",
    "Look": "how a form is looked at; a task as it was seen last",
    "MatchedRule": "as the API answers it; as FEEL finds it",
    "Messages": _NEIGHBOUR,
    "Moment": "that was typed; of a form's field, which may lack date or time",
    "Moved": _MESSAGE,
    "Node": "of the syntax of FEEL; of a requirements graph",
    "NotADate": "what the one reader of dates raises; the same as a person is told it",
    "Order": "a key to sort by: that a query offers; that the sandbox was asked for",
    "Page": "of a search, on either side of the wire; of a form on the screen",
    "Place": "of a task in its process; how far a search has been walked",
    "Problem": f"problem+json, on either side of the wire; {_FORM}",
    "Question": "to a list; to the person who tries a decision; to FEEL by a form",
    "Repeat": "the use case; what it remembers",
    "Refusal": "of a command, by the cluster; of a BPMN file, by the sandbox",
    "Refused": f"what reading a BPMN file raises; {_MESSAGE}",
    "Run": "of steps over tasks; of an evaluation, with its limits",
    "Scope": "of names in FEEL; of values in a form",
    "Search": "that the API is asked; in what a list has loaded",
    "TextField": f"a field on the screen that keeps the order of keys; {_FORM}",
    "Token": "of access; of the syntax of FEEL",
    "Typed": "a message of a view; a date that was typed",
    "UserTasks": _NEIGHBOUR,
    "Variables": "of the scopes in the sandbox; what an export writes of them",
    "View": "of a list of tasks; what a version of the API shows of a record in the sandbox",
    "Wanted": f"a value that a cell wants; {_MESSAGE}",
}
"""Names of classes that stand in two modules for two things, each with why nobody is misled."""


def part_of(path: Path) -> str:
    """The room a module lives in: `api`, `tui`, ..., or its own name at the top level."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@functools.cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(path)))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module name that `path` imports, wherever the import stands."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield node.module or "", node.lineno
            if node.module == "c8tui":
                yield from ((f"c8tui.{alias.name}", node.lineno) for alias in node.names)


def rooms(path: Path) -> Iterator[tuple[str, int]]:
    """The rooms of c8tui that `path` imports from."""
    for name, line in imports(path):
        if name.startswith("c8tui."):
            yield name.split(".")[1], line


def test_there_is_a_house() -> None:
    assert {part_of(path) for path in MODULES} >= {"cli", "errors", "text", "settings", "model", *FLOORS, "sandbox"}


# What reads typed dates and exact JSON and shows untrusted text needs nothing of c8tui itself, so that a library may
# have it as well.
ALLOWED = {
    **dict.fromkeys(NOUNS, NOUNS),
    "dates": {"dates"},
    "exact_json": set(),
    "text": set(),
    "feel": {"feel"},
    "forms": {"forms", "feel", "dates"},
    "diagrams": {"diagrams", "text"},
    "decisions": {"decisions", "diagrams", "feel", "exact_json", "text"},
    "api": NOUNS | {"api"},
    "session": NOUNS | {"session", "api", "feel", "forms", "decisions", "diagrams"},
    "tui": NOUNS | {"tui", "session", "forms", "decisions", "diagrams"},
    "sandbox": {"sandbox", "feel"},
}


def test_arrows_go_down_one_step() -> None:
    """Rules 1, 2 and 4: nouns know no floor, floors know the one below, only the front door knows the neighbour."""
    wrong = [
        f"{path}:{line} imports {there}"
        for path in MODULES
        if part_of(path) in ALLOWED
        for there, line in rooms(path)
        if there not in ALLOWED[part_of(path)]
    ]
    assert not wrong


def test_one_library_per_floor() -> None:
    """Rule 3: the import line tells the floor; imports inside functions count."""
    wrong = [
        f"{path}:{line} imports {name}"
        for path in MODULES
        if part_of(path) != "cli"
        for name, line in imports(path)
        if part_of(path) not in LIBRARIES.get(name.split(".")[0], {part_of(path)})
    ]
    assert not wrong


def called(node: ast.AST) -> set[str]:
    """The last part of the name of everything that is called in a piece of syntax."""
    calls = (inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call))
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in calls}


def test_nothing_happens_at_import() -> None:
    """Rule 4: module level holds definitions, not calls that open, read or create."""
    acts = {"open", "read_text", "mkdir", "connect", "run", "read_bytes", "urlopen", "makedirs"}
    definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.If
    wrong = [
        f"{path}:{statement.lineno}"
        for path in MODULES
        for statement in tree_of(path).body
        if not isinstance(statement, definitions) and called(statement) & acts
    ]
    assert not wrong


def test_modules_are_small_and_said_in_a_sentence() -> None:
    """Rule 6, and the first line of the house style."""
    assert not [path for path in MODULES if not ast.get_docstring(tree_of(path))]
    assert not [path for path in MODULES if path.read_text(encoding="utf-8").count("\n") > MODULE_LINES]


def test_screens_of_lists_are_declared() -> None:
    lists = [
        path
        for path in MODULES
        for node in nodes_of(path)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).startswith("ListScreen[") for base in node.bases)
    ]
    assert len(lists) > 10
    assert not [path for path in lists if path.read_text(encoding="utf-8").count("\n") > LIST_LINES]


def test_functions_are_small() -> None:
    wrong = [
        f"{path}:{node.lineno} {node.name}"
        for path in MODULES
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    ]
    assert not wrong


def module_name(path: Path) -> str:
    """`c8tui.api.wire`; a package is called like its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_circle_of_modules() -> None:
    """Rule 2: imports of functions and of `TYPE_CHECKING` count."""
    names = {module_name(path) for path in MODULES}
    arrows: dict[str, set[str]] = {}
    for path in MODULES:
        here = module_name(path)
        for node in nodes_of(path):
            if isinstance(node, ast.ImportFrom) and node.module:
                inner = (f"{node.module}.{alias.name}" for alias in node.names)
                found = {one if one in names else node.module for one in inner}
                arrows.setdefault(here, set()).update((found & names) - {here})
    graphlib.TopologicalSorter(arrows).prepare()  # CycleError names a circle


@functools.cache
def classes() -> dict[str, list[tuple[str, ast.ClassDef]]]:
    """Every class of the project by name, with the modules that have one."""
    found: dict[str, list[tuple[str, ast.ClassDef]]] = {}
    for path in MODULES:
        for node in nodes_of(path):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append((module_name(path), node))
    return found


def test_no_name_of_a_class_stands_for_two_things() -> None:
    twice = {name: [module for module, _ in found] for name, found in classes().items() if len(found) > 1}
    assert not {name: modules for name, modules in twice.items() if name not in SHARED_NAMES}


def ancestors(node: ast.ClassDef) -> Iterator[ast.ClassDef]:
    """The bases of a class that are the project's own, and theirs; protocols are none."""
    for base in node.bases:
        name = ast.unparse(base).split("[")[0].split(".")[-1]
        known = classes().get(name, [])
        if len(known) == 1 and known[0][1] is not node and "Protocol" not in map(ast.unparse, known[0][1].bases):
            yield known[0][1]
            yield from ancestors(known[0][1])


def methods(node: ast.ClassDef) -> set[str]:
    return {one.name for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_composition_not_inheritance() -> None:
    """Rule 6: what a class is, is seen on a page."""
    wrong = []
    for name, nodes in classes().items():
        for module, node in nodes:
            above = {id(one): one for one in ancestors(node)}.values()
            own = set().union(methods(node), *map(methods, above))
            lines = (node.end_lineno or 0) - node.lineno
            if len(above) > MOST_ANCESTORS or len(own) > MOST_METHODS or lines > CLASS_LINES:
                wrong.append(f"{module}.{name}: {len(above)} ancestors, {len(own)} methods, {lines} lines")
    assert not wrong


def test_records_of_the_floors_are_structs() -> None:
    """A dataclass takes forty times as long to define, and nearly a hundred were defined before the first rows."""
    wrong = []
    for path in MODULES:
        if part_of(path) not in ("api", "session", "tui", "dates"):
            continue
        taken = {one.name for node in nodes_of(path) for one in getattr(node, "names", ()) if _of_dataclasses(node)}
        if "replace" in taken:
            wrong.append(f"{path}: replace() of dataclasses")
        for node in (node for node in nodes_of(path) if isinstance(node, ast.ClassDef)):
            if any("frozen=True" in ast.unparse(one) for one in node.decorator_list):
                wrong.append(f"{path}: {node.name} is a dataclass")
            elif not node.decorator_list and "field" in taken and re.search(r"(?<![.\w])field\(", ast.unparse(node)):
                wrong.append(f"{path}: {node.name} has a field of dataclasses")
    assert wrong == []


def _of_dataclasses(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "dataclasses"


def test_errors_are_caught_in_one_place() -> None:
    """Rule 5: in the TUI only `Flow`, and the app's start, may catch what the session raises."""
    catching = []
    for path in MODULES:
        if part_of(path) != "tui" or path.name in {"flow.py", "app.py"}:
            continue
        for node in nodes_of(path):
            if isinstance(node, ast.ExceptHandler) and node.type is not None and "Error" in ast.unparse(node.type):
                names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)}
                catching += [f"{path.name}:{node.lineno} {name}" for name in names if name in {"C8Error", "Exception"}]
    assert not catching


def test_only_the_front_door_knows_the_neighbour() -> None:
    knowing = {part_of(path) for path in MODULES for room, _ in rooms(path) if room == "sandbox"}
    assert knowing <= {"cli", "shell_sandbox", "sandbox"}


def test_moments_change_zones_in_one_guarded_way() -> None:
    """`astimezone()` leaves the calendar at its ends; `dates.wire.in_zone()` does not."""
    own = {"dates", "feel", "sandbox"}  # the guarded way itself, and what has no dates of a cluster
    wrong = [
        f"{path.name}:{node.lineno}"
        for path in MODULES
        if part_of(path) not in own
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and node.attr == "astimezone"
    ]
    assert not wrong
