"""Functions of elements, with broadcasting."""

import math
import operator

from . import _array, _layout
from ._dtypes import bool_, dtype, float64, generic, promote


def unary(function, x, kind=None):
    """`function` of each element; `kind` is the result's type where it is not the operand's."""
    array = _array.as_array(x)
    kind = dtype(kind) if kind is not None else array.dtype
    data = None if array._data is None else [function(each) for each in array._data]
    return _array.scalar_or(_array.make(array.shape, kind, data))


def binary(function, first, second, compares=False):
    """`function` of pairs of elements."""
    kind = dtype(bool_) if compares else _result_kind(function, first, second)
    one, other = _array.as_array(first), _array.as_array(second)
    shape = _layout.broadcast(one.shape, other.shape)
    data = None
    if one._data is not None and other._data is not None and math.prod(shape) <= _layout.MAX_KNOWN:
        pairs = zip(
            _layout.expand(one._data, one.shape, shape), _layout.expand(other._data, other.shape, shape)
        )
        data = [_guarded(function, a, b) for a, b in pairs]
    return _array.scalar_or(_array.make(shape, kind, data))


def _guarded(function, a, b):
    """Division by zero is infinite, as in numpy."""
    try:
        return function(a, b)
    except ZeroDivisionError:
        return math.nan if a == 0 or a != a else math.copysign(math.inf, a)


def _result_kind(function, first, second):
    """A Python number takes the type of the array beside it, unless it is of a higher kind."""
    kinds = [_array.as_array(each).dtype for each in (first, second)]
    plain = [
        not isinstance(each, (_array.ndarray, generic)) and not hasattr(each, "_ref")
        for each in (first, second)
    ]
    kind = promote(*kinds)
    if plain[0] != plain[1]:
        weak, strong = (kinds[0], kinds[1]) if plain[0] else (kinds[1], kinds[0])
        if weak.kind == strong.kind or (weak.kind in "iub" and strong.kind in "fci"):
            kind = strong
        elif weak.kind == "f" and strong.kind in "iub":
            kind = dtype(float64)
    if function in _REAL and kind.kind in "iub":
        return dtype(float64)
    return kind


_REAL = (operator.truediv, math.atan2, math.hypot)


def _inf_safe(function):
    def apply(x):
        try:
            return function(x)
        except OverflowError:
            return math.inf
        except ValueError:
            return -math.inf if x == 0 else math.nan

    return apply


_FLOATING = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "expm1": math.expm1,
    "exp2": lambda x: 2.0**x,
    "log": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "log1p": math.log1p,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "arcsin": math.asin,
    "arccos": math.acos,
    "arctan": math.atan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "floor": math.floor,
    "ceil": math.ceil,
    "rint": round,
    "trunc": math.trunc,
    "cbrt": lambda x: math.copysign(abs(x) ** (1 / 3), x),
    "deg2rad": math.radians,
    "rad2deg": math.degrees,
    "radians": math.radians,
    "degrees": math.degrees,
}
_KEEPING = {
    "abs": abs,
    "absolute": abs,
    "negative": operator.neg,
    "square": lambda x: x * x,
    "sign": lambda x: (x > 0) - (x < 0),
    "positive": operator.pos,
    "reciprocal": lambda x: 1 / x,
}
_TESTS = {"isnan": math.isnan, "isinf": math.isinf, "isfinite": math.isfinite, "logical_not": operator.not_}
_PAIRS = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "true_divide": operator.truediv,
    "floor_divide": operator.floordiv,
    "mod": operator.mod,
    "remainder": operator.mod,
    "power": operator.pow,
    "maximum": max,
    "minimum": min,
    "fmax": max,
    "fmin": min,
    "arctan2": math.atan2,
    "hypot": math.hypot,
    "gcd": math.gcd,
    "lcm": math.lcm,
}
_COMPARISONS = {
    "equal": operator.eq,
    "not_equal": operator.ne,
    "less": operator.lt,
    "less_equal": operator.le,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "logical_and": lambda a, b: bool(a and b),
    "logical_or": lambda a, b: bool(a or b),
    "logical_xor": lambda a, b: bool(a) != bool(b),
}


def _floating(function):
    safe = _inf_safe(function)

    def apply(x, out=None, dtype=None):
        kind = _array.as_array(x).dtype
        return unary(lambda each: float(safe(each)), x, kind if kind.kind == "f" else float64)

    return apply


def _keeping(function):
    return lambda x, out=None: unary(function, x)


def _test(function):
    return lambda x, out=None: unary(function, x, bool_)


def _pair(function, compares):
    return lambda x1, x2, out=None: binary(function, x1, x2, compares)


FUNCTIONS = {
    **{name: _floating(function) for name, function in _FLOATING.items()},
    **{name: _keeping(function) for name, function in _KEEPING.items()},
    **{name: _test(function) for name, function in _TESTS.items()},
    **{name: _pair(function, False) for name, function in _PAIRS.items()},
    **{name: _pair(function, True) for name, function in _COMPARISONS.items()},
}


def where(condition, x, y):
    """Elements of `x` where the condition holds, else of `y`."""
    condition, one, other = (_array.as_array(each) for each in (condition, x, y))
    shape = _layout.broadcast(condition.shape, one.shape, other.shape)
    parts = (condition, one, other)
    data = None
    if all(part._data is not None for part in parts):
        columns = [_layout.expand(part._data, part.shape, shape) for part in parts]
        data = [a if chosen else b for chosen, a, b in zip(*columns)]
    return _array.make(shape, promote(one.dtype, other.dtype), data)


def isclose(a, b, rtol=1e-05, atol=1e-08):
    """Whether elements agree within a tolerance."""
    return binary(lambda x, y: abs(x - y) <= atol + rtol * abs(y), a, b, True)
