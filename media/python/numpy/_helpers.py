"""Limits of types, comparisons and other small helpers."""

from ._array import as_array, make
from ._dtypes import bool_, dtype, float64, generic, int64
from ._elementwise import isclose, unary

FLOAT_LIMITS = {
    "float16": (65504.0, 2.0**-10, 2.0**-14),
    "float32": (3.4028234663852886e38, 2.0**-23, 2.0**-126),
    "float64": (1.7976931348623157e308, 2.0**-52, 2.0**-1022),
}


class finfo:
    """Limits of a floating-point type."""

    def __init__(self, kind):
        self.dtype = dtype(kind)
        self.max, self.eps, self.tiny = FLOAT_LIMITS[self.dtype.name]
        self.min, self.smallest_normal, self.bits = -self.max, self.tiny, 8 * self.dtype.itemsize


class iinfo:
    """Limits of an integer type."""

    def __init__(self, kind):
        self.dtype = dtype(kind)
        self.bits = 8 * self.dtype.itemsize
        signed = self.dtype.kind == "i"
        self.max = 2 ** (self.bits - signed) - 1
        self.min = -self.max - 1 if signed else 0


def isscalar(element):
    return isinstance(element, (generic, bool, int, float, complex, str))


def ndim(a):
    return as_array(a).ndim


def shape(a):
    return as_array(a).shape


def size(a, axis=None):
    return as_array(a).size if axis is None else as_array(a).shape[axis]


def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    return bool(as_array(isclose(a, b, rtol, atol)).all())


def array_equal(a1, a2):
    first, second = as_array(a1), as_array(a2)
    return first.shape == second.shape and bool(as_array(first == second).all())


def issubdtype(arg1, arg2):
    kind = arg2 if isinstance(arg2, type) and issubclass(arg2, generic) else dtype(arg2).type
    return issubclass(dtype(arg1).type, kind)


def diff(a, n=1, axis=-1):
    """Differences of neighbours along the last axis."""
    for _ in range(n):
        a = as_array(a)[..., 1:] - as_array(a)[..., :-1]
    return a


def average(a, axis=None, weights=None):
    a = as_array(a)
    return a.mean(axis=axis) if weights is None else (a * weights).sum(axis=axis) / as_array(weights).sum()


def interp(x, xp, fp):
    """Piecewise linear interpolation."""
    points, values = as_array(xp).tolist(), as_array(fp).tolist()

    def at(value):
        right = next((i for i, point in enumerate(points) if point >= value), len(points) - 1)
        left = max(0, right - (points[right] >= value and right > 0))
        span = points[right] - points[left]
        share = min(max((value - points[left]) / span, 0.0), 1.0) if span else 0.0
        return values[left] + share * (values[right] - values[left])

    return unary(at, x, float64)


def nonzero(a):
    """Positions of what is not zero, for known arrays of one axis."""
    data = as_array(a).ravel().known("The positions of non-zero elements")
    found = [i for i, each in enumerate(data) if each]
    return (make((len(found),), int64, found),)


def unique(a):
    """Distinct elements in order, for known arrays."""
    found = as_array(a)
    data = sorted(set(found.known("The distinct elements")))
    return make((len(data),), found.dtype, data)


def seterr(**kwargs):
    return {}


def set_printoptions(*args, **kwargs):
    """Nothing is printed."""
