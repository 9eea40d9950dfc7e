"""Comments like `# layercost: input=1x3x224x224 width=0.5` above a class or function."""

import ast
import re

_COMMENT = re.compile(r"^\s*#\s*layercost:\s*(.*)$")
_SHAPE = re.compile(r"^(\d+(?:x\d+)*|scalar)(?::(\w+))?$")
_TOKEN = re.compile(r"""(?:[^\s"'\[({]|"[^"]*"|'[^']*'|\[[^\]]*\]|\([^)]*\)|\{[^}]*\})+""")


class BadDirective(Exception):
    """What is wrong with a directive, and at which line."""

    def __init__(self, message, line):
        super().__init__(message)
        self.line = line


def above(node, lines):
    """(line, text) of the directive over a class or function definition, or None."""
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    number = first - 1
    while number > 0 and lines[number - 1].lstrip().startswith("#"):
        found = _COMMENT.match(lines[number - 1])
        if found:
            return number, found.group(1)
        number -= 1
    return None


def parse(text, line):
    """(inputs by name with "" for the first, keyword arguments)."""
    inputs, arguments = {}, {}
    for token in _TOKEN.findall(text):
        key, equals, value = token.partition("=")
        if not equals or not value:
            raise BadDirective(f'"{token}" in a layercost comment is no key=value', line)
        if key == "input" or key.startswith("input."):
            inputs[key[6:]] = parse_shape(value, line)
        elif not key.isidentifier():
            raise BadDirective(f'"{key}" in a layercost comment is no name of an argument', line)
        else:
            arguments[key] = _literal(value, line)
    return inputs, arguments


def parse_shape(text, line=1):
    """(shape, dtype name or None) of text like 1x3x224x224 or 1x128:int64."""
    found = _SHAPE.match(text)
    if not found:
        raise BadDirective(f'"{text}" is no shape like 1x3x224x224 or 1x128:int64', line)
    sizes = [] if found.group(1) == "scalar" else [int(size) for size in found.group(1).split("x")]
    return sizes, found.group(2)


def _literal(value, line):
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError):
        if re.fullmatch(r"[A-Za-z_][\w.-]*", value):
            return value
        raise BadDirective(f'"{value}" in a layercost comment is no Python literal', line) from None
