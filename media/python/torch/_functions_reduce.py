"""Reductions that give one tensor."""

import math

from . import _dtype
from ._dtype import FLOAT, INT
from ._views import cast
from ._promote import floating
from ._registry import METHODS, public
from ._shape import normalize_axes, reduced_shape
from ._tensor import Tensor, emit
from ._values import reduced, rounded


def reduction(op, input, dim, keepdim, kind, function=None, attributes=None):
    """One reduction over `dim` (an int, several, or None for all)."""
    axes = normalize_axes(dim, len(input.shape))
    data = None
    if function is not None and input._values is not None:
        data = rounded(kind, reduced(function, input, axes if input.shape else ()))
    noted = {"axes": list(axes), "keepdims": int(bool(keepdim)), **(attributes or {})}
    return emit(op, (input,), reduced_shape(input.shape, axes, keepdim), kind, noted, "torch", data)


def _dims(dim):
    """An empty list of axes means all of them."""
    return None if isinstance(dim, (tuple, list)) and not dim else dim


def _sum_kind(input, dtype):
    return dtype or (_dtype.int64 if input.dtype.category <= INT else input.dtype)


@public("sum")
def sum_(input, dim=None, keepdim=False, *, dtype=None):
    return reduction("Sum", input, _dims(dim), keepdim, _sum_kind(input, dtype), sum)


@public("nansum")
def nansum(input, dim=None, keepdim=False, *, dtype=None):
    return reduction("Sum", input, _dims(dim), keepdim, _sum_kind(input, dtype))


@public("prod")
def prod(input, dim=None, keepdim=False, *, dtype=None):
    return reduction("Prod", input, dim, keepdim, _sum_kind(input, dtype), math.prod)


def _average(values):
    return sum(values) / len(values) if values else math.nan


def _fraction(input, dtype, name):
    kind = dtype or input.dtype
    if kind.category < FLOAT:
        raise RuntimeError(
            f"{name}(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. "
            f"Got: {_dtype.scalar_name(kind)}"
        )
    return kind


@public("mean")
def mean(input, dim=None, keepdim=False, *, dtype=None):
    return reduction("Mean", input, _dims(dim), keepdim, _fraction(input, dtype, "mean"), _average)


@public("nanmean")
def nanmean(input, dim=None, keepdim=False, *, dtype=None):
    return reduction("Mean", input, _dims(dim), keepdim, _fraction(input, dtype, "nanmean"))


def _extreme(name, op, function):
    def extreme(input, dim=None, keepdim=False):
        _check_not_empty(input, dim, name)
        return reduction(op, input, _dims(dim), keepdim, input.dtype, function)

    public(name)(extreme)
    return extreme


def _check_not_empty(input, dim, name):
    if input.numel() == 0 and dim is None:
        raise RuntimeError(
            f"{name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim "
            "with the 'dim' argument."
        )


amax = _extreme("amax", "Amax", max)
amin = _extreme("amin", "Amin", min)


def _logical(name, op, function):
    def logical(input, dim=None, keepdim=False):
        made = reduction(
            op, input, dim, keepdim, _dtype.uint8 if input.dtype is _dtype.uint8 else _dtype.bool_, function
        )
        made._assumed = input._assumed
        return made

    public(name)(logical)


_logical("any", "Any", any)
_logical("all", "All", all)


@public("count_nonzero")
def count_nonzero(input, dim=None):
    return reduction("CountNonzero", input, dim, False, _dtype.int64, lambda values: sum(map(bool, values)))


@public("logsumexp")
def logsumexp(input, dim, keepdim=False):
    return reduction("LogSumExp", input, dim, keepdim, floating(input.dtype))


def _spread_arguments(dim, unbiased, correction):
    """var(dim, unbiased) and var(unbiased) as well as var(dim, correction=1)."""
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    if correction is None:
        correction = 1 if unbiased is None or unbiased else 0
    return dim, correction


def _variance(correction):
    def function(values):
        center = sum(values) / len(values)
        rest = len(values) - correction
        return sum((value - center) ** 2 for value in values) / rest if rest > 0 else math.nan

    return function


def _deviation(correction):
    variance = _variance(correction)
    return lambda values: math.sqrt(variance(values))


def _spread(name, op, function):
    def measure(input, dim=None, unbiased=None, keepdim=False, *, correction=None):
        dim, correction = _spread_arguments(dim, unbiased, correction)
        if input.dtype.category < FLOAT:
            raise RuntimeError(f"{name} only support floating point and complex dtypes")
        return reduction(op, input, _dims(dim), keepdim, input.dtype.to_real(), function(correction))

    def with_mean(input, dim=None, unbiased=None, keepdim=False, *, correction=None):
        spread = measure(input, dim, unbiased, keepdim, correction=correction)
        return spread, mean(input, _spread_arguments(dim, unbiased, correction)[0], keepdim)

    public(name)(measure)
    public(f"{name}_mean", method=False)(with_mean)


_spread("var", "Var", _variance)
_spread("std", "Std", _deviation)


def _norm_value(order):
    if order in (2, 2.0, "fro", None):
        return lambda values: math.sqrt(sum(abs(value) ** 2 for value in values))
    if order == 1:
        return lambda values: sum(map(abs, values))
    if order == math.inf:
        return lambda values: max(map(abs, values))
    return None


@public("norm")
def norm(input, p="fro", dim=None, keepdim=False, dtype=None):
    """Vector norms over any axes; "fro" is the 2-norm, "nuc" a matrix norm."""
    kind = dtype or input.dtype
    if kind.category < FLOAT:
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor as input. "
            f"Got {_dtype.scalar_name(kind)}"
        )
    order = {"fro": 2, None: 2, "nuc": 1}.get(p, p)
    return reduction("Norm", input, _dims(dim), keepdim, kind.to_real(), _norm_value(p), {"p": float(order)})


@public("dist")
def dist(input, other, p=2):
    return norm(input - other, p)


def _quantile_like(name):
    def quantile(input, q, dim=None, keepdim=False, *, interpolation="linear"):
        axes = normalize_axes(dim, len(input.shape))
        shape = reduced_shape(input.shape, axes, keepdim)
        lead = q.shape if isinstance(q, Tensor) else ()
        return emit("Quantile", (input,), (*lead, *shape), input.dtype, {"axes": list(axes)})

    public(name)(quantile)


_quantile_like("quantile")
_quantile_like("nanquantile")


def _softmax(name, op):
    def softmax(input, dim=None, dtype=None, **_):
        source = cast(input, dtype) if dtype is not None else input
        if source.dtype.category < FLOAT:
            raise RuntimeError(
                f"\"softmax_lastdim_kernel_impl\" not implemented for '{_dtype.scalar_name(source.dtype)}'"
            )
        axes = normalize_axes(dim, len(input.shape)) if dim is not None else (_implicit_axis(input),)
        return emit(op, (source,), input.shape, source.dtype, {"axis": axes[0] if axes else 0}, "")

    public(name)(softmax)


def _implicit_axis(input):
    return 0 if len(input.shape) in (0, 1, 3) else 1


_softmax("softmax", "Softmax")
_softmax("log_softmax", "LogSoftmax")


@public("trace")
def trace(input):
    if len(input.shape) != 2:
        raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {len(input.shape)}")
    return sum_(METHODS["diagonal"](input))
