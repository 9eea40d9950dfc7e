"""Functions that put tensors together."""

import math

from ._functions_axes import unsqueeze
from ._promote import result_type
from ._registry import public
from ._shape import contiguous_strides, normalize_axis
from ._size import Size
from ._tensor import emit, Tensor
from ._values import rounded, strided
from ._views import reshaped


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
    return rounded(
        kind,
        [value for at in range(outer) for data, run in parts for value in data[at * run : (at + 1) * run]],
    )


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


@public("block_diag", method=False)
def block_diag(*tensors):
    tensors = [_at_least(each, 2) for each in tensors]
    shape = (sum(each.shape[0] for each in tensors), sum(each.shape[1] for each in tensors))
    return emit("Diagonal", tensors, shape, result_type(*tensors))
