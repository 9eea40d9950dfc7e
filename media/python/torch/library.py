"""torch.library: custom operators run as the Python functions that they are declared with."""

from torch._absent import absent_attributes
from torch._inert import Inert, nothing, passes_through


class Library(Inert):
    """Definitions and kernels of a namespace, taken and forgotten."""

    def impl(self, *args, **kwargs):
        return passes_through

    def define(self, *args, **kwargs):
        return None


define = register_autograd = register_autocast = register_vmap = nothing


class CustomOp:
    """A custom operator: calls its Python function; other registrations are taken and forgotten."""

    def __init__(self, function, name):
        self._function, self._name = function, name

    def __call__(self, *args, **kwargs):
        return self._function(*args, **kwargs)

    def __getattr__(self, name):
        if name.startswith("register_"):
            return passes_through
        raise AttributeError(f"'CustomOp' object has no attribute '{name}'")


def custom_op(name, fn=None, *, mutates_args=(), device_types=None, schema=None):
    """Declares a function as operator `namespace::name`, also found under torch.ops."""
    from torch._ops import ops

    def declare(function):
        made = CustomOp(function, name)
        namespace, _, short = name.partition("::")
        setattr(getattr(ops, namespace), short, made)
        return made

    return declare if fn is None else declare(fn)


triton_op = custom_op


def impl(*args, **kwargs):
    """A decorator that changes nothing."""
    return passes_through


impl_abstract = register_fake = register_kernel = impl
__getattr__ = absent_attributes(__name__)
