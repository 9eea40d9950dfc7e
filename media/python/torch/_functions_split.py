"""Functions that take a tensor apart: one node, many outputs."""

import operator

from ._registry import public
from ._shape import contiguous_strides, normalize_axis
from ._size import Size
from ._tensor import mark_derived, new_tensor, Tensor
from ._trace import record
from ._views import show


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


@public("split", "split_with_sizes", "unsafe_split", "unsafe_split_with_sizes")
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
    return _pieces(
        tensor,
        axis,
        [size] * whole + [length - whole * size] * bool(length % size if size else 0) or [length],
    )


@public("chunk", "unsafe_chunk")
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
