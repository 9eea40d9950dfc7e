"""Functions that put tensors together or take one apart."""

import math
import operator

from ._functions_view import rearranged, reshaped, show, strided_view, unsqueeze
from ._promote import result_type
from ._registry import METHODS, public
from ._shape import as_shape, contiguous_strides, normalize_axis
from ._size import Size
from ._tensor import Tensor, emit, known, mark_derived, new_tensor
from ._trace import record
from ._values import rounded, strided


def _tensors(tensors, name):
    tensors = tuple(tensors)
    if not tensors:
        raise RuntimeError(f"{name}(): expected a non-empty list of Tensors")
    for at, each in enumerate(tensors):
        if not isinstance(each, Tensor):
            raise TypeError(f"expected Tensor as element {at} in argument 0, but got {type(each).__name__}")
    return tensors


@public("cat", "concat", "concatenate", method=False)
def cat(tensors, dim=0):
    """Tensors one after the other along an axis; empty 1-d tensors count as nothing."""
    tensors = _tensors(tensors, "torch.cat")
    used = [each for each in tensors if each.shape != (0,)]
    first = (used or tensors)[0].shape
    if not first:
        raise RuntimeError("zero-dimensional tensor (at position 0) cannot be concatenated")
    axis = normalize_axis(dim, len(first))
    for at, each in enumerate(tensors):
        if each.shape != (0,):
            _check_join(first, each.shape, axis, at)
    shape = Size((*first[:axis], sum(each.shape[axis] for each in used), *first[axis + 1 :]))
    kind = result_type(*tensors)
    return emit("Concat", tensors, shape, kind, {"axis": axis}, "", _joined(used, axis, shape, kind))


def _check_join(first, shape, axis, at):
    if not shape:
        raise RuntimeError(f"zero-dimensional tensor (at position {at}) cannot be concatenated")
    if len(shape) != len(first):
        raise RuntimeError(f"Tensors must have same number of dimensions: got {len(first)} and {len(shape)}")
    for other, (want, got) in enumerate(zip(first, shape)):
        if want != got and other != axis:
            raise RuntimeError(
                f"Sizes of tensors must match except in dimension {axis}. Expected size {want} but got size {got} "
                f"for tensor number {at} in the list."
            )


def _joined(tensors, axis, shape, kind):
    if math.prod(shape) > 1024 or any(each._data is None for each in tensors):
        return None
    parts = [(each._data, each.shape[axis] * math.prod(shape[axis + 1 :])) for each in tensors]
    outer = math.prod(shape[:axis])
    return rounded(kind, [value for at in range(outer) for data, run in parts for value in data[at * run : (at + 1) * run]])


@public("stack", method=False)
def stack(tensors, dim=0):
    tensors = _tensors(tensors, "stack")
    first = tensors[0].shape
    for at, each in enumerate(tensors):
        if each.shape != first:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {list(first)} at entry 0 and "
                f"{list(each.shape)} at entry {at}"
            )
    axis = normalize_axis(dim, len(first) + 1)
    kind = result_type(*tensors)
    shape = Size((*first[:axis], len(tensors), *first[axis:]))
    data = None
    if math.prod(shape) <= 1024 and all(each._data is not None for each in tensors):
        flat = [value for each in tensors for value in each._data]
        data = rounded(kind, _stacked(flat, first, len(tensors), axis, shape))
    return emit("Stack", tensors, shape, kind, {"axis": axis}, "torch", data)


def _stacked(flat, own, count, axis, shape):
    strides = list(contiguous_strides((count, *own)))
    strides.insert(axis, strides.pop(0))
    return strided(flat, 0, shape, strides)


def _at_least(tensor, rank):
    while len(tensor.shape) < rank:
        tensor = unsqueeze(tensor, 0 if len(tensor.shape) < 2 else -1)
    return tensor


def _at_least_all(rank):
    def function(*tensors):
        if len(tensors) == 1 and isinstance(tensors[0], Tensor):
            return _at_least(tensors[0], rank)
        tensors = tensors[0] if len(tensors) == 1 else tensors
        return tuple(_at_least(each, rank) for each in tensors)

    return function


for _rank in (1, 2, 3):
    public(f"atleast_{_rank}d", method=False)(_at_least_all(_rank))


@public("hstack", method=False)
def hstack(tensors):
    tensors = [_at_least(each, 1) for each in tensors]
    return cat(tensors, 0 if len(tensors[0].shape) == 1 else 1)


@public("vstack", "row_stack", method=False)
def vstack(tensors):
    return cat([_at_least(each, 2) for each in tensors], 0)


@public("dstack", method=False)
def dstack(tensors):
    return cat([_at_least(each, 3) for each in tensors], 2)


@public("column_stack", method=False)
def column_stack(tensors):
    return cat([reshaped(each, (each.numel(), 1)) if len(each.shape) < 2 else each for each in tensors], 1)


def _pieces(input, axis, sizes):
    """One node with a view for each of the sizes."""
    made = []
    start = 0
    for size in sizes:
        shape = Size((*input.shape[:axis], size, *input.shape[axis + 1 :]))
        made.append(_piece(input, shape, range(len(shape)), axis, start))
        start += size
    return record("Split", (input,), tuple(made), {"axis": axis}, "torch")


def _piece(input, shape, kept, axis, start):
    """A view that is one of several outputs: the axes `kept`, from `start` on along `axis`."""
    piece = new_tensor(shape, input.dtype, input.device)
    own = input.stride()
    strides = tuple(own[at] for at in kept)
    if strides != contiguous_strides(shape):
        piece._strides = strides
    if input.requires_grad:
        mark_derived(piece)
    show(piece, input, lambda steps: (start * steps[axis], [steps[at] for at in kept]))
    return piece


@public("split", "split_with_sizes")
def split(tensor, split_size_or_sizes=None, dim=0, split_size=None, split_sizes=None):
    size = next(each for each in (split_size_or_sizes, split_size, split_sizes) if each is not None)
    if not tensor.shape:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    axis = normalize_axis(dim, len(tensor.shape))
    length = tensor.shape[axis]
    if isinstance(size, (tuple, list)):
        sizes = [operator.index(each) for each in size]
        if sum(sizes) != length or min(sizes, default=0) < 0:
            raise RuntimeError(
                f"split_with_sizes expects split_sizes to sum exactly to {length} (input tensor's size at dimension "
                f"{axis}), but got split_sizes={sizes}"
            )
        return _pieces(tensor, axis, sizes)
    size = operator.index(size)
    if size < 0 or (size == 0 and length):
        raise RuntimeError(f"split expects split_size be non-negative, but got split_size={size}")
    whole = length // size if size else 0
    return _pieces(tensor, axis, [size] * whole + [length - whole * size] * bool(length % size if size else 0) or [length])


@public("chunk")
def chunk(input, chunks, dim=0):
    """At most `chunks` pieces, all but the last of equal size."""
    if chunks <= 0:
        raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
    if not input.shape:
        raise RuntimeError("chunk expects at least a 1-dimensional tensor")
    axis = normalize_axis(dim, len(input.shape))
    length = input.shape[axis]
    if length == 0:
        return _pieces(input, axis, [0] * chunks)
    return split(input, -(-length // chunks), axis)


@public("tensor_split")
def tensor_split(input, indices_or_sections=None, dim=0, indices=None, sections=None):
    where = next(each for each in (indices_or_sections, indices, sections) if each is not None)
    axis = normalize_axis(dim, len(input.shape))
    length = input.shape[axis]
    if isinstance(where, Tensor):
        where = where.tolist()
    if isinstance(where, int):
        if where <= 0:
            raise RuntimeError(f"number of sections must be larger than 0, got {where}")
        return _pieces(input, axis, [length // where + (at < length % where) for at in range(where)])
    bounds = [0, *(min(max(at + length if at < 0 else at, 0), length) for at in where), length]
    return _pieces(input, axis, [max(0, end - start) for start, end in zip(bounds, bounds[1:])])


public("hsplit")(lambda input, where: tensor_split(input, where, 0 if len(input.shape) == 1 else 1))
public("vsplit")(lambda input, where: tensor_split(input, where, 0))
public("dsplit")(lambda input, where: tensor_split(input, where, 2))


@public("unbind")
def unbind(input, dim=0):
    """All slices of one axis: one node."""
    if not input.shape:
        raise IndexError("Dimension specified as 0 but tensor has no dimensions")
    axis = normalize_axis(dim, len(input.shape))
    shape = Size((*input.shape[:axis], *input.shape[axis + 1 :]))
    kept = [*range(axis), *range(axis + 1, len(input.shape))]
    made = [_piece(input, shape, kept, axis, index) for index in range(input.shape[axis])]
    if made:
        record("Select", (input,), tuple(made), {"axis": axis}, "torch")
    return tuple(made)


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
        raise RuntimeError(
            f'torch.meshgrid: indexing must be one of "xy" or "ij", but received: {indexing}'
        )
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


@public("block_diag", method=False)
def block_diag(*tensors):
    tensors = [_at_least(each, 2) for each in tensors]
    shape = (sum(each.shape[0] for each in tensors), sum(each.shape[1] for each in tensors))
    return emit("Diagonal", tensors, shape, result_type(*tensors))
