"""Functions that repeat elements, and grids."""

import math

from ._functions_join import stack
from ._registry import METHODS, public
from ._shape import as_shape, contiguous_strides, normalize_axis
from ._size import Size
from ._tensor import emit, known, Tensor
from ._views import rearranged, reshaped, strided_view


@public("repeat", function=False)
def repeat(self, *sizes, repeats=None):
    times = as_shape(*(sizes or (repeats,)))
    if len(times) < len(self.shape):
        raise RuntimeError(
            "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor"
        )
    own = (1,) * (len(times) - len(self.shape)) + tuple(self.shape)
    shape = Size(size * count for size, count in zip(own, times))
    return rearranged("Repeat", self, shape, lambda: _tiled(own, times), {"repeats": list(times)})


def _tiled(own, times):
    found = [0]
    for size, count, step in zip(own, times, contiguous_strides(own)):
        steps = [at * step for at in range(size)] * count
        found = [place + by for place in found for by in steps]
    return found


@public("tile")
def tile(input, *dims):
    times = as_shape(*dims)
    return repeat(input, (1,) * (len(input.shape) - len(times)) + tuple(times))


@public("repeat_interleave")
def repeat_interleave(input, repeats=None, dim=None, *, output_size=None):
    """Each element (or slice) `repeats` times; a tensor of counts must be known or come with `output_size`."""
    if dim is None:
        input, axis = reshaped(input, (input.numel(),)) if len(input.shape) != 1 else input, 0
    else:
        axis = normalize_axis(dim, len(input.shape))
    length = input.shape[axis]
    counts = _counts(repeats, length, output_size)
    size = output_size if counts is None else sum(counts)
    shape = Size((*input.shape[:axis], size, *input.shape[axis + 1 :]))
    if counts is None:
        return emit("Repeat", (input,), shape, input.dtype)
    rows = [at for at, count in enumerate(counts) for _ in range(count)] if size <= 1024 else ()
    return rearranged("Repeat", input, shape, lambda: along(input.shape, axis, rows))


def _counts(repeats, length, output_size):
    if isinstance(repeats, Tensor):
        if repeats._data is None and output_size is not None:
            return None
        counts = known(repeats, "repeat_interleave with the counts")
    else:
        counts = [repeats] if isinstance(repeats, int) else list(repeats)
    if len(counts) == 1:
        return counts * length
    if len(counts) != length:
        raise RuntimeError("repeats must have the same size as input along dim")
    return counts


def along(shape, axis, rows):
    """Places of the elements where `axis` runs through `rows`."""
    found = [0]
    for at, (size, step) in enumerate(zip(shape, contiguous_strides(shape))):
        indices = rows if at == axis else range(size)
        found = [place + index * step for place in found for index in indices]
    return found


@public("meshgrid", method=False)
def meshgrid(*tensors, indexing="ij"):
    """Grids of coordinates; "xy" swaps the first two axes."""
    tensors = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)) else tensors
    if indexing not in ("ij", "xy"):
        raise RuntimeError(f'torch.meshgrid: indexing must be one of "xy" or "ij", but received: {indexing}')
    lengths = [each.numel() for each in tensors]
    order = list(range(len(tensors)))
    if indexing == "xy" and len(order) > 1:
        order[0], order[1] = 1, 0
    shape = Size(lengths[at] for at in order)
    return tuple(_axis_grid(each, shape, order.index(at)) for at, each in enumerate(tensors))


def _axis_grid(tensor, shape, axis):
    if len(tensor.shape) > 1:
        raise RuntimeError(
            f"torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: {list(tensor.shape)}"
        )

    def restride(strides):
        return 0, [strides[0] if at == axis and strides else 0 for at in range(len(shape))]

    return strided_view("Expand", tensor, shape, restride)


@public("cartesian_prod", method=False)
def cartesian_prod(*tensors):
    if len(tensors) == 1:
        return tensors[0]
    grids = meshgrid(*tensors, indexing="ij")
    return stack([METHODS["flatten"](grid) for grid in grids], 1)


@public("combinations")
def combinations(input, r=2, with_replacement=False):
    count = input.numel()
    rows = math.comb(count + r - 1, r) if with_replacement else math.comb(count, r)
    return emit("Index", (input,), (rows, r), input.dtype)
