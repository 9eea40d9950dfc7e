"""torch._dynamo: there is no compiler to steer."""

from torch._absent import absent_attributes
from torch._inert import Inert, add_functions, passes_through

add_functions(
    [(False, "is_compiling is_dynamo_supported"), (None, "reset graph_break mark_dynamic mark_static")],
    globals(),
)

allow_in_graph = disallow_in_graph = disable = forbid_in_graph = assume_constant_result = run = passes_through
mark_static_address = passes_through
config = Inert()


def optimize(*args, **kwargs):
    """A decorator that changes nothing."""
    return passes_through


__getattr__ = absent_attributes(__name__)
