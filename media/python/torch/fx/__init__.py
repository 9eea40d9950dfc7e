"""torch.fx: `wrap` leaves functions as they are; graphs cannot be traced symbolically here."""

from torch._absent import absent_attributes
from torch._inert import unsupported
from torch.nn import Module

symbolic_trace = unsupported("torch.fx.symbolic_trace")


def wrap(fn_or_name):
    """The same function, or the same name."""
    return fn_or_name


class Tracer:
    """Importable and subclassed; tracing itself is not supported."""

    trace = unsupported("torch.fx.Tracer.trace")

    def __init__(self, *args, **kwargs):
        """Which leaves to stop at matters to a trace alone."""

    def is_leaf_module(self, module, qualified_name):
        return type(module).__module__.startswith("torch.nn")


class GraphModule(Module):
    """Importable and subclassed; it cannot be built without a graph."""

    def __init__(self, *args, **kwargs):
        unsupported("torch.fx.GraphModule")()


__getattr__ = absent_attributes(__name__)
