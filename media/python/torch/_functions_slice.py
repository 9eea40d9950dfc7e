"""Functions that show a part of a tensor."""

import operator

from ._registry import public
from ._shape import as_shape, normalize_axis
from ._size import Size
from ._views import reshaped, strided_view


@public("narrow", "narrow_copy")
def narrow(input, dim, start, length):
    axis = normalize_axis(dim, len(input.shape), wrap_scalar=False)
    start, length = operator.index(start), operator.index(length)
    size = input.shape[axis]
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    if not -size <= start <= size:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [-{size}, {size}], but got {start})"
        )
    start = start + size if start < 0 else start
    if start + length > size:
        raise RuntimeError(f"start ({start}) + length ({length}) exceeds dimension size ({size}).")
    return slice_axis(input, axis, start, 1, length)


def slice_axis(input, axis, start, step, count):
    """Elements start, start + step, ... of one axis."""
    shape = Size((*input.shape[:axis], count, *input.shape[axis + 1 :]))

    def restride(strides):
        return start * strides[axis], (*strides[:axis], step * strides[axis], *strides[axis + 1 :])

    return strided_view("Slice", input, shape, restride)


@public("select")
def select(input, dim, index):
    if not input.shape:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    axis = normalize_axis(dim, len(input.shape))
    index = operator.index(index)
    size = input.shape[axis]
    if not -size <= index < size:
        raise IndexError(
            f"select(): index {index} out of range for tensor of size {list(input.shape)} at dimension {axis}"
        )
    return select_axis(input, axis, index % size)


def select_axis(input, axis, index):
    def restride(strides):
        return index * strides[axis], (*strides[:axis], *strides[axis + 1 :])

    shape = Size((*input.shape[:axis], *input.shape[axis + 1 :]))
    return strided_view("Select", input, shape, restride, {"axis": axis})


@public("diagonal")
def diagonal(input, offset=0, dim1=0, dim2=1):
    rank = len(input.shape)
    first, second = normalize_axis(dim1, rank), normalize_axis(dim2, rank)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    rows, columns = input.shape[first], input.shape[second]
    count = max(0, min(rows, columns - offset) if offset >= 0 else min(rows + offset, columns))
    kept = [axis for axis in range(rank) if axis not in (first, second)]

    def restride(strides):
        start = offset * strides[second] if offset >= 0 else -offset * strides[first]
        return start if count else 0, [*(strides[axis] for axis in kept), strides[first] + strides[second]]

    return strided_view("Diagonal", input, Size((*(input.shape[axis] for axis in kept), count)), restride)


@public("unfold", function=False)
def unfold(self, dimension, size, step):
    """Tensor.unfold: windows of one axis, as a last axis."""
    axis = normalize_axis(dimension, len(self.shape))
    length = self.shape[axis] if self.shape else 1
    if size > length:
        raise RuntimeError(f"maximum size for tensor at dimension {axis} is {length} but size is {size}")
    if step <= 0:
        raise RuntimeError(f"step is {step} but must be > 0")
    if not self.shape:
        return reshaped(self, (size,), "Slice")
    shape = Size((*self.shape[:axis], (length - size) // step + 1, *self.shape[axis + 1 :], size))

    def restride(strides):
        return 0, (*strides[:axis], step * strides[axis], *strides[axis + 1 :], strides[axis])

    return strided_view("Slice", self, shape, restride)


@public("as_strided")
def as_strided(input, size, stride, storage_offset=0):
    shape, strides = as_shape(size), tuple(stride)
    if shape and 0 not in shape:
        last = storage_offset + sum((length - 1) * step for length, step in zip(shape, strides))
        if last >= input.numel() and input._strides is None:
            raise RuntimeError(
                f"setStorage: sizes {list(shape)}, strides {list(strides)}, storage offset {storage_offset}, and "
                f"itemsize {input.dtype.itemsize} requiring a storage size of {(last + 1) * input.dtype.itemsize} "
                f"are out of bounds for storage of size {input.numel() * input.dtype.itemsize}"
            )
    return strided_view("Slice", input, shape, lambda _: (storage_offset, strides))
