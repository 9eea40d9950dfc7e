"""torch.jit: scripting and tracing leave the code as it is, since it runs as Python anyway."""

import builtins
import contextlib
import typing

from torch._absent import absent_attributes
from torch._inert import NullContext, nothing, passes_through, unsupported

Final = typing.Final
ScriptFunction = type(nothing)
Attribute = typing.NamedTuple("Attribute", [("value", typing.Any), ("type", typing.Any)])
Future = typing.Generic

ignore = unused = export = interface = script_method = passes_through
_script_if_tracing = script_if_tracing = _overload = _overload_method = passes_through
load = unsupported("torch.jit.load")
save = set_fusion_strategy = enable_onednn_fusion = _set_fusion_strategy = nothing
optimized_execution = fuser = strict_fusion = NullContext


def script(obj=None, *args, **kwargs):
    """The same module or function."""
    return passes_through(obj)


def trace(func=None, example_inputs=None, *args, **kwargs):
    """The same module or function."""
    return func


def trace_module(mod, inputs, *args, **kwargs):
    """The same module."""
    return mod


def freeze(mod, *args, **kwargs):
    """The same module."""
    return mod


optimize_for_inference = freeze


def is_scripting():
    return False


def is_tracing():
    return False


def annotate(the_type, the_value):
    """The value."""
    return the_value


def isinstance(obj, target_type):
    """As Python's own, also for typing's generics."""
    return builtins.isinstance(obj, typing.get_origin(target_type) or target_type)


def fork(func, *args, **kwargs):
    """Runs at once: there is one thread."""
    return func(*args, **kwargs)


def wait(future):
    """What `fork` returned."""
    return future


_fork, _wait = fork, wait


@contextlib.contextmanager
def _disable_emit_hooks():
    yield


def _unwrap_optional(x):
    assert x is not None, "Unwrapping null optional"
    return x


def __getattr__(name):
    if name in ("ScriptModule", "RecursiveScriptModule"):
        from torch.nn import Module

        return Module
    return absent_attributes(__name__)(name)
