"""torch.overrides: there are no overrides."""

from torch._absent import absent_attributes
from torch._inert import add_functions, passes_through

add_functions(
    [
        (
            False,
            "has_torch_function has_torch_function_unary has_torch_function_variadic"
            " is_tensor_method_or_property",
        )
    ],
    globals(),
)


def handle_torch_function(public_api, relevant_args, *args, **kwargs):
    """Calls the function itself."""
    return public_api(*args, **kwargs)


def is_tensor_like(inp):
    """Whether it is a tensor."""
    import torch

    return isinstance(inp, torch.Tensor)


def wrap_torch_function(dispatcher):
    return passes_through


__getattr__ = absent_attributes(__name__)
