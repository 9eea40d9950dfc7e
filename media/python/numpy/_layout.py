"""Shapes, strides and positions in flat lists."""

import itertools
import math

from ._errors import unsupported

# Larger arrays keep their shape alone.
MAX_KNOWN = 65536


def strides(shape):
    """Elements from one index to the next, per axis of a dense array."""
    steps = itertools.accumulate([1, *reversed(shape[1:])], lambda step, size: step * size) if shape else []
    return tuple(reversed(list(steps)))


def broadcast(*shapes):
    """The common shape; ValueError as numpy words it."""
    rank = max((len(shape) for shape in shapes), default=0)
    result = [1] * rank
    for shape in shapes:
        for axis, size in enumerate(shape, rank - len(shape)):
            if size != 1 and result[axis] not in (1, size):
                told = " ".join(str(tuple(each)).replace(" ", "") for each in shapes)
                raise ValueError(f"operands could not be broadcast together with shapes {told}")
            result[axis] = size if size != 1 else result[axis]
    return tuple(result)


def positions(axes, start=0):
    """Flat positions of all combinations of offsets, one list of offsets per axis."""
    found = [start]
    for offsets in axes:
        found = [position + offset for position in found for offset in offsets]
    return found


def expand(data, shape, target):
    """Elements of an array of `shape` repeated to the shape `target`."""
    if tuple(shape) == tuple(target):
        return data
    padded = (1,) * (len(target) - len(shape)) + tuple(shape)
    steps = [0 if size == 1 else step for size, step in zip(padded, strides(padded))]
    return [
        data[at] for at in positions([[i * step for i in range(size)] for size, step in zip(target, steps)])
    ]


def axis_index(axis, rank):
    if not -rank <= axis < rank:
        raise IndexError(f"axis {axis} is out of bounds for array of dimension {rank}")
    return axis % rank


def resolve(shape, count):
    """A shape with its -1 filled in for `count` elements."""
    known = math.prod(size for size in shape if size != -1)
    if -1 in shape and known and count % known == 0:
        return tuple(count // known if size == -1 else size for size in shape)
    if known != count or -1 in shape:
        raise ValueError(f"cannot reshape array of size {count} into shape {tuple(shape)}")
    return tuple(shape)


def select(shape, index):
    """(shape, offsets per axis, start) of what an index picks. Lists of indices share one axis."""
    index = _complete(index if isinstance(index, tuple) else (index,), len(shape))
    sizes = iter(zip(shape, strides(shape)))
    picked = []
    start, advanced = 0, None
    for each in index:
        if each is None:
            picked.append([0])
            continue
        size, step = next(sizes)
        if isinstance(each, slice):
            picked.append([i * step for i in range(*each.indices(size))])
        elif hasattr(each, "__iter__"):
            offsets = [_bounded(i, size) * step for i in _listed(each, size)]
            if advanced is None:
                advanced = len(picked)
                picked.append(offsets)
            else:
                picked[advanced] = _together(picked[advanced], offsets)
        else:
            start += _bounded(each.__index__(), size) * step
    return tuple(len(offsets) for offsets in picked), picked, start


def _together(first, second):
    count = max(len(first), len(second))
    if {len(first), len(second)} - {1, count}:
        raise IndexError("shape mismatch: indexing arrays could not be broadcast together")
    return [first[i % len(first)] + second[i % len(second)] for i in range(count)]


def _complete(index, rank):
    """The index with one entry per axis."""
    used = sum(each is not None and each is not Ellipsis for each in index)
    if used > rank:
        raise IndexError(f"too many indices for array: array is {rank}-dimensional, but {used} were indexed")
    at = next((i for i, each in enumerate(index) if each is Ellipsis), len(index))
    return (*index[:at], *[slice(None)] * (rank - used), *index[at + 1 :])


def _listed(each, size):
    values = each.tolist() if hasattr(each, "tolist") else list(each)
    if any(isinstance(value, list) for value in values):
        raise unsupported("Indexing by an array of several dimensions")
    if values and isinstance(values[0], bool):
        return [i for i, chosen in enumerate(values) if chosen]
    return values


def _bounded(i, size):
    if not -size <= i < size:
        raise IndexError(f"index {i} is out of bounds for axis with size {size}")
    return i % size
