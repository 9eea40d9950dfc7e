"""What of a file can be priced, in the order in which it is looked for."""

import ast
import re

from torch import nn

from . import candidates, directives, main_block
from .findings import finding


class Entry:
    """Something that builds a model. `call` is set where the file itself calls the model."""

    def __init__(self, id, title, origin, line, build, inputs=None, arguments=None, call=None):
        self.id, self.title, self.origin, self.line = id, title, origin, line
        self.build, self.inputs, self.arguments, self.call = build, inputs or {}, arguments or {}, call

    def payload(self):
        return {"id": self.id, "title": self.title, "origin": self.origin, "line": self.line}


class NotAModel(Exception):
    """What was built is no nn.Module."""


def model_of(entry, extra):
    """Builds the entry's model with its own keyword arguments and `extra` ones."""
    model = entry.build(**{**entry.arguments, **extra})
    if isinstance(model, (tuple, list)) and model and isinstance(model[0], nn.Module):
        model = model[0]
    if not isinstance(model, nn.Module):
        raise NotAModel(f"{entry.title} gives {type(model).__name__}, not an nn.Module")
    return model


def find(file, configured):
    """(entries of the first kind that there is, findings)."""
    problems = []
    for kind in (_directed, lambda file, _: _configured(file, configured), _called, _defined):
        found = kind(file, problems)
        if found:
            return found, problems
    return [], problems


def _directed(file, problems):
    found = []
    for node in candidates.definitions(file.tree):
        directive = directives.above(node, file.lines)
        if directive is None:
            continue
        line, text = directive
        try:
            inputs, arguments = directives.parse(text, line)
        except directives.BadDirective as error:
            problems.append(finding("bad-directive", str(error), file.path, error.line))
            continue
        target = file.namespace.get(node.name)
        title = f"{node.name}({_keywords(arguments)})"
        found.append(Entry(node.name, title, "directive", node.lineno, target, inputs, arguments))
    return found


def _keywords(arguments):
    return ", ".join(f"{key}={value!r}" for key, value in arguments.items())


def _configured(file, configured):
    found = []
    for each in configured:
        entry = expression(file, each["entry"])
        inputs = {}
        for text in each["inputs"]:
            name, equals, shape = text.rpartition("=")
            inputs[name if equals else ""] = directives.parse_shape(shape)
        entry.origin, entry.inputs = "configured", inputs
        found.append(entry)
    return found


def _called(file, problems):
    found, names = [], {}
    for call in main_block.calls(file.tree, file.path, file.namespace, file.running_line):
        name = type(call.module).__name__
        names[name] = names.get(name, 0) + 1
        id = name if names[name] == 1 else f"{name}#{names[name]}"
        title = _construction(file, call.module) or name
        found.append(Entry(id, title, "main", call.line, lambda module=call.module: module, call=call))
    return found


def _construction(file, module):
    """The call that made a module, as it stands in the file."""
    lines = [line for path, line in module._built if path == file.path]
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and lines and node.lineno == lines[0]:
            if ast.unparse(node.func).rpartition(".")[2] == type(module).__name__:
                return ast.unparse(node)
    return None


def _defined(file, problems):
    found = []
    for node in candidates.candidates(file.tree, file.code, file.namespace):
        origin = "class" if isinstance(node, ast.ClassDef) else "function"
        found.append(Entry(node.name, f"{node.name}()", origin, node.lineno, file.namespace[node.name]))
    return found


def defined(file, name):
    """The entry of a class or function by its name, where nothing in the file says more about it; else None."""
    value = file.namespace.get(name)
    if not callable(value) or "layercost:" in file.text or "__main__" in file.text:
        return None
    found = re.search(rf"^(class|def)\s+{re.escape(name)}\b", file.text, re.MULTILINE)
    if found is None:
        return None
    line = file.text.count("\n", 0, found.start()) + 1
    origin = "class" if found.group(1) == "class" else "function"
    return Entry(name, f"{name}()", origin, line, value)


def expression(file, text):
    """An entry for any expression of the module: a model, or what makes one without arguments."""
    code = compile(text.strip(), "<entry>", "eval", dont_inherit=True)

    def build(**arguments):
        value = eval(code, file.namespace)
        made = isinstance(value, nn.Module) or isinstance(value, (tuple, list))
        return value if made else value(**arguments)

    defined = next((node for node in candidates.definitions(file.tree) if node.name == text.strip()), None)
    title = f"{text}()" if defined is not None else text
    return Entry(text, title, "expression", _line_of(file, text, defined), build)


def _line_of(file, text, defined):
    if defined is not None:
        return defined.lineno
    names = {each.id for each in ast.walk(ast.parse(text.strip(), mode="eval")) if isinstance(each, ast.Name)}
    nodes = [node for node in candidates.definitions(file.tree) if node.name in names]
    head = text.strip().partition("(")[0]
    return next((node.lineno for node in nodes if node.name == head), nodes[0].lineno if nodes else 1)
