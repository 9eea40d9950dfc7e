"""Functions that compare elements: extremes with their places, sorting, running sums."""

import itertools
import math

from . import _dtype
from ._dtype import INT
from ._functions_binary import binary, operand
from ._promote import operand_type
from ._registry import METHODS, public
from ._return_types import TYPES
from ._shape import broadcast_shapes, normalize_axis, reduced_shape
from ._size import Size
from ._tensor import Tensor, emit, known, mark_derived, new_tensor
from ._trace import record
from ._values import groups, map_elements, rounded, scanned, unscanned


def pair(name, op, input, shape, axis, lines=None, attributes=None):
    """(values, indices) of one operation. `lines` maps each line along `axis` to its (value, index) pairs."""
    values = indices = None
    if lines is not None and input._data is not None:
        if input.shape:
            found = [lines(line) for line in groups(input._data, input.shape, (axis,))]
            values = unscanned([[value for value, _ in line] for line in found], input.shape, axis)
            indices = unscanned([[index for _, index in line] for line in found], input.shape, axis)
        else:
            values, indices = input._data, [0]
    first = new_tensor(shape, input.dtype, input.device, values)
    second = new_tensor(shape, _dtype.int64, input.device, indices)
    if input.requires_grad:
        mark_derived(first)
    noted = {"axis": axis, **(attributes or {})}
    return TYPES[name](*record(op, (input,), (first, second), noted, "torch"))


def _extreme(name, op, pairwise, choose):
    def extreme(input, dim=None, keepdim=False, other=None):
        other = dim if isinstance(dim, Tensor) else other
        if other is not None:
            second = operand(other, name)
            return binary(pairwise, input, second, operand_type(input, second), choose, "")
        if dim is None:
            if input.numel() == 0:
                raise RuntimeError(
                    f"{name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction "
                    "dim with the 'dim' argument."
                )
            return METHODS[f"a{name}"](input)
        axis = normalize_axis(dim, len(input.shape))
        if input.shape and input.shape[axis] == 0:
            raise IndexError(f"{name}(): Expected reduction dim {axis} to have non-zero size.")
        shape = reduced_shape(input.shape, (axis,), keepdim)
        return pair(
            name, op, input, shape, axis, lambda line: [_best(line, choose)], {"keepdims": int(keepdim)}
        )

    public(name)(extreme)


def _best(line, choose):
    value = choose(line)
    return value, line.index(value)


_extreme("max", "MaxWithIndices", "Max", max)
_extreme("min", "MinWithIndices", "Min", min)


def _place_of(name, op, choose):
    def place(input, dim=None, keepdim=False):
        if input.numel() == 0 and dim is None:
            raise IndexError(f"{name}(): Expected reduction dim to be specified for input.numel() == 0.")
        axis = None if dim is None else normalize_axis(dim, len(input.shape))
        axes = tuple(range(len(input.shape))) if dim is None else (axis,)
        shape = reduced_shape(input.shape, axes, keepdim)
        data = None
        if input._data is not None:
            data = [
                line.index(choose(line))
                for line in groups(input._data, input.shape, axes if input.shape else ())
            ]
        return emit(
            op, (input,), shape, _dtype.int64, {"axis": axis or 0, "keepdims": int(keepdim)}, "", data
        )

    public(name)(place)


_place_of("argmax", "ArgMax", max)
_place_of("argmin", "ArgMin", min)


@public("aminmax")
def aminmax(input, *, dim=None, keepdim=False):
    return TYPES["aminmax"](METHODS["amin"](input, dim, keepdim), METHODS["amax"](input, dim, keepdim))


def _middle(name, op, pick):
    def middle(input, dim=None, keepdim=False):
        if dim is None and name != "mode":
            data = None if input._data is None or pick is None else [pick(input._data)[0][0]]
            return emit(op, (input,), (), input.dtype, None, "torch", data)
        axis = normalize_axis(-1 if dim is None else dim, len(input.shape))
        return pair(name, op, input, reduced_shape(input.shape, (axis,), keepdim), axis, pick)

    public(name)(middle)


def _median(line):
    order = sorted(range(len(line)), key=line.__getitem__)
    place = order[(len(line) - 1) // 2]
    return [(line[place], place)]


_middle("median", "Median", _median)
_middle("nanmedian", "Median", None)
_middle("mode", "Mode", None)


@public("kthvalue")
def kthvalue(input, k, dim=-1, keepdim=False):
    axis = normalize_axis(dim, len(input.shape))
    if not 1 <= k <= (input.shape[axis] if input.shape else 1):
        raise RuntimeError(f"kthvalue(): selected number k out of range for dimension {axis}")
    return pair("kthvalue", "Kthvalue", input, reduced_shape(input.shape, (axis,), keepdim), axis)


@public("topk")
def topk(input, k, dim=-1, largest=True, sorted=True):
    axis = normalize_axis(dim, len(input.shape))
    k = k.__index__()
    if not 0 <= k <= (input.shape[axis] if input.shape else 1):
        raise RuntimeError("selected index k out of range")
    shape = Size((*input.shape[:axis], k, *input.shape[axis + 1 :])) if input.shape else Size()
    return pair("topk", "TopK", input, shape, axis, lambda line: _sorted(line, largest)[:k], {"k": k})


def _sorted(line, descending):
    order = sorted(range(len(line)), key=line.__getitem__, reverse=descending)
    return [(line[place], place) for place in order]


@public("sort")
def sort(input, dim=-1, descending=False, *, stable=False):
    axis = normalize_axis(dim, len(input.shape))
    return pair("sort", "Sort", input, input.shape, axis, lambda line: _sorted(line, descending))


@public("msort")
def msort(input):
    return sort(input, 0).values


@public("argsort")
def argsort(input, dim=-1, descending=False, stable=False):
    axis = normalize_axis(dim, len(input.shape))
    data = None
    if input._data is not None:
        data = scanned(lambda line: [place for _, place in _sorted(line, descending)], input, axis)
    return emit("ArgSort", (input,), input.shape, _dtype.int64, {"axis": axis}, "torch", data)


def _running(name, op, step):
    def running(input, dim, *, dtype=None):
        kind = dtype or (_dtype.int64 if input.dtype.category <= INT else input.dtype)
        axis = normalize_axis(dim, len(input.shape))
        data = scanned(lambda line: list(itertools.accumulate(line, step)), input, axis)
        return emit(op, (input,), input.shape, kind, {"axis": axis}, "torch", rounded(kind, data))

    public(name, inplace=True)(running)


_running("cumsum", "CumSum", None)
_running("cumprod", "CumProd", lambda a, b: a * b)


@public("logcumsumexp")
def logcumsumexp(input, dim):
    axis = normalize_axis(dim, len(input.shape))
    return emit("LogCumSumExp", (input,), input.shape, input.dtype, {"axis": axis})


public("cummax")(
    lambda input, dim: pair("cummax", "CumMax", input, input.shape, normalize_axis(dim, len(input.shape)))
)
public("cummin")(
    lambda input, dim: pair("cummin", "CumMin", input, input.shape, normalize_axis(dim, len(input.shape)))
)


@public("diff")
def diff(input, n=1, dim=-1, prepend=None, append=None):
    parts = [each for each in (prepend, input, append) if each is not None]
    from ._functions_join import cat

    joined = cat(parts, dim) if len(parts) > 1 else input
    for _ in range(n):
        length = joined.shape[dim]
        joined = METHODS["narrow"](joined, dim, 1, max(length - 1, 0)) - METHODS["narrow"](
            joined, dim, 0, max(length - 1, 0)
        )
    return joined


@public("bucketize")
def bucketize(input, boundaries, *, out_int32=False, right=False):
    inputs = (input, boundaries)
    shape = input.shape if isinstance(input, Tensor) else ()
    return emit("Bucketize", inputs, shape, _dtype.int32 if out_int32 else _dtype.int64)


@public("searchsorted")
def searchsorted(sorted_sequence, input, *, out_int32=False, right=False, side=None, sorter=None):
    shape = input.shape if isinstance(input, Tensor) else ()
    own = sorted_sequence.shape
    if len(own) > 1 and own[:-1] != shape[:-1]:
        raise RuntimeError(
            "torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries "
            f"tensor and input value tensor must match, but we got boundaries tensor {list(own)} and input value "
            f"tensor {list(shape)}"
        )
    return emit("SearchSorted", (sorted_sequence, input), shape, _dtype.int32 if out_int32 else _dtype.int64)


@public("histc")
def histc(input, bins=100, min=0, max=0):
    return emit("Histogram", (input,), (bins,), input.dtype)


@public("bincount")
def bincount(input, weights=None, minlength=0):
    counts = known(input, "The number of bins of bincount")
    length = max((*counts, minlength - 1)) + 1 if counts else minlength
    kind = _dtype.int64 if weights is None else _dtype.float64
    data = [counts.count(at) for at in range(length)] if weights is None and length <= 1024 else None
    return emit("Bincount", (input,), (length,), kind, None, "torch", data)


@public("clamp", "clip", inplace=True)
def clamp(input, min=None, max=None):
    """Bounds may be numbers or tensors."""
    if min is None and max is None:
        raise RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")
    bounds = [each for each in (min, max) if each is not None]
    shape, kind = input.shape, input.dtype
    for bound in bounds:
        kind = (
            operand_type(new_tensor(input.shape, kind), bound)
            if kind.category <= INT or isinstance(bound, Tensor)
            else kind
        )
        if isinstance(bound, Tensor):
            shape = broadcast_shapes(shape, bound.shape)
    data = None
    if input._data is not None:
        low, high = -math.inf if min is None else min, math.inf if max is None else max
        data = rounded(kind, map_elements(_between, shape, (input, low, high)))
    return emit("Clip", (input, min, max), shape, kind, None, "", data)


def _between(value, low, high):
    return high if value > high or low > high else low if value < low else value


public("clamp_min", inplace=True)(lambda input, min: clamp(input, min))
public("clamp_max", inplace=True)(lambda input, max: clamp(input, None, max))
