"""Tensor methods that change type, device or memory format."""

from . import _dtype
from ._device import as_device
from ._layouts import contiguous_format, memory_format as MemoryFormat, preserve_format
from ._registry import METHODS, public
from ._shape import contiguous_strides
from ._tensor import emit, Tensor
from ._views import alias_of, cast


def _moved(self, kind, place):
    made = cast(self, kind) if kind is not None else self
    if place is not None and as_device(place) != made.device:
        made = separate(made) if made is self else made
        made.device = as_device(place)
    return made


def separate(tensor):
    """A copy that is no operation: it moves elements, and computes nothing."""
    made = alias_of(tensor)
    made._assumed = tensor._assumed
    data = tensor._data
    made._data = None if data is None else list(data)
    made._viewed = False
    return made


def to(self, *args, dtype=None, device=None, non_blocking=False, copy=False, memory_format=None, other=None):
    """to(dtype), to(device), to(device, dtype), to(other tensor)."""
    for each in args:
        if isinstance(each, _dtype.dtype):
            dtype = each
        elif isinstance(each, Tensor):
            dtype, device = each.dtype, each.device
        elif not isinstance(each, (bool, MemoryFormat, type(None))):
            device = each
    if other is not None:
        dtype, device = other.dtype, other.device
    made = _moved(self, dtype, device)
    if copy and made is self:
        return clone(self)
    return contiguous(made, memory_format) if memory_format not in (None, preserve_format) else made


def type_(self, dtype=None, non_blocking=False):
    """The type's name, or the tensor in another type."""
    if dtype is None:
        prefix = "torch.cuda." if self.is_cuda else "torch."
        return f"{prefix}{_dtype.scalar_name(self.dtype)}Tensor"
    if isinstance(dtype, _dtype.dtype):
        return cast(self, dtype)
    if isinstance(dtype, str):
        dtype = next(kind for kind in _dtype.ALL if dtype.endswith(f".{_dtype.scalar_name(kind)}Tensor"))
        return cast(self, dtype)
    return cast(self, dtype.dtype)


def _caster(kind):
    return lambda self, memory_format=None: cast(self, kind)


_CASTS = "float double half bfloat16 long int short bool cfloat cdouble chalf".split()


METHODS.update({name: _caster(_dtype.EXPORTS[name]) for name in _CASTS})


METHODS["byte"], METHODS["char"] = _caster(_dtype.uint8), _caster(_dtype.int8)


def _owned(place):
    return lambda self, device=None, non_blocking=False, memory_format=None: _moved(
        self, None, place if device is None else device
    )


@public("clone")
def clone(input, *, memory_format=None):
    data = input._data
    made = emit(
        "Clone", (input,), input.shape, input.dtype, None, "torch", None if data is None else list(data)
    )
    made._assumed = input._assumed
    return made


def contiguous(self, memory_format=contiguous_format):
    """The same elements, dense: no operation of its own on a dense tensor."""
    wanted = _format_strides(self.shape, memory_format)
    if self._strides == wanted:
        return self
    made = separate(self)
    made._strides = wanted
    return made


def _format_strides(shape, wanted):
    """Strides in a memory format, None for the dense one."""
    if wanted in (None, contiguous_format, preserve_format) or len(shape) < 4:
        return None
    order = [0, *range(2, len(shape)), 1]
    steps = contiguous_strides([shape[axis] for axis in order])
    found = [0] * len(shape)
    for axis, step in zip(order, steps):
        found[axis] = step
    return None if tuple(found) == contiguous_strides(shape) else tuple(found)


def is_contiguous(self, memory_format=contiguous_format):
    if self._strides is None and memory_format is contiguous_format:
        return True
    wanted = _format_strides(self.shape, memory_format)
    real = self._strides or contiguous_strides(self.shape)
    target = wanted or contiguous_strides(self.shape)
    return all(size == 1 or own == want for size, own, want in zip(self.shape, real, target))


METHODS.update(
    to=to,
    type=type_,
    type_as=lambda self, other: cast(self, other.dtype),
    cpu=_owned("cpu"),
    cuda=_owned("cuda"),
    xpu=_owned("xpu"),
    ipu=_owned("ipu"),
    contiguous=contiguous,
    is_contiguous=is_contiguous,
    dequantize=lambda self: emit("Dequantize", (self,), self.shape, _dtype.float32),
)
