"""Arithmetic of shapes, with torch's own words where shapes do not fit."""

import math
import operator

from ._size import Size


def as_shape(*sizes):
    """The Size of `f(2, 3)` as well as `f((2, 3))`; sizes may be 0-dim tensors whose value is known."""
    if len(sizes) == 1 and not isinstance(sizes[0], int):
        only = sizes[0]
        if type(only) is Size:
            return only
        if hasattr(only, "__iter__") and not (hasattr(only, "dim") and only.dim() == 0):
            sizes = tuple(only)
    return Size(operator.index(size) for size in sizes)


def new_shape(name, *sizes):
    """Like `as_shape`, for a tensor that is made: no size may be negative."""
    shape = as_shape(*sizes)
    if shape and min(shape) < 0:
        negative = next(size for size in shape if size < 0)
        raise RuntimeError(f"Trying to create tensor with negative dimension {negative}: {list(shape)}")
    return shape


def normalize_axis(dim, rank, wrap_scalar=True):
    """The non-negative axis; IndexError as torch words it."""
    dim = operator.index(dim)
    if 0 <= dim < rank:
        return dim
    limit = rank or (1 if wrap_scalar else 0)
    if not -limit <= dim < limit:
        if limit == 0:
            raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-limit}, {limit - 1}], but got {dim})"
        )
    return dim + limit if dim < 0 else dim


def normalize_axes(dims, rank):
    """The axes of an int, a tuple or list, or None (all of them), each once."""
    if dims is None:
        return tuple(range(rank))
    if not isinstance(dims, (tuple, list)):
        return (normalize_axis(dims, rank),) if rank or dims is not None else ()
    axes = tuple(normalize_axis(dim, rank) for dim in dims)
    for index, axis in enumerate(axes):
        if axis in axes[:index]:
            raise RuntimeError(f"dim {axis} appears multiple times in the list of dims")
    return axes


def broadcast_shapes(*shapes):
    """The common shape of tensors of these shapes."""
    result = shapes[0] if shapes else ()
    for shape in shapes[1:]:
        result = _broadcast(result, shape)
    return result if type(result) is Size else Size(result)


def _broadcast(first, second):
    if first == second:
        return first
    rank = max(len(first), len(second))
    one = (1,) * (rank - len(first)) + tuple(first)
    other = (1,) * (rank - len(second)) + tuple(second)
    for axis, (left, right) in enumerate(zip(one, other)):
        if left != right and left != 1 and right != 1:
            axis = _last_mismatch(one, other)
            raise RuntimeError(
                f"The size of tensor a ({one[axis]}) must match the size of tensor b ({other[axis]}) "
                f"at non-singleton dimension {axis}"
            )
    return Size(right if left == 1 else left for left, right in zip(one, other))


def _last_mismatch(one, other):
    return max(
        axis for axis, (left, right) in enumerate(zip(one, other)) if left != right and 1 not in (left, right)
    )


def infer_view(shape, count):
    """`shape` with its -1 resolved for `count` elements."""
    unknown = [axis for axis, size in enumerate(shape) if size == -1]
    bad = next((size for size in shape if size < -1), None)
    if bad is not None:
        raise RuntimeError(f"invalid shape dimension {bad}")
    if len(unknown) > 1:
        raise RuntimeError("only one dimension can be inferred")
    if not unknown:
        if math.prod(shape) != count:
            raise RuntimeError(f"shape '{list(shape)}' is invalid for input of size {count}")
        return Size(shape)
    known = math.prod(size for size in shape if size != -1)
    if known == 0 and count == 0:
        raise RuntimeError(
            f"cannot reshape tensor of 0 elements into shape {list(shape)} because the unspecified dimension "
            "size -1 can be any value and is ambiguous"
        )
    if known == 0 or count % known:
        raise RuntimeError(f"shape '{list(shape)}' is invalid for input of size {count}")
    axis = unknown[0]
    return Size((*shape[:axis], count // known, *shape[axis + 1 :]))


def reduced_shape(shape, axes, keepdim):
    """What is left of `shape` after a reduction over `axes`."""
    if keepdim:
        return Size(1 if axis in axes else size for axis, size in enumerate(shape))
    return Size(size for axis, size in enumerate(shape) if axis not in axes)


def contiguous_strides(shape):
    """Elements from one index to the next, for each axis of a dense tensor."""
    strides = []
    step = 1
    for size in reversed(shape):
        strides.append(step)
        step *= max(size, 1)
    return tuple(reversed(strides))
