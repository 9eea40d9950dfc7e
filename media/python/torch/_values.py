"""Small known values: how they follow what is done to their tensors.

Everything here takes and returns flat lists in row-major order, or None where something is not known.
"""

import array
import math
import struct

from . import _dtype
from ._shape import contiguous_strides
from ._tensor import MAX_KNOWN, Tensor

_UNKNOWABLE = (ValueError, ArithmeticError, TypeError)


def rounded(kind, values):
    """`values` as elements of that type: rounded, cut to integers, or wrapped around."""
    if values is None:
        return None
    try:
        return _ROUNDING[kind.label](values) if kind.label in _ROUNDING else _integers(kind, values)
    except _UNKNOWABLE:
        return None


def _halves(values):
    return [_half(value) for value in values]


def _half(value):
    try:
        return struct.unpack("e", struct.pack("e", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


def _bfloat(value):
    if math.isnan(value) or math.isinf(value):
        return float(value)
    bits = struct.unpack("I", array.array("f", [value]).tobytes())[0]
    bits = (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000
    return struct.unpack("f", struct.pack("I", bits))[0]


_ROUNDING = {
    "float32": lambda values: array.array("f", values).tolist(),
    "float64": lambda values: [float(value) for value in values],
    "float16": _halves,
    "bfloat16": lambda values: [_bfloat(value) for value in values],
    "bool": lambda values: [bool(value) for value in values],
    "int64": lambda values: [int(value) for value in values],
    "complex64": lambda values: [complex(value) for value in values],
    "complex128": lambda values: [complex(value) for value in values],
}


def _integers(kind, values):
    if kind.category != _dtype.INT:
        return None
    span = 1 << (kind.itemsize * 8)
    low = -(span >> 1) if kind.is_signed else 0
    return [(int(value) - low) % span + low for value in values]


def strided(data, offset, shape, strides):
    """The elements of a view into `data`."""
    return None if data is None else [data[place] for place in places(offset, shape, strides)]


def places(offset, shape, strides):
    """Where the elements of a view are."""
    found = [offset]
    for size, stride in zip(shape, strides):
        steps = range(0, size * stride, stride) if stride else [0] * size
        found = [place + step for place in found for step in steps]
    return found


def spread(data, shape, target):
    """`data` of `shape`, broadcast to `target`."""
    if shape == target:
        return data
    if len(data) == 1:
        return data * math.prod(target)
    steps = [0 if size == 1 else stride for size, stride in zip(shape, contiguous_strides(shape))]
    return strided(data, 0, target, [0] * (len(target) - len(shape)) + steps)


def map_elements(function, shape, operands):
    """`function` of the operands (tensors or numbers), element by element."""
    columns = []
    for each in operands:
        if isinstance(each, Tensor):
            data = each._data
            if data is None:
                return None
            columns.append((data, each.shape))
        else:
            columns.append(([each], ()))
    if math.prod(shape) > MAX_KNOWN:
        return None
    try:
        return [function(*row) for row in zip(*(spread(data, own, shape) for data, own in columns))]
    except _UNKNOWABLE:
        return None


def groups(data, shape, axes):
    """The elements that a reduction over `axes` puts together, one list for each element of the result."""
    strides = contiguous_strides(shape)
    kept = [axis for axis in range(len(shape)) if axis not in axes]
    inner = places(0, [shape[axis] for axis in axes], [strides[axis] for axis in axes])
    outer = places(0, [shape[axis] for axis in kept], [strides[axis] for axis in kept])
    return [[data[start + step] for step in inner] for start in outer]


def reduced(function, tensor, axes):
    """`function` of each group of a reduction; None where the values or the function's answer are not known."""
    data = tensor._data
    if data is None:
        return None
    try:
        return [function(group) for group in groups(data, tensor.shape, axes)]
    except _UNKNOWABLE:
        return None


def scanned(function, tensor, axis):
    """`function` maps each line along `axis` to a line of the same length."""
    data = tensor._data
    if data is None or not tensor.shape:
        return data
    lines = [function(line) for line in groups(data, tensor.shape, (axis,))]
    return unscanned(lines, tensor.shape, axis)


def unscanned(lines, shape, axis):
    """Lines along `axis`, back in row-major order of `shape` (with the lines' length there)."""
    length = len(lines[0]) if lines else 0
    flat = [value for line in lines for value in line]
    moved = [*shape[:axis], *shape[axis + 1 :], length]
    strides = list(contiguous_strides(moved))
    strides.insert(axis, strides.pop())
    return strided(flat, 0, [*shape[:axis], length, *shape[axis + 1 :]], strides)


def nested(data, shape):
    """`data` as nested lists."""
    if not shape:
        return data[0]
    if len(shape) == 1:
        return list(data)
    step = math.prod(shape[1:])
    return [nested(data[index * step : (index + 1) * step], shape[1:]) for index in range(shape[0])]
