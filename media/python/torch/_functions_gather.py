"""Reading from and writing to places that index tensors name."""

import math

from . import _dtype
from ._functions_repeat import along
from ._registry import METHODS, public
from ._shape import broadcast_shapes, contiguous_strides, normalize_axis
from ._tensor import Tensor, emit
from ._values import places


def _check_index(name, index):
    if not isinstance(index, Tensor):
        raise TypeError(f"{name}(): argument 'index' must be Tensor, not {type(index).__name__}")
    if index.dtype not in (_dtype.int64, _dtype.int32) or (
        index.dtype is _dtype.int32 and name != "index_select"
    ):
        raise RuntimeError(f"{name}(): Expected dtype int64 for index")


def _check_ranks(name, input, index):
    if max(len(index.shape), 1) != max(len(input.shape), 1):
        raise RuntimeError("Index tensor must have the same number of dimensions as input tensor")


@public("gather")
def gather(input, dim, index, *, sparse_grad=False):
    """Along one axis, the index tensor's places; on the others it may be shorter."""
    _check_index("gather", index)
    axis = normalize_axis(dim, len(input.shape))
    _check_ranks("gather", input, index)
    for at, (own, size) in enumerate(zip(index.shape, input.shape)):
        if at != axis and own > size:
            raise RuntimeError(
                f"Size does not match at dimension {at} expected index {list(index.shape)} to be smaller than self "
                f"{list(input.shape)} apart from dimension {axis}"
            )
    data = None
    if input._data is not None and index._data is not None and index.shape:
        steps = contiguous_strides(input.shape)
        base = places(0, index.shape, [0 if at == axis else step for at, step in enumerate(steps)])
        data = [input._data[place + at * steps[axis]] for place, at in zip(base, index._data)]
    return emit("GatherElements", (input, index), index.shape, input.dtype, {"axis": axis}, "", data)


@public("take_along_dim")
def take_along_dim(input, indices, dim=None):
    if dim is None:
        return gather(METHODS["ravel"](input), 0, METHODS["ravel"](indices))
    axis = normalize_axis(dim, len(input.shape))
    if len(input.shape) != len(indices.shape):
        raise RuntimeError(
            "torch.take_along_dim(): input and indices should have the same number of dimensions, "
            f"but got {len(input.shape)} dimensions for input, and {len(indices.shape)} dimensions for indices"
        )
    own = [1 if at == axis else size for at, size in enumerate(input.shape)]
    shape = list(broadcast_shapes(own, [1 if at == axis else size for at, size in enumerate(indices.shape)]))
    shape[axis] = indices.shape[axis]
    return emit("GatherElements", (input, indices), shape, input.dtype, {"axis": axis}, "")


@public("take")
def take(input, index):
    data = None
    if input._data is not None and index._data is not None:
        data = [input._data[at] for at in index._data]
    return emit("Take", (input, index), index.shape, input.dtype, None, "torch", data)


@public("index_select")
def index_select(input, dim, index):
    _check_index("index_select", index)
    if len(index.shape) > 1:
        raise IndexError("index_select(): Index is supposed to be a vector")
    axis = normalize_axis(dim, len(input.shape))
    if not input.shape:
        return emit("Gather", (input, index), (), input.dtype, {"axis": 0}, "")
    shape = (*input.shape[:axis], index.numel(), *input.shape[axis + 1 :])
    data = None
    if input._data is not None and index._data is not None and math.prod(shape) <= 1024:
        data = [input._data[place] for place in along(input.shape, axis, index._data)]
    return emit("Gather", (input, index), shape, input.dtype, {"axis": axis}, "", data)


def _scatter(name, op):
    def scatter(input, dim, index, src=None, *, value=None, reduce=None):
        source = value if src is None else src
        axis = normalize_axis(dim, len(input.shape))
        _check_index(name, index)
        _check_ranks(name, input, index)
        for at, (own, size) in enumerate(zip(index.shape, input.shape)):
            limit = source.shape[at] if isinstance(source, Tensor) and source.shape else None
            if (at != axis and own > size) or (limit is not None and own > limit):
                raise RuntimeError(
                    f"Expected index {list(index.shape)} to be smaller than self {list(input.shape)} apart from "
                    f"dimension {axis}"
                    + ("" if limit is None else f" and to be smaller size than src {list(source.shape)}")
                )
        if isinstance(source, Tensor) and source.dtype is not input.dtype:
            raise RuntimeError("scatter(): Expected self.dtype to be equal to src.dtype")
        return emit(op, (input, index, source), input.shape, input.dtype, {"axis": axis})

    public(name, inplace=True)(scatter)


_scatter("scatter", "Scatter")
_scatter("scatter_add", "ScatterAdd")


@public("scatter_reduce", inplace=True)
def scatter_reduce(input, dim, index, src, reduce, *, include_self=True):
    axis = normalize_axis(dim, len(input.shape))
    _check_ranks("scatter_reduce", input, index)
    return emit("ScatterAdd", (input, index, src), input.shape, input.dtype, {"axis": axis, "reduce": reduce})


def _index_write(name, op):
    def index_write(input, dim, index, source, *, alpha=1):
        axis = normalize_axis(dim, len(input.shape))
        if len(index.shape) > 1:
            raise IndexError(f"{name}_(): Index is supposed to be a vector")
        if isinstance(source, Tensor) and source.shape and input.shape:
            want = [*input.shape[:axis], index.numel(), *input.shape[axis + 1 :]]
            if list(source.shape) != want:
                raise RuntimeError(
                    f"{name}_(): Source/destination tensor must have same slice shapes. Destination slice shape: "
                    f"{[*input.shape[:axis], *input.shape[axis + 1:]]} at dimension {axis} and source slice shape: "
                    f"{[*source.shape[:axis], *source.shape[axis + 1:]]} at dimension {axis}."
                )
        return emit(op, (input, index, source), input.shape, input.dtype, {"axis": axis})

    public(name, inplace=True)(index_write)


_index_write("index_add", "IndexAdd")
_index_write("index_copy", "IndexCopy")


@public("index_fill", inplace=True)
def index_fill(input, dim, index, value):
    axis = normalize_axis(dim, len(input.shape))
    return emit("IndexCopy", (input, index, value), input.shape, input.dtype, {"axis": axis})


def _scatter_view(name, view):
    def scatter_view(input, src, *args, **kwargs):
        target = view(input, *args, **kwargs)
        if target.shape != src.shape:
            raise RuntimeError(
                "expected src to have a size equal to the slice of self. src size = "
                f"{list(src.shape)}, slice size = {list(target.shape)}"
            )
        return emit("IndexPut", (input, src), input.shape, input.dtype)

    public(name)(scatter_view)


_scatter_view("select_scatter", lambda input, dim, index: METHODS["select"](input, dim, index))
_scatter_view("diagonal_scatter", lambda input, *args, **kwargs: METHODS["diagonal"](input, *args, **kwargs))


@public("slice_scatter")
def slice_scatter(input, src, dim=0, start=None, end=None, step=1):
    axis = normalize_axis(dim, len(input.shape))
    count = len(range(input.shape[axis])[slice(start, end, step)])
    if src.shape[axis] != count:
        raise RuntimeError(
            f"expected src to have a size equal to the slice of self. src size = {list(src.shape)}"
        )
    return emit("IndexPut", (input, src), input.shape, input.dtype)
