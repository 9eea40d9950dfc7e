"""The calls of models that a file makes itself in its `if __name__ == "__main__":` block."""

import ast

from torch import nn

_MOST_CALLS = 64


class _Enough(BaseException):
    """Ends a block that goes on and on (a training loop)."""


class Call:
    """The first call of one model: the module, its arguments and the line of the call."""

    def __init__(self, module, args, kwargs, line):
        self.module, self.args, self.kwargs, self.line = module, args, kwargs, line


def find_block(tree):
    for node in tree.body:
        if isinstance(node, ast.If) and _asks_for_main(node.test):
            return node
    return None


def _asks_for_main(test):
    text = ast.unparse(test)
    return "__name__" in text and "__main__" in text


def calls(tree, path, namespace, line_of):
    """Runs the block, statement by statement, as far as it goes. `line_of()` is the line of `path` that runs."""
    block = find_block(tree)
    if block is None:
        return []
    found = []
    original = nn.Module.__call__
    depth = [0]

    def watched(module, *args, **kwargs):
        if depth[0] == 0 and all(each.module is not module for each in found):
            found.append(Call(module, args, kwargs, line_of()))
        if len(found) >= _MOST_CALLS:
            raise _Enough
        depth[0] += 1
        try:
            return original(module, *args, **kwargs)
        finally:
            depth[0] -= 1

    nn.Module.__call__ = watched
    try:
        for statement in block.body:
            exec(compile(ast.Module([statement], []), path, "exec", dont_inherit=True), namespace)
    except (_Enough, Exception, SystemExit, KeyboardInterrupt):
        pass  # what ran before it counts
    finally:
        nn.Module.__call__ = original
    return found
