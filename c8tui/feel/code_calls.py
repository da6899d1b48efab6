"""Closures of calls and function definitions."""

from __future__ import annotations

from c8tui.feel import syntax as s
from c8tui.feel.calls import call_builtin, call_function, call_named
from c8tui.feel.code import Code, compiled, compiles
from c8tui.feel.run import SOURCE_A_STEP, Run, Scope
from c8tui.feel.values import Builtin, Function, Value, kind_of


@compiles(s.FunctionOf)
def _function(node: s.FunctionOf) -> Code:
    body = compiled(node.body)
    parameters = node.parameters
    names = [name for name, _ in parameters]
    steps = node.size // SOURCE_A_STEP

    def code(scope: Scope) -> Value:
        def call(run: Run, *arguments: Value) -> Value:
            if node.external:
                return run.warn("external functions are not called", node.at)
            run.tick(steps)
            return body(scope.inner(dict(zip(names, arguments, strict=True))))

        return Function("", parameters, call)

    return code


@compiles(s.Call)
def _call(node: s.Call) -> Code:
    function = compiled(node.function)
    arguments = [compiled(argument) for argument in node.arguments]
    named = [(name, compiled(argument)) for name, argument in node.named]
    what = node.function.name if isinstance(node.function, s.Name) else "this"

    def code(scope: Scope) -> Value:
        target = function(scope)
        if isinstance(target, Builtin):
            scope.run.tick()
            return call_builtin(
                scope.run,
                target,
                [argument(scope) for argument in arguments],
                {name: argument(scope) for name, argument in named} if named else None,
                node.at,
            )
        if not isinstance(target, Function):
            if target is None:
                return scope.run.warn(f"{what} is no function", node.at)
            return scope.run.warn(f"a {kind_of(target)} cannot be called", node.at)
        if named:
            by_name = {name: argument(scope) for name, argument in named}
            return call_named(scope.run, target, by_name, node.at)
        return call_function(scope.run, target, [argument(scope) for argument in arguments], node.at)

    return code
