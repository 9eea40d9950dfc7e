"""torch.compiler and torch.compile: code runs as it is written."""

from torch._absent import absent_attributes
from torch._inert import NullContext, add_functions, passes_through

add_functions(
    [
        (False, "is_compiling is_dynamo_compiling is_exporting"),
        (None, "reset set_stance cudagraph_mark_step_begin"),
        ([], "list_backends"),
    ],
    globals(),
)

disable = allow_in_graph = assume_constant_result = substitute_in_graph = passes_through
set_stance = NullContext


def compile(model=None, *args, **kwargs):
    """The same module or function; a decorator where it gets none."""
    return passes_through(model)


def wrap_numpy(function):
    return function


__getattr__ = absent_attributes(__name__)
