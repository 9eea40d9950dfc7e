"""Parameters and buffers: tensors that a module registers when they are assigned to it."""

import copy

from .. import _trace
from .._dtype import get_default_dtype
from .._size import Size
from .._tensor import Tensor, _TensorMeta, new_tensor


class _ParameterMeta(_TensorMeta):
    """Other tensors can be marked as parameters, too."""

    def __instancecheck__(cls, instance):
        return type.__instancecheck__(cls, instance) or (
            isinstance(instance, Tensor) and getattr(instance, "_is_param", False)
        )


class Parameter(Tensor, metaclass=_ParameterMeta):
    """A learnable tensor; remembers the lines that made it."""

    requires_grad = True

    def __new__(cls, data=None, requires_grad=True):
        if data is None:
            data = new_tensor((0,), get_default_dtype())
        if not isinstance(data, Tensor):
            raise TypeError(f"Parameter data must be a tensor, not {type(data).__name__}")
        made = new_tensor(data.shape, data.dtype, data.device, kind=cls)
        made._data = data._data
        made.requires_grad = requires_grad
        made._built = _trace.stack_of_call()
        return made

    def __deepcopy__(self, memo):
        made = new_tensor(self.shape, self.dtype, self.device, kind=type(self))
        made.__dict__.update({key: value for key, value in self.__dict__.items() if key != "_ref"})
        memo[id(self)] = made
        return made

    def __repr__(self):
        return f"Parameter containing:\n{Tensor.__repr__(self)}"


class Buffer(Tensor):
    """A tensor that belongs to a module's state without being learnable."""

    def __new__(cls, data=None, *, persistent=True):
        if data is None:
            data = new_tensor((0,), get_default_dtype())
        made = copy.copy(data)
        made._is_buffer = True
        made.persistent = persistent
        return made


class UninitializedTensorMixin:
    """A tensor without a shape, until a lazy module has seen its first input."""

    def materialize(self, shape, device=None, dtype=None):
        self.shape = Size(shape)
        if dtype is not None:
            self.dtype = dtype
        self.__class__ = self.cls_to_become


def is_lazy(tensor):
    return isinstance(tensor, UninitializedTensorMixin)


class UninitializedParameter(UninitializedTensorMixin, Parameter):
    cls_to_become = Parameter

    def __new__(cls, requires_grad=True, device=None, dtype=None):
        made = new_tensor((0,), dtype or get_default_dtype(), device, kind=cls)
        made.requires_grad = requires_grad
        made._built = _trace.stack()
        return made


class UninitializedBuffer(UninitializedTensorMixin, Tensor):
    cls_to_become = Tensor

    def __new__(cls, requires_grad=False, device=None, dtype=None):
        made = new_tensor((0,), dtype or get_default_dtype(), device, kind=cls)
        made.requires_grad = requires_grad
        return made
