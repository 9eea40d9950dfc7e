"""Elementwise functions of one tensor."""

import cmath
import math

from . import _dtype
from ._promote import floating
from ._registry import public
from ._tensor import emit
from ._values import map_elements, rounded

_ONNX = frozenset(
    "Abs Neg Exp Log Sqrt Reciprocal Sin Cos Tan Erf Floor Ceil Round Sign Relu Sigmoid Tanh BitwiseNot Not".split()
)


def _log(value):
    return math.log(value) if value > 0 else -math.inf if value == 0 else math.nan


def _sqrt(value):
    return math.sqrt(value) if value >= 0 else math.nan


def _reciprocal(value):
    return 1 / value if value else math.copysign(math.inf, value)


def _sign(value):
    return (value > 0) - (value < 0)


def _exp(value):
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf


# Results of fractional type: names -> operator and its value for a Python number.
_FLOATING = {
    "exp": ("Exp", _exp),
    "log": ("Log", _log),
    "sqrt": ("Sqrt", _sqrt),
    "reciprocal": ("Reciprocal", _reciprocal),
    "sin": ("Sin", math.sin),
    "cos": ("Cos", math.cos),
    "tan": ("Tan", math.tan),
    "erf": ("Erf", math.erf),
    "sigmoid": ("Sigmoid", lambda value: 1 / (1 + math.exp(-value))),
    "tanh": ("Tanh", math.tanh),
    "rsqrt": ("Rsqrt", lambda value: _reciprocal(_sqrt(value))),
    "log1p": ("Log1p", lambda value: _log(1 + value) if abs(value) > 1e-5 else math.log1p(value)),
    "expm1": ("Expm1", math.expm1),
    "log2": ("Log2", lambda value: math.log2(value) if value > 0 else _log(value)),
    "log10": ("Log10", lambda value: math.log10(value) if value > 0 else _log(value)),
    "exp2": ("Exp2", lambda value: 2.0**value),
    "sinh": ("Sinh", math.sinh),
    "cosh": ("Cosh", math.cosh),
    "asin": ("Asin", math.asin),
    "acos": ("Acos", math.acos),
    "atan": ("Atan", math.atan),
    "asinh": ("Asinh", math.asinh),
    "acosh": ("Acosh", math.acosh),
    "atanh": ("Atanh", math.atanh),
    "erfc": ("Erfc", math.erfc),
    "erfinv": ("Erfinv", None),
    "lgamma": ("Lgamma", math.lgamma),
    "digamma": ("Digamma", None),
    "logit": ("Logit", None),
    "sinc": ("Sinc", lambda value: math.sin(math.pi * value) / (math.pi * value) if value else 1.0),
    "deg2rad": ("Deg2Rad", math.radians),
    "rad2deg": ("Rad2Deg", math.degrees),
    "i0": ("BesselI0", None),
}
_FLOATING_ALIASES = {
    "asin": ("arcsin",),
    "acos": ("arccos",),
    "atan": ("arctan",),
    "asinh": ("arcsinh",),
    "acosh": ("arccosh",),
    "atanh": ("arctanh",),
}

# Results of the operand's own type.
_SAME = {
    "floor": ("Floor", math.floor),
    "ceil": ("Ceil", math.ceil),
    "trunc": ("Trunc", math.trunc),
    "sign": ("Sign", _sign),
    "sgn": ("Sign", _sign),
    "frac": ("Frac", lambda value: value - math.trunc(value)),
    "square": ("Square", lambda value: value * value),
    "relu": ("Relu", lambda value: max(value, 0)),
    "bitwise_not": ("BitwiseNot", lambda value: not value if isinstance(value, bool) else ~value),
}

# Results of type bool; the third is what is believed of elements that are not known: activations are finite.
_BOOLEAN = {
    "isnan": ("IsNan", cmath.isnan, False),
    "isinf": ("IsInf", cmath.isinf, False),
    "isposinf": ("IsInf", lambda value: value == math.inf, False),
    "isneginf": ("IsInf", lambda value: value == -math.inf, False),
    "isfinite": ("IsFinite", cmath.isfinite, True),
    "isreal": ("IsReal", lambda value: complex(value).imag == 0, None),
    "signbit": ("SignBit", lambda value: math.copysign(1, value) < 0, None),
}


def unary(op, input, kind, function=None, attributes=None):
    """One elementwise operation, with its values where they are known."""
    data = None
    if function is not None and input._values is not None:
        data = rounded(kind, map_elements(function, input.shape, (input,)))
    return emit(op, (input,), input.shape, kind, attributes, "" if op in _ONNX else "torch", data)


def _define_floating(name, op, function):
    def elementwise(input, eps=None):
        return unary(op, input, floating(input.dtype), None if input.dtype.is_complex else function)

    public(name, *_FLOATING_ALIASES.get(name, ()), inplace=True)(elementwise)


def _define_same(name, op, function):
    def elementwise(input):
        return unary(op, input, input.dtype, None if input.dtype.is_complex else function)

    public(name, *(("fix",) if name == "trunc" else ()), inplace=True)(elementwise)


def _define_boolean(name, op, function, assumed):
    def elementwise(input):
        made = unary(op, input, _dtype.bool_, function)
        made._assumed = assumed
        return made

    public(name)(elementwise)


for _name, _row in _FLOATING.items():
    _define_floating(_name, *_row)
for _name, _row in _SAME.items():
    _define_same(_name, *_row)
for _name, _row in _BOOLEAN.items():
    _define_boolean(_name, *_row)


@public("abs", "absolute", inplace=True)
def absolute(input):
    return unary("Abs", input, input.dtype.to_real(), abs)


@public("neg", "negative", inplace=True)
def negative(input):
    if input.dtype is _dtype.bool_:
        raise RuntimeError(
            "Negation, the `-` operator, on a bool tensor is not supported. "
            "If you are trying to invert a mask, use the `~` or `logical_not()` operator instead."
        )
    return unary("Neg", input, input.dtype, lambda value: -value)


@public("positive")
def positive(input):
    if input.dtype is _dtype.bool_:
        raise RuntimeError("The `+` operator, on a bool tensor is not supported.")
    return input


@public("round", inplace=True)
def round_(input, decimals=0):
    return unary(
        "Round", input, input.dtype, lambda value: round(value, decimals) if decimals else round(value)
    )


@public("logical_not", inplace=True)
def logical_not(input):
    made = unary("Not", input, _dtype.bool_, lambda value: not value)
    if input._assumed is not None:
        made._assumed = not input._assumed
    return made


@public("nan_to_num", inplace=True)
def nan_to_num(input, nan=None, posinf=None, neginf=None):
    return unary("NanToNum", input, input.dtype)


@public("angle")
def angle(input):
    return unary("Angle", input, floating(input.dtype).to_real())


@public("conj", "conj_physical", "resolve_conj")
def conj(input):
    if not input.dtype.is_complex:
        return input
    return unary("Conj", input, input.dtype, lambda value: value.conjugate())


@public("resolve_neg")
def resolve_neg(input):
    return input
