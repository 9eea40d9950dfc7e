"""torch.func: calling a module with other tensors as its parameters; gradients are not followed."""

import contextlib

from torch._inert import unsupported

grad = grad_and_value = unsupported("torch.func.grad")
jacrev = jacfwd = hessian = jvp = vjp = linearize = unsupported("torch.func")
vmap = unsupported("torch.vmap")
functionalize = unsupported("torch.func.functionalize")


def stack_module_state(models):
    """Parameters and buffers of equal models, stacked along a new first dimension."""
    import torch

    def stacked(kind):
        named = [dict(getattr(model, kind)()) for model in models]
        return {name: torch.stack([each[name] for each in named]) for name in named[0]}

    return stacked("named_parameters"), stacked("named_buffers")


def functional_call(
    module, parameter_and_buffer_dicts, args=None, kwargs=None, *, tie_weights=True, strict=False
):
    """Calls `module` with the given tensors in the place of its own."""
    dicts = parameter_and_buffer_dicts
    merged = {}
    for each in (dicts,) if isinstance(dicts, dict) else dicts:
        merged.update(each)
    args = () if args is None else args if isinstance(args, tuple) else (args,)
    with _replaced(module, merged):
        return module(*args, **(kwargs or {}))


@contextlib.contextmanager
def _replaced(module, tensors):
    saved = []
    for name, tensor in tensors.items():
        path, _, last = name.rpartition(".")
        owner = module.get_submodule(path)
        store = owner._parameters if last in owner._parameters else owner._buffers
        saved.append((store, last, store[last]))
        store[last] = tensor
    try:
        yield
    finally:
        for store, last, tensor in saved:
            store[last] = tensor


def cond(pred, true_fn, false_fn, operands=()):
    """Runs the branch that a known predicate chooses."""
    return true_fn(*operands) if pred else false_fn(*operands)
