"""Functions that networks seldom use."""

from . import _dtype
from ._functions_binary import binary, operand
from ._functions_unary import unary
from ._promote import floating, operand_type
from ._registry import METHODS, public
from ._shape import as_shape, normalize_axis
from ._tensor import assign, emit


@public("vander", method=False)
def vander(x, N=None, increasing=False):
    return emit("Pow", (x,), (*x.shape, x.shape[-1] if N is None else N), x.dtype)


def _trapezoid(y, x=None, *, dx=None, dim=-1):
    axis = normalize_axis(dim, len(y.shape))
    width = (
        (1 if dx is None else dx) if x is None else METHODS["diff"](x, 1, -1 if len(x.shape) == 1 else axis)
    )
    length = y.shape[axis]
    pairs = METHODS["narrow"](y, axis, 1, length - 1) + METHODS["narrow"](y, axis, 0, length - 1)
    return METHODS["sum"](pairs * width / 2, axis)


public("trapezoid", "trapz", method=False)(_trapezoid)


@public("put", inplace=True)
def put(input, index, source, accumulate=False):
    return emit("IndexPut", (input, source, index), input.shape, input.dtype)


@public("index_reduce", inplace=True)
def index_reduce(input, dim, index, source, reduce, *, include_self=True):
    axis = normalize_axis(dim, len(input.shape))
    return emit("IndexAdd", (input, index, source), input.shape, input.dtype, {"axis": axis})


@public("polygamma", method=False)
def polygamma(n, input):
    return unary("Polygamma", input, floating(input.dtype))


@public("mvlgamma", inplace=True)
def mvlgamma(input, p):
    return unary("Lgamma", input, floating(input.dtype))


def _gamma(name):
    def gamma(input, other):
        second = operand(other, name)
        return binary("IncompleteGamma", input, second, floating(operand_type(input, second)))

    public(name, inplace=True)(gamma)


_gamma("igamma")
_gamma("igammac")


@public("corrcoef")
def corrcoef(input):
    return METHODS["cov"](input)


@public("frexp")
def frexp(input):
    return unary("Frexp", input, input.dtype), unary("Frexp", input, _dtype.int32)


@public("fill", inplace=False)
def fill(input, value):
    return METHODS["fill_"](METHODS["clone"](input), value)


def fill_diagonal_(self, fill_value, wrap=False):
    return assign(self, emit("IndexPut", (self, fill_value), self.shape, self.dtype))


def sum_to_size(self, *size):
    """Sums over the axes that broadcasting to this tensor's shape would have added or stretched."""
    target = as_shape(*size)
    lead = len(self.shape) - len(target)
    axes = [
        *range(lead),
        *(at + lead for at, length in enumerate(target) if length == 1 != self.shape[at + lead]),
    ]
    made = METHODS["sum"](self, axes, True) if axes else self
    return METHODS["reshape"](made, target)


@public("unravel_index", method=False)
def unravel_index(indices, shape):
    found = []
    for size in reversed(as_shape(shape)):
        found.append(indices % size)
        indices = indices // size
    return tuple(reversed(found))


@public("quantize_per_tensor", method=False)
def quantize_per_tensor(input, scale, zero_point, dtype):
    return emit("Quantize", (input,), input.shape, dtype)


@public("quantize_per_channel", method=False)
def quantize_per_channel(input, scales, zero_points, axis, dtype):
    return emit("Quantize", (input,), input.shape, dtype)


def _fake_quantized(input, *args, **kwargs):
    return emit("FakeQuantize", (input,), input.shape, input.dtype)


public("fake_quantize_per_tensor_affine", "fake_quantize_per_channel_affine", method=False)(_fake_quantized)


METHODS.update(
    fill_diagonal_=fill_diagonal_,
    sum_to_size=sum_to_size,
    polygamma=lambda self, n: polygamma(n, self),
    int_repr=lambda self: emit("Cast", (self,), self.shape, self.dtype),
    __reversed__=lambda self: METHODS["flip"](self, 0) if self.shape else self,
)


@public("is_same_size", method=False)
def is_same_size(input, other):
    return input.shape == other.shape


@public("is_distributed")
def is_distributed(input):
    return False
