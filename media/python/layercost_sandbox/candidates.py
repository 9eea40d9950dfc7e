"""Classes and functions of a file that make a model without being told anything."""

import ast
import inspect
import re
import types

from torch import nn

_ACTIONS = re.compile(r"^(_|main$|train|test|eval|run|demo|bench|fit|predict|export|load|save|plot|parse|get_args)")


def definitions(tree):
    """Classes and functions at the top level, in file order."""
    return [node for node in tree.body if isinstance(node, (ast.ClassDef, ast.FunctionDef))]


def candidates(tree, code, namespace):
    """Those that may be entries: first the ones that no other definition of the file uses, in file order."""
    found = [node for node in definitions(tree) if _fits(node, namespace)]
    used = _used_by_others(code)
    return sorted(found, key=lambda node: (node.name in used, node.lineno))


def is_model_class(value):
    return isinstance(value, type) and issubclass(value, nn.Module)


def _fits(node, namespace):
    value = namespace.get(node.name)
    if isinstance(node, ast.ClassDef):
        has_forward = is_model_class(value) and value.forward is not nn.Module.forward
        return has_forward and value.__name__ == node.name and not needs_arguments(value.__init__, bound=True)
    if not inspect.isfunction(inspect.unwrap(value) if callable(value) else None) or _ACTIONS.match(node.name):
        return False
    return _makes_a_model(node, namespace) and not needs_arguments(value)


def needs_arguments(function, bound=False):
    """Whether a call needs more than nothing; `bound` leaves out the first parameter."""
    try:
        parameters = list(inspect.signature(function).parameters.values())[int(bound) :]
    except (TypeError, ValueError):
        return True
    flexible = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return any(each.default is each.empty and each.kind not in flexible for each in parameters)


def _makes_a_model(node, namespace):
    if node.returns is not None:
        text = ast.unparse(node.returns)
        names = re.findall(r"\w+", text)
        return "Module" in text or any(is_model_class(namespace.get(name)) for name in names)
    returns = [each for each in ast.walk(node) if isinstance(each, ast.Return) and each.value is not None]
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    return bool(returns) and any(_calls_a_model(call, namespace) for call in calls)


def _calls_a_model(call, namespace):
    name = ast.unparse(call.func)
    head = namespace.get(name)
    return is_model_class(head) or name.startswith(("nn.", "torch.nn.")) or (
        inspect.isfunction(head) and head.__name__ == name and not _ACTIONS.match(name)
    )


def _used_by_others(code):
    """Names that definitions of the file use, but for their own."""
    used = set()
    for definition in code.co_consts:
        if isinstance(definition, types.CodeType):
            used |= _names(definition) - {definition.co_name}
    return used


def _names(code):
    names = set(code.co_names)
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            names |= _names(inner)
    return names
