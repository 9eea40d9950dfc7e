"""Layers without parameters, made from the function that they call and its arguments."""

import inspect

from .. import functional as F
from .module import Module


def layer(name, function, signature, module):
    """A Module class `name(signature)` whose forward calls `function(input, *attributes)`.

    `signature` is text like "kernel_size, stride=None"; each argument becomes an attribute of the same name.
    """
    blank = eval(f"lambda {signature}: None") if signature else (lambda: None)  # our own text, never a user's
    parameters = list(inspect.signature(blank).parameters.values())
    names = [each.name for each in parameters]
    least = sum(each.default is inspect.Parameter.empty for each in parameters)
    defaults = {each.name: each.default for each in parameters if each.default is not inspect.Parameter.empty}

    def __init__(self, *args, **kwargs):
        Module.__init__(self)
        values = {**defaults, **dict(zip(names, args)), **kwargs}
        missing = [each for each in names[:least] if each not in values]
        if missing:
            listed = ", ".join(f"'{each}'" for each in missing)
            raise TypeError(f"{name}.__init__() missing {len(missing)} required positional argument: {listed}")
        strange = [each for each in kwargs if each not in names]
        if strange or len(args) > len(names):
            raise TypeError(f"{name}.__init__() got an unexpected keyword argument '{strange[0] if strange else args[-1]}'")
        for each in names:
            object.__setattr__(self, each, values[each])
        # Windows of pooling follow each other unless something else is said.
        if "norm_type" not in names and values.get("stride", 0) is None:
            object.__setattr__(self, "stride", values["kernel_size"])

    def extra_repr(self):
        shown = [each for each in names if each != "return_indices" and (each != "inplace" or self.inplace)]
        return ", ".join(f"{each}={getattr(self, each)}" for each in shown)

    body = {"__init__": __init__, "forward": function, "extra_repr": extra_repr, "__module__": module}
    return type(name, (Module,), body)


def calls(function, *attributes):
    """A forward that passes the attributes on by name."""

    def forward(self, *inputs):
        given = {each.partition(":")[2] or each: getattr(self, each.partition(":")[0]) for each in attributes}
        return getattr(F, function)(*inputs, **given)

    return forward
