"""Functions that read the same elements in row-major order under another shape."""

import math

from . import _dtype
from ._registry import public
from ._shape import as_shape, contiguous_strides, infer_view, normalize_axis
from ._size import Size
from ._tensor import emit
from ._views import reshaped


def _view_strides(input, shape):
    """Strides of a view of a non-dense tensor; None where it would take a copy."""
    if input.numel() == 0:
        return contiguous_strides(shape)
    strides = []
    axis = len(shape) - 1
    sizes, steps = input.shape, input.stride()
    block = 1
    base = steps[-1] if steps else 1
    for at in range(len(sizes) - 1, -1, -1):
        block *= sizes[at]
        if at == 0 or (sizes[at - 1] != 1 and steps[at - 1] != block * base):
            view = 1
            while axis >= 0 and (view < block or shape[axis] == 1):
                strides.append(view * base)
                view *= shape[axis]
                axis -= 1
            if view != block:
                return None
            if at > 0:
                base, block = steps[at - 1], 1
    return tuple(reversed(strides)) if axis == -1 else None


@public("view", function=False)
def view(self, *shape, dtype=None, size=None):
    """view(2, -1), view((2, -1)), view(torch.int32)."""
    dtype = dtype or (shape[0] if shape and isinstance(shape[0], _dtype.dtype) else None)
    if dtype is not None:
        return _view_type(self, dtype)
    target = infer_view(as_shape(*(shape or (size,))), self.numel())
    strides = None
    if self._strides is not None:
        strides = _view_strides(self, target)
        if strides is None:
            raise RuntimeError(
                "view size is not compatible with input tensor's size and stride (at least one dimension spans "
                "across two contiguous subspaces). Use .reshape(...) instead."
            )
    return reshaped(self, target, strides=strides)


def _view_type(input, kind):
    old, new = input.dtype.itemsize, kind.itemsize
    shape = input.shape
    if old != new:
        width = (shape[-1] if shape else 0) * old
        if not shape or width % new:
            raise RuntimeError(
                f"self.size(-1) must be divisible by {new // old or 1} to view {_dtype.scalar_name(input.dtype)} as "
                f"{_dtype.scalar_name(kind)} (different element sizes), but got {shape[-1] if shape else 0}"
            )
        shape = Size((*shape[:-1], width // new))
    made = emit("Reshape", (input,), shape, kind)
    return made


@public("reshape")
def reshape(input, *shape, **named):
    sizes = shape or (named.get("shape"),)
    return reshaped(input, infer_view(as_shape(*sizes), input.numel()))


@public("view_as", function=False)
def view_as(self, other):
    return view(self, other.shape)


@public("reshape_as", function=False)
def reshape_as(self, other):
    return reshape(self, other.shape)


@public("flatten")
def flatten(input, start_dim=0, end_dim=-1):
    rank = len(input.shape)
    if rank == 0:
        return reshaped(input, (1,))
    first, last = normalize_axis(start_dim, rank), normalize_axis(end_dim, rank)
    if first > last:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    if first == last:
        return input
    shape = input.shape
    return reshaped(input, (*shape[:first], math.prod(shape[first : last + 1]), *shape[last + 1 :]))


@public("ravel")
def ravel(input):
    return reshaped(input, (input.numel(),)) if len(input.shape) != 1 else input


@public("unflatten")
def unflatten(input, dim, sizes):
    axis = normalize_axis(dim, len(input.shape))
    sizes = as_shape(sizes)
    if not sizes:
        raise RuntimeError("unflatten: sizes must be non-empty")
    known = math.prod(size for size in sizes if size != -1)
    size = input.shape[axis]
    if (-1 in sizes and (known == 0 or size % known)) or (-1 not in sizes and known != size):
        raise RuntimeError(
            f"unflatten: Provided sizes {list(sizes)} don't multiply up to the size of dim {dim} ({size}) "
            "in the input tensor"
        )
    return reshaped(input, (*input.shape[:axis], *infer_view(sizes, size), *input.shape[axis + 1 :]))
