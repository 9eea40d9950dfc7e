"""Reading and writing by index, as NumPy and torch do."""

import math

from . import _dtype
from ._errors import depends
from ._views import alias_of, strided_view
from ._index_plan import plan
from ._registry import public
from ._shape import broadcast_shapes, contiguous_strides
from ._size import Size
from ._tensor import Tensor, assign, emit
from ._values import places, rounded, spread


def get_item(self, key):
    """x[key]: a basic view first, then a gather where there are index tensors."""
    found = plan(self, key)
    view = _basic(self, found)
    if not found.indices:
        return view
    shape, block = _advanced_shape(found)
    data = None
    if self._data is not None and math.prod(shape) <= 1024:
        at = _advanced_places(found, contiguous_strides(self.shape), block)
        data = None if at is None else [self._data[place] for place in at]
    inputs = (view, *(found.indices[axis] for axis in sorted(found.indices)))
    return emit("Index", inputs, shape, self.dtype, {"axes": sorted(found.indices)}, "torch", data)


def _basic(self, found):
    kinds = found.kinds
    if not kinds:
        return alias_of(self)
    op = next(iter(kinds)) if len(kinds) == 1 else "Slice"
    return strided_view(op, self, Size(found.shape), found.restride)


def _advanced_shape(found):
    """The result's shape, and the shape that the index tensors have together."""
    axes = sorted(found.indices)
    try:
        block = broadcast_shapes(*(found.indices[axis].shape for axis in axes))
    except RuntimeError:
        shapes = ", ".join(str(list(found.indices[axis].shape)) for axis in axes)
        raise IndexError(
            f"shape mismatch: indexing tensors could not be broadcast together with shapes {shapes}"
        ) from None
    shape = list(found.shape)
    start = axes[0] if axes[-1] - axes[0] == len(axes) - 1 else 0
    kept = [size for axis, size in enumerate(shape) if axis not in found.indices]
    return Size((*kept[:start], *block, *kept[start:])), block


def _advanced_places(found, dense, block):
    """Places in the indexed tensor of all elements; None where an index is not known."""
    offset, strides = found.restride(dense)
    jumps = [0] * math.prod(block)
    for axis, index in found.indices.items():
        data = index._data
        if data is None:
            return None
        size = found.shape[axis]
        step = strides[axis]
        jumps = [
            jump + (at % size if size else 0) * step
            for jump, at in zip(jumps, spread(data, index.shape, block))
        ]
    axes = sorted(found.indices)
    start = axes[0] if axes[-1] - axes[0] == len(axes) - 1 else 0
    kept = [axis for axis in range(len(found.shape)) if axis not in found.indices]
    steps = [[at * strides[axis] for at in range(found.shape[axis])] for axis in kept]
    steps.insert(start, jumps)
    at = [offset]
    for row in steps:
        at = [place + step for place in at for step in row]
    return at


def set_item(self, key, value):
    """x[key] = value: `self` keeps its shape, the value must broadcast."""
    if _masks_all(self, key) and not (isinstance(value, Tensor) and value.shape):
        return _put(self, (key,), value, None)
    found = plan(self, key)
    advanced = bool(found.indices)
    shape, block = _advanced_shape(found) if advanced else (Size(found.shape), None)
    if isinstance(value, Tensor):
        _check_value(value.shape, shape, advanced)
    elif hasattr(value, "shape") and hasattr(value, "dtype"):
        from ._functions_create import as_tensor

        value = as_tensor(value)
    return _put(
        self, tuple(found.indices.values()), value, lambda: _written(self, found, block, shape, value)
    )


def _masks_all(self, key):
    return (
        isinstance(key, Tensor)
        and key.dtype is _dtype.bool_
        and key._data is None
        and key.shape == self.shape
    )


def _check_value(own, shape, advanced):
    trimmed = tuple(own)
    while len(trimmed) > len(shape) and trimmed[0] == 1:
        trimmed = trimmed[1:]
    fits = len(trimmed) <= len(shape) and all(
        size in (1, want) for size, want in zip(reversed(trimmed), reversed(shape))
    )
    if fits:
        return
    if advanced:
        raise RuntimeError(
            f"shape mismatch: value tensor of shape {list(own)} cannot be broadcast to indexing result of shape "
            f"{list(shape)}"
        )
    if len(trimmed) > len(shape):
        raise RuntimeError(
            f"expand(torch.FloatTensor{{{list(own)}}}, size={list(shape)}): the number of sizes provided "
            f"({len(shape)}) must be greater or equal to the number of dimensions in the tensor ({len(own)})"
        )
    extra = len(shape) - len(trimmed)
    axis = next(at for at in reversed(range(len(trimmed))) if trimmed[at] not in (1, shape[at + extra]))
    raise RuntimeError(
        f"The expanded size of the tensor ({shape[axis + extra]}) must match the existing size ({trimmed[axis]}) at "
        f"non-singleton dimension {axis + extra}.  Target sizes: {list(shape)}.  Tensor sizes: {list(trimmed)}"
    )


def _written(self, found, block, shape, value):
    """The elements after the write, where all of them are known."""
    data = self._data
    source = value._data if isinstance(value, Tensor) else [value]
    if data is None or source is None or math.prod(shape) > 1024:
        return None
    dense = contiguous_strides(self.shape)
    at = _advanced_places(found, dense, block) if found.indices else places(*_view(found, dense))
    if at is None:
        return None
    own = tuple(value.shape) if isinstance(value, Tensor) else ()
    while len(own) > len(shape):
        own = own[1:]
    data = list(data)
    for place, element in zip(at, rounded(self.dtype, spread(source, own, tuple(shape)))):
        data[place] = element
    return data


def _view(found, dense):
    offset, strides = found.restride(dense)
    return offset, found.shape, strides


def _put(self, indices, value, written):
    data = written() if written is not None and self._data is not None else None
    made = emit("IndexPut", (self, value, *indices), self.shape, self.dtype, None, "torch", data)
    assign(self, made)


@public("index_put", inplace=True)
def index_put(input, indices, values, accumulate=False):
    found = plan(input, tuple(indices))
    shape, _ = _advanced_shape(found)
    _check_value(values.shape, shape, True)
    return emit("IndexPut", (input, values, *indices), input.shape, input.dtype)


@public("masked_fill", inplace=True)
def masked_fill(input, mask, value):
    if mask.dtype is not _dtype.bool_:
        raise RuntimeError(
            f"masked_fill_ only supports boolean masks, but got mask with dtype {_dtype.scalar_name(mask.dtype)}"
        )
    if isinstance(value, Tensor) and value.shape:
        raise RuntimeError(
            "masked_fill only supports a 0-dimensional value tensor, but got tensor with "
            f"{len(value.shape)} dimension(s)."
        )
    from ._functions_binary import binary

    return binary(
        "MaskedFill",
        input,
        mask,
        input.dtype,
        (lambda old, masked: value if masked else old) if not isinstance(value, Tensor) else None,
    )


@public("masked_select")
def masked_select(input, mask):
    shape = broadcast_shapes(input.shape, mask.shape)
    if mask._data is None:
        raise depends(
            f"How many elements masked_select leaves of shape {list(shape)}",
            "Keep the shape (torch.where, masked_fill) where it need not be known.",
        )
    kept = [at for at, bit in enumerate(spread(mask._data, mask.shape, shape)) if bit]
    data = None if input._data is None else [spread(input._data, input.shape, shape)[at] for at in kept]
    return emit("Index", (input, mask), (len(kept),), input.dtype, None, "torch", data)


@public("masked_scatter", inplace=True)
def masked_scatter(input, mask, source):
    shape = broadcast_shapes(input.shape, mask.shape)
    return emit("Scatter", (input, mask, source), shape, input.dtype)
