"""Functions that rearrange elements."""

import builtins
import math

from . import _array, _elementwise, _layout
from ._dtypes import bool_, dtype


def _permuted(array, order):
    steps = _layout.strides(array.shape)
    shape = [array.shape[axis] for axis in order]
    data = array._data
    if data is not None:
        data = [
            data[at]
            for at in _layout.positions(
                [[i * steps[axis] for i in range(array.shape[axis])] for axis in order]
            )
        ]
    return _array.make(shape, array.dtype, data)


def reshape(a, *shape, order="C", newshape=None):
    """The same elements in another shape."""
    array = _array.as_array(a)
    sizes = shape[0] if len(shape) == 1 and hasattr(shape[0], "__iter__") else shape or newshape
    return _array.make(_layout.resolve(tuple(sizes), array.size), array.dtype, array._data)


def transpose(a, *axes):
    """Axes in another order, reversed by default."""
    array = _array.as_array(a)
    if len(axes) == 1 and (axes[0] is None or hasattr(axes[0], "__iter__")):
        axes = axes[0] or ()
    order = [_layout.axis_index(axis, array.ndim) for axis in axes] or list(reversed(range(array.ndim)))
    return _permuted(array, order)


def swapaxes(a, axis1, axis2):
    array = _array.as_array(a)
    order = list(range(array.ndim))
    one, other = _layout.axis_index(axis1, array.ndim), _layout.axis_index(axis2, array.ndim)
    order[one], order[other] = other, one
    return _permuted(array, order)


def moveaxis(a, source, destination):
    array = _array.as_array(a)
    sources = [
        _layout.axis_index(each, array.ndim) for each in ([source] if isinstance(source, int) else source)
    ]
    targets = [
        _layout.axis_index(each, array.ndim)
        for each in ([destination] if isinstance(destination, int) else destination)
    ]
    order = [axis for axis in range(array.ndim) if axis not in sources]
    for target, moved in sorted(zip(targets, sources)):
        order.insert(target, moved)
    return _permuted(array, order)


def squeeze(a, axis=None):
    """Without axes of size one."""
    array = _array.as_array(a)
    chosen = range(array.ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
    axes = {_layout.axis_index(each, array.ndim) for each in chosen}
    shape = [size for at, size in enumerate(array.shape) if at not in axes or (axis is None and size != 1)]
    return _array.make(_layout.resolve(tuple(shape), array.size), array.dtype, array._data)


def expand_dims(a, axis):
    """With new axes of size one."""
    array = _array.as_array(a)
    axes = (axis,) if isinstance(axis, int) else axis
    rank = array.ndim + len(axes)
    new = {_layout.axis_index(each, rank) for each in axes}
    sizes = iter(array.shape)
    return array.reshape([1 if at in new else next(sizes) for at in range(rank)])


def ravel(a, order="C"):
    array = _array.as_array(a)
    return _array.make((array.size,), array.dtype, array._data)


def astype(a, dtype, *args, **kwargs):
    """Converted elements."""
    kind = _dtype(dtype)
    cast = bool if kind.type is bool_ else kind.type._plain
    data = None if a._data is None else [cast(each) for each in a._data]
    return _array.make(a.shape, kind, data)


def _dtype(kind):
    return dtype(kind)


def copy(a, order="K"):
    array = _array.as_array(a)
    return _array.make(array.shape, array.dtype, None if array._data is None else list(array._data))


def fill(a, value):
    if a.size <= _layout.MAX_KNOWN:
        a._data = [a.dtype.type._plain(value)] * a.size


def round(a, decimals=0, out=None):
    return _elementwise.unary(lambda each: builtins.round(each, decimals), a)


def clip(a, a_min=None, a_max=None, out=None, min=None, max=None):
    """Elements limited to a range."""
    low = a_min if a_min is not None else min
    high = a_max if a_max is not None else max
    array = a if low is None else _elementwise.FUNCTIONS["maximum"](a, low)
    return array if high is None else _elementwise.FUNCTIONS["minimum"](array, high)


def dot(a, b, out=None):
    from ._products import matmul

    return matmul(a, b)


def repeat(a, repeats, axis=None):
    """Each element several times in a row."""
    array = _array.as_array(a)
    if axis is None:
        array, axis = array.ravel(), 0
    counts = [repeats] * array.shape[axis] if isinstance(repeats, int) else list(repeats)
    index = [i for i, count in enumerate(counts) for _ in range(count)]
    return array[(slice(None),) * _layout.axis_index(axis, array.ndim) + (index,)]


def tile(a, reps):
    """The whole array several times."""
    array = _array.as_array(a)
    reps = (reps,) if isinstance(reps, int) else tuple(reps)
    rank = max(len(reps), array.ndim)
    array = array.reshape((1,) * (rank - array.ndim) + array.shape)
    for axis, count in enumerate((1,) * (rank - len(reps)) + reps):
        array = concatenate([array] * count, axis) if count != 1 else array
    return array


def concatenate(arrays, axis=0, out=None, dtype=None):
    """Arrays one after another along an axis."""
    parts = [_array.as_array(each) for each in arrays]
    if axis is None:
        parts, axis = [part.ravel() for part in parts], 0
    axis = _layout.axis_index(axis, parts[0].ndim)
    rest = {part.shape[:axis] + part.shape[axis + 1 :] for part in parts}
    if len(rest) > 1:
        raise ValueError(
            "all the input array dimensions except for the concatenation axis must match exactly"
        )
    kind = parts[0].dtype
    for part in parts[1:]:
        kind = _array.promote(kind, part.dtype)
    shape = (*parts[0].shape[:axis], sum(part.shape[axis] for part in parts), *parts[0].shape[axis + 1 :])
    return _array.make(shape, kind, _joined(parts, axis))


def _joined(parts, axis):
    if any(part._data is None for part in parts):
        return None
    blocks = [math.prod(part.shape[axis:]) for part in parts]
    return [
        each
        for row in range(math.prod(parts[0].shape[:axis]))
        for part, block in zip(parts, blocks)
        for each in part._data[row * block : (row + 1) * block]
    ]


def stack(arrays, axis=0, out=None):
    """Arrays along a new axis."""
    parts = [_array.as_array(each) for each in arrays]
    if len({part.shape for part in parts}) > 1:
        raise ValueError("all input arrays must have the same shape")
    axis = _layout.axis_index(axis, parts[0].ndim + 1)
    return concatenate([expand_dims(part, axis) for part in parts], axis)


def atleast_1d(a):
    array = _array.as_array(a)
    return array if array.ndim else array.reshape(1)


def atleast_2d(a):
    array = _array.as_array(a)
    return array if array.ndim > 1 else array.reshape(1, -1)


def vstack(arrays):
    return concatenate([atleast_2d(each) for each in arrays], 0)


def hstack(arrays):
    parts = [atleast_1d(each) for each in arrays]
    return concatenate(parts, 0 if parts[0].ndim == 1 else 1)


def split(a, indices_or_sections, axis=0):
    """Equal parts, or parts between given indices."""
    array = _array.as_array(a)
    size = array.shape[axis]
    if isinstance(indices_or_sections, int):
        if size % indices_or_sections:
            raise ValueError("array split does not result in an equal division")
        step = size // indices_or_sections
        cuts = list(range(step, size, step))
    else:
        cuts = list(indices_or_sections)
    ends = zip([0, *cuts], [*cuts, size])
    prefix = (slice(None),) * _layout.axis_index(axis, array.ndim)
    return [array[prefix + (slice(low, high),)] for low, high in ends]


def flip(a, axis=None):
    array = _array.as_array(a)
    axes = range(array.ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
    axes = {_layout.axis_index(each, array.ndim) for each in axes}
    return array[tuple(slice(None, None, -1 if at in axes else None) for at in range(array.ndim))]


def roll(a, shift, axis=None):
    """Elements moved around an axis."""
    array = _array.as_array(a)
    if axis is None:
        return roll(array.ravel(), shift, 0).reshape(array.shape)
    size = array.shape[axis]
    index = [(i - shift) % size for i in range(size)]
    return array[(slice(None),) * _layout.axis_index(axis, array.ndim) + (index,)]


def broadcast_to(a, shape):
    array = _array.as_array(a)
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    _layout.broadcast(array.shape, shape)
    data = (
        None
        if array._data is None or math.prod(shape) > _layout.MAX_KNOWN
        else _layout.expand(array._data, array.shape, shape)
    )
    return _array.make(shape, array.dtype, data)


def sort(a, axis=-1):
    """Elements in order; for arrays of one axis."""
    array = _array.as_array(a)
    if array.ndim != 1:
        return _array.make(array.shape, array.dtype)
    return _array.make(array.shape, array.dtype, None if array._data is None else sorted(array._data))


def argsort(a, axis=-1):
    """Positions of elements in order; for arrays of one axis."""
    array = _array.as_array(a)
    data = None
    if array._data is not None and array.ndim == 1:
        data = sorted(range(array.size), key=array._data.__getitem__)
    return _array.make(array.shape, "int64", data)
