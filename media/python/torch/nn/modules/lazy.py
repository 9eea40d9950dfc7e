"""Modules whose input size is that of their first input."""

from ..parameter import Parameter, UninitializedBuffer, UninitializedParameter
from . import batchnorm, conv, instancenorm, linear
from .module import Module

__all__ = ["LazyModuleMixin"]


class LazyModuleMixin:
    """Builds the module it stands for when its first input comes, and becomes it."""

    cls_to_become = None

    def has_uninitialized_params(self):
        return self.__class__ is not self.cls_to_become

    def __call__(self, *args, **kwargs):
        if self.has_uninitialized_params():
            self._materialize(args[0] if args else next(iter(kwargs.values())))
        return Module.__call__(self, *args, **kwargs)

    def _materialize(self, input):
        given, kwargs = self._lazy_arguments
        # An unbatched input of a convolution has its channels in front.
        axis = self._channel_axis
        if axis == 1 and input.dim() == getattr(self, "_rank", 0) + 1:
            axis = 0
        whole = self.cls_to_become(input.shape[axis], *given, **kwargs)
        for name, parameter in whole._parameters.items():
            mine = self._parameters.get(name)
            if isinstance(parameter, Parameter) and isinstance(mine, UninitializedParameter):
                mine.materialize(parameter.shape, dtype=parameter.dtype)
                whole._parameters[name] = mine
        kept = {key: self.__dict__[key] for key in ("_built", "training", "_forward_hooks", "_forward_pre_hooks", "_hook_forms")}
        self.__dict__.update(whole.__dict__)
        self.__dict__.update(kept)
        self.__class__ = self.cls_to_become


def _lazy(kind, axis, rank=0):
    def __init__(self, *args, **kwargs):
        Module.__init__(self)
        whole = kind(_multiple(kwargs), *args, **kwargs)
        fill = object.__setattr__
        fill(self, "_lazy_arguments", (args, kwargs))
        for name, parameter in whole._parameters.items():
            self._parameters[name] = None if parameter is None else UninitializedParameter()
        for name, buffer in whole._buffers.items():
            self._buffers[name] = None if buffer is None else UninitializedBuffer()

    name = f"Lazy{kind.__name__}"
    body = {"__init__": __init__, "cls_to_become": kind, "_channel_axis": axis, "_rank": rank, "__module__": __name__}
    globals()[name] = type(name, (LazyModuleMixin, kind), body)
    __all__.append(name)


def _multiple(kwargs):
    """A number of channels that any groups divide."""
    return kwargs.get("groups", 1)


_lazy(linear.Linear, -1)
for _rank in (1, 2, 3):
    _lazy(getattr(conv, f"Conv{_rank}d"), 1, _rank)
    _lazy(getattr(conv, f"ConvTranspose{_rank}d"), 1, _rank)
    _lazy(getattr(batchnorm, f"BatchNorm{_rank}d"), 1)
    _lazy(getattr(instancenorm, f"InstanceNorm{_rank}d"), 1)
