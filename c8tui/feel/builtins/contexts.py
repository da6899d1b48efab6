"""Functions of contexts, and those that ask whether something is there."""

from __future__ import annotations

from c8tui.feel.builtins.registry import Registry
from c8tui.feel.calls import Fails
from c8tui.feel.run import Run
from c8tui.feel.values import Value, kind_of

functions = Registry()
define = functions.define

Context = dict[str, Value]


@define("get value", "m: context, key: string")
def _get_value(run: Run, context: Context, key: str) -> Value:
    if key not in context:
        raise Fails(f"there is no {key}")
    return context[key]


@define("get value", "m: context, keys: list")
def _get_value_at(run: Run, context: Context, keys: list[Value]) -> Value:
    found: Value = context
    for key in _keys(keys):
        if not isinstance(found, dict) or key not in found:
            raise Fails(f"there is no {key}")
        found = found[key]
    return found


def _keys(keys: list[Value]) -> list[str]:
    if not keys or not all(isinstance(key, str) for key in keys):
        raise Fails("keys are strings")
    return keys


@define("get entries", "m: context")
def _get_entries(run: Run, context: Context) -> Value:
    run.tick(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@define("context", "entries: list")
def _context(run: Run, entries: list[Value]) -> Value:
    made: Context = {}
    run.tick(len(entries))
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("key"), str) or "value" not in entry:
            raise Fails("an entry is a context of key and value")
        if entry["key"] in made:
            raise Fails(f"{entry['key']} stands twice in the entries")
        made[entry["key"]] = entry["value"]
    return made


@define("context put", "context: context, key: string, value: any")
@define("put", "context: context, key: string, value: any")
def _context_put(run: Run, context: Context, key: str, value: Value) -> Value:
    return {**context, key: value}


@define("context put", "context: context, keys: list, value: any")
@define("put", "context: context, keys: list, value: any")
def _context_put_at(run: Run, context: Context, keys: list[Value], value: Value) -> Value:
    first, *rest = _keys(keys)
    if not rest:
        return {**context, first: value}
    inner = context.get(first)
    if inner is not None and not isinstance(inner, dict):
        raise Fails(f"{first} is a {kind_of(inner)}")
    run.enter()
    try:
        put = _context_put_at(run, inner or {}, rest, value)
    finally:
        run.leave()
    return {**context, first: put}


@define("context merge", "contexts: list...")
@define("put all", "contexts: list...")
def _context_merge(run: Run, contexts: list[Value]) -> Value:
    merged: Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise Fails(f"contexts hold a {kind_of(context)}")
        run.tick(len(context))
        merged.update(context)
    return merged


@define("is defined", "value: any")
def _is_defined(run: Run, value: Value) -> Value:
    return value is not None


@define("get or else", "value: any, default: any")
def _get_or_else(run: Run, value: Value, default: Value) -> Value:
    return default if value is None else value


@define("assert", "value: any, condition: any, cause: string?")
def _assert(run: Run, value: Value, condition: Value, cause: str = "the condition is not fulfilled") -> Value:
    if condition is not True:
        raise Fails(cause)
    return value
