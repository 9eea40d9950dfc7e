"""Weights that are computed from other parameters at each pass."""

from .._creation import empty
from ..._tensor import emit
from ..parameter import Parameter


def weight_norm(module, name="weight", dim=0):
    """Splits a weight into its norm `_g` along `dim` and its direction `_v`."""
    weight = getattr(module, name)
    rank = weight.dim()
    axis = None if dim is None or dim == -1 else dim % rank
    shape = () if axis is None else tuple(size if each == axis else 1 for each, size in enumerate(weight.shape))
    del module._parameters[name]
    module.register_parameter(f"{name}_g", Parameter(empty(shape, dtype=weight.dtype)))
    module.register_parameter(f"{name}_v", Parameter(weight))

    def compute(module, _):
        norm, direction = getattr(module, f"{name}_g"), getattr(module, f"{name}_v")
        object.__setattr__(module, name, emit("WeightNorm", (norm, direction), direction.shape, direction.dtype))

    return _installed(module, name, compute, ("_g", "_v"))


def spectral_norm(module, name="weight", n_power_iterations=1, eps=1e-12, dim=None):
    """Divides a weight by its largest singular value, kept by power iteration in the buffers `_u` and `_v`."""
    weight = getattr(module, name)
    axis = dim or 0
    rows = weight.shape[axis]
    del module._parameters[name]
    module.register_parameter(f"{name}_orig", Parameter(weight))
    module.register_buffer(f"{name}_u", empty(rows, dtype=weight.dtype))
    module.register_buffer(f"{name}_v", empty(weight.numel() // rows, dtype=weight.dtype))

    def compute(module, _):
        source = getattr(module, f"{name}_orig")
        object.__setattr__(module, name, emit("SpectralNorm", (source,), source.shape, source.dtype))

    return _installed(module, name, compute, ("_orig",))


def _installed(module, name, compute, suffixes):
    compute.layercost_weight = (name, suffixes)
    object.__setattr__(module, name, getattr(module, f"{name}{suffixes[-1]}").data)
    module.register_forward_pre_hook(compute)
    return module


def _removed(module, name):
    for key, hook in list(module._forward_pre_hooks.items()):
        owner, suffixes = getattr(hook, "layercost_weight", (None, ()))
        if owner != name:
            continue
        del module._forward_pre_hooks[key]
        weight = getattr(module, f"{name}{suffixes[-1]}")
        for suffix in suffixes:
            del module._parameters[f"{name}{suffix}"]
        module.__dict__.pop(name, None)
        module.register_parameter(name, Parameter(weight))
        return module
    raise ValueError(f"weight_norm of '{name}' not found in {module}")


def remove_weight_norm(module, name="weight"):
    return _removed(module, name)


def remove_spectral_norm(module, name="weight"):
    return _removed(module, name)
