"""Functions that turn tensors around: copies in another order."""

import math

from ._registry import public
from ._shape import contiguous_strides, normalize_axes, normalize_axis
from ._size import Size
from ._tensor import emit
from ._values import places
from ._views import rearranged


@public("flip")
def flip(input, *dims):
    axes = dims[0] if len(dims) == 1 and not isinstance(dims[0], int) else dims
    axes = normalize_axes(tuple(axes), len(input.shape))
    return rearranged("Flip", input, input.shape, _flipped(input.shape, axes), {"axes": list(axes)})


public("fliplr")(lambda input: flip(input, 1))


public("flipud")(lambda input: flip(input, 0))


def _flipped(shape, axes):
    strides = contiguous_strides(shape)
    offset = sum((shape[axis] - 1) * strides[axis] for axis in axes)
    return lambda: places(
        offset, shape, [-step if axis in axes else step for axis, step in enumerate(strides)]
    )


@public("roll")
def roll(input, shifts, dims=None):
    shape = input.shape
    shifts = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    dims = () if dims is None else (dims,) if isinstance(dims, int) else tuple(dims)
    if dims and len(dims) != len(shifts):
        raise RuntimeError(f"shifts and dimensions must align. shifts: {len(shifts)}, dims:{len(dims)}")
    if not dims and len(shifts) != 1:
        raise RuntimeError(f"shifts and dimensions must align. shifts: {len(shifts)}, dims:{len(dims)}")
    axes = [normalize_axis(dim, len(shape)) for dim in dims]
    return rearranged("Roll", input, shape, lambda: _rolled(shape, shifts, axes))


def _rolled(shape, shifts, axes):
    flat = Size((math.prod(shape),)) if not axes else shape
    found = [0]
    for axis, (size, step) in enumerate(zip(flat, contiguous_strides(flat))):
        shift = sum(by for by, at in zip(shifts, axes or [0]) if at == axis)
        steps = [((index - shift) % size) * step for index in range(size)]
        found = [place + by for place in found for by in steps]
    return found


@public("rot90")
def rot90(input, k=1, dims=(0, 1)):
    first, second = normalize_axes(tuple(dims), len(input.shape))
    shape = list(input.shape)
    if k % 2:
        shape[first], shape[second] = shape[second], shape[first]
    return emit("Rot90", (input,), shape, input.dtype)
