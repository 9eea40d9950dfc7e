"""What leaves the world of tensors: Python numbers, lists, arrays, answers."""

from . import _dtype
from ._functions_binary import binary
from ._registry import METHODS, public
from ._tensor import Tensor, known
from ._values import nested


def _single(self, what):
    if self.numel() != 1:
        raise RuntimeError(f"a Tensor with {self.numel()} elements cannot be converted to Scalar")
    if self._data is None and self._assumed is not None:
        return self._assumed
    return known(self, what)[0]


def item(self):
    """The value as a Python number; DependsOnData where it is not known."""
    return _single(self, "The value (item)")


def tolist(self):
    return nested(known(self, "The list (tolist)"), self.shape)


def _to_float(self):
    return float(_single(self, "The number (float)"))


def _to_int(self):
    return int(_single(self, "The number (int)"))


def _to_complex(self):
    return complex(_single(self, "The number (complex)"))


def _to_index(self):
    if self.numel() != 1 or self.dtype.category >= 2:
        raise TypeError("only integer tensors of a single element can be converted to an index")
    return int(_single(self, "The index"))


def _to_bool(self):
    if self.numel() == 0:
        return False
    if self.numel() > 1:
        raise RuntimeError("Boolean value of Tensor with more than one value is ambiguous")
    return bool(_single(self, "The truth (if, while, and, or, not)"))


def _iterate(self):
    if not self.shape:
        raise TypeError("iteration over a 0-d tensor")
    return iter(METHODS["unbind"](self, 0))


def _contains(self, element):
    return bool(METHODS["any"](METHODS["eq"](self, element)))


def numpy(self, *, force=False):
    """A numpy array of the same shape, type and known values."""
    import numpy

    return numpy.ndarray(tuple(self.shape), dtype=self.dtype.label, buffer=self._data)


def _to_array(self, dtype=None, copy=None):
    made = numpy(self)
    return made if dtype is None else made.astype(dtype)


def _format(self, spec):
    if not self.shape and self._data is not None:
        return format(self._data[0], spec)
    return repr(self)


def _show(self):
    """Values where they are few and known, else the shape."""
    data = self._data
    kind = "" if self.dtype.label in ("float32", "int64", "bool") else f", dtype={self.dtype}"
    if data is not None and len(data) <= 16:
        return f"tensor({nested(data, self.shape) if self.numel() else []}{kind})"
    return f"tensor(..., size={tuple(self.shape)}{kind})"


@public("equal")
def equal(input, other):
    """Whether shapes and all elements agree."""
    if input.shape != other.shape:
        return False
    if input is other:
        return True
    return known(input, "torch.equal") == known(other, "torch.equal")


def _close(one, other, rtol, atol):
    return one == other or abs(one - other) <= atol + rtol * abs(other)


@public("allclose")
def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    if input is other:
        return True
    pairs = zip(known(input, "torch.allclose"), known(other, "torch.allclose"))
    return all(_close(one, two, rtol, atol) for one, two in pairs)


@public("isclose")
def isclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    return binary("IsClose", input, other, _dtype.bool_, lambda a, b: _close(a, b, rtol, atol))


@public("is_nonzero")
def is_nonzero(input):
    if input.numel() != 1:
        raise RuntimeError("Boolean value of Tensor with more than one value is ambiguous")
    return bool(input)


@public("is_tensor", method=False)
def is_tensor(obj):
    return isinstance(obj, Tensor)


@public("is_storage", method=False)
def is_storage(obj):
    return False


METHODS.update(
    item=item,
    tolist=tolist,
    numpy=numpy,
    __array__=_to_array,
    __float__=_to_float,
    __int__=_to_int,
    __complex__=_to_complex,
    __index__=_to_index,
    __bool__=_to_bool,
    __iter__=_iterate,
    __contains__=_contains,
    __format__=_format,
    __repr__=_show,
    __str__=_show,
)
