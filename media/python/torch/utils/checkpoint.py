"""torch.utils.checkpoint: nothing is stored or run again, so a checkpoint is a plain call."""

from torch._absent import absent_attributes
from torch._inert import NullContext, nothing, returns

set_checkpoint_debug_enabled = set_device_states = check_backward_validity = nothing
set_checkpoint_early_stop = NullContext
noop_context_fn = returns((NullContext(), NullContext()))


def checkpoint(function, *args, use_reentrant=None, **kwargs):
    """Calls `function`."""
    for own in ("preserve_rng_state", "context_fn", "determinism_check", "debug", "early_stop"):
        kwargs.pop(own, None)
    return function(*args, **kwargs)


def checkpoint_sequential(functions, segments, input, use_reentrant=None, **kwargs):
    """Calls all functions, or the children of a Sequential, in turn."""
    from torch.nn import Sequential

    for function in functions.children() if isinstance(functions, Sequential) else functions:
        input = function(input)
    return input


__getattr__ = absent_attributes(__name__)
