"""Pruning by masks: the weight is multiplied by a mask of its shape at each pass."""

from .._creation import empty
from ..parameter import Parameter


def _masked(module, name):
    weight = module._parameters.pop(name)
    module.register_parameter(f"{name}_orig", Parameter(weight))
    module.register_buffer(f"{name}_mask", empty(weight.shape, dtype=weight.dtype))

    def compute(module, _):
        object.__setattr__(module, name, getattr(module, f"{name}_orig") * getattr(module, f"{name}_mask"))

    object.__setattr__(module, name, getattr(module, f"{name}_orig").data)
    compute.layercost_pruned = name
    module.register_forward_pre_hook(compute)
    return module


def l1_unstructured(module, name, amount, importance_scores=None):
    return _masked(module, name)


def random_unstructured(module, name, amount):
    return _masked(module, name)


def ln_structured(module, name, amount, n, dim, importance_scores=None):
    return _masked(module, name)


def random_structured(module, name, amount, dim):
    return _masked(module, name)


def custom_from_mask(module, name, mask):
    return _masked(module, name)


def identity(module, name):
    return _masked(module, name)


def global_unstructured(parameters, pruning_method, **kwargs):
    for module, name in parameters:
        _masked(module, name)


def is_pruned(module):
    return any(hasattr(hook, "layercost_pruned") for each in module.modules() for hook in each._forward_pre_hooks.values())


def remove(module, name):
    for key, hook in list(module._forward_pre_hooks.items()):
        if getattr(hook, "layercost_pruned", None) == name:
            del module._forward_pre_hooks[key]
    weight = module._parameters.pop(f"{name}_orig")
    del module._buffers[f"{name}_mask"]
    module.__dict__.pop(name, None)
    module.register_parameter(name, Parameter(weight))
    return module


class BasePruningMethod:
    PRUNING_TYPE = "unstructured"


class L1Unstructured(BasePruningMethod):
    pass


class RandomUnstructured(BasePruningMethod):
    pass
