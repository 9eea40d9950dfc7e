"""Elementwise functions of two operands, with broadcasting and promotion."""

import math

from . import _dtype
from ._dtype import BOOL, FLOAT
from ._promote import floating, operand_type
from ._registry import public
from ._shape import broadcast_shapes
from ._tensor import Tensor, emit
from ._values import map_elements, rounded

NUMBERS = (int, float, complex)


def operand(value, name, position=2):
    """A tensor or number as it is, an array as a tensor; TypeError for anything else."""
    if isinstance(value, (Tensor, *NUMBERS)):
        return value
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        from ._functions_create import as_tensor

        return as_tensor(value)
    raise TypeError(
        f"{name}(): argument 'other' (position {position}) must be Tensor, not {type(value).__name__}"
    )


def shape_of(value):
    return value.shape if isinstance(value, Tensor) else ()


def binary(op, first, second, kind, function=None, domain="torch", attributes=None):
    """One elementwise operation of two tensors or numbers."""
    shape = broadcast_shapes(shape_of(first), shape_of(second))
    data = None
    if function is not None and shape.numel() <= 1024:
        data = rounded(kind, map_elements(function, shape, (first, second)))
    return emit(op, (first, second), shape, kind, attributes, domain, data)


def _define(names, op, function, kind_of, domain, inplace):
    def elementwise(input, other):
        first, second = operand(input, names[0], 1), operand(other, names[0])
        return binary(op, first, second, kind_of(first, second), function, domain)

    public(*names, inplace=inplace)(elementwise)


def _float_kind(first, second):
    return floating(operand_type(first, second))


def _bool_kind(first, second):
    return _dtype.bool_


def _number_kind(first, second):
    kind = operand_type(first, second)
    if kind.category == BOOL:
        raise RuntimeError("this operation is not implemented for 'Bool'")
    return kind


def _bit_kind(first, second):
    kind = operand_type(first, second)
    if kind.category >= FLOAT:
        raise RuntimeError(f"\"bitwise\" not implemented for '{_dtype.scalar_name(kind)}'")
    return kind


def _fmod(first, second):
    return (
        math.fmod(first, second)
        if isinstance(first, float) or isinstance(second, float)
        else int(math.fmod(first, second))
    )


# names -> operator, value, type of the result, domain
_TABLE = {
    ("mul", "multiply"): ("Mul", lambda a, b: a * b, operand_type, ""),
    ("remainder",): ("Remainder", lambda a, b: a % b, _number_kind, "torch"),
    ("fmod",): ("Mod", _fmod, _number_kind, ""),
    ("floor_divide",): ("FloorDivide", lambda a, b: a // b, _number_kind, "torch"),
    ("atan2", "arctan2"): ("Atan2", math.atan2, _float_kind, "torch"),
    ("minimum",): ("Min", min, operand_type, ""),
    ("maximum",): ("Max", max, operand_type, ""),
    ("fmin",): ("Min", min, operand_type, ""),
    ("fmax",): ("Max", max, operand_type, ""),
    ("hypot",): ("Hypot", math.hypot, _float_kind, "torch"),
    ("logaddexp",): ("LogAddExp", None, _float_kind, "torch"),
    ("logaddexp2",): ("LogAddExp", None, _float_kind, "torch"),
    ("xlogy",): ("Xlogy", lambda a, b: a * math.log(b) if a else 0.0, _float_kind, "torch"),
    ("copysign",): ("CopySign", math.copysign, _float_kind, "torch"),
    ("heaviside",): ("Heaviside", lambda a, b: 0 if a < 0 else 1 if a > 0 else b, operand_type, "torch"),
    ("nextafter",): ("NextAfter", None, _float_kind, "torch"),
    ("ldexp",): ("Ldexp", lambda a, b: a * 2.0**b, _float_kind, "torch"),
    ("gcd",): ("Gcd", math.gcd, _bit_kind, "torch"),
    ("lcm",): ("Lcm", math.lcm, _bit_kind, "torch"),
    ("eq",): ("Equal", lambda a, b: a == b, _bool_kind, ""),
    ("ne", "not_equal"): ("NotEqual", lambda a, b: a != b, _bool_kind, "torch"),
    ("lt", "less"): ("Less", lambda a, b: a < b, _bool_kind, ""),
    ("le", "less_equal"): ("LessOrEqual", lambda a, b: a <= b, _bool_kind, ""),
    ("gt", "greater"): ("Greater", lambda a, b: a > b, _bool_kind, ""),
    ("ge", "greater_equal"): ("GreaterOrEqual", lambda a, b: a >= b, _bool_kind, ""),
    ("bitwise_left_shift",): ("BitShift", lambda a, b: a << b, _bit_kind, "torch"),
    ("bitwise_right_shift",): ("BitShift", lambda a, b: a >> b, _bit_kind, "torch"),
}
for _names, (_op, _value, _kind, _domain) in _TABLE.items():
    _define(_names, _op, _value, _kind, _domain, inplace=True)

_LOGIC = {
    "and": ("And", lambda a, b: bool(a and b), "BitwiseAnd", lambda a, b: a & b),
    "or": ("Or", lambda a, b: bool(a or b), "BitwiseOr", lambda a, b: a | b),
    "xor": ("Xor", lambda a, b: bool(a) != bool(b), "BitwiseXor", lambda a, b: a ^ b),
}


def _believed(made, word, first, second):
    beliefs = [getattr(each, "_assumed", None) for each in (first, second)]
    if None not in beliefs:
        made._assumed = _LOGIC[word][1](*beliefs)
    return made


def _define_logic(word, logical, logical_value, bitwise, bitwise_value):
    def logic(input, other):
        first, second = operand(input, word, 1), operand(other, word)
        return _believed(binary(logical, first, second, _dtype.bool_, logical_value, ""), word, first, second)

    def bits(input, other):
        first, second = operand(input, word, 1), operand(other, word)
        kind = _bit_kind(first, second)
        op = logical if kind is _dtype.bool_ else bitwise
        return _believed(binary(op, first, second, kind, bitwise_value, ""), word, first, second)

    public(f"logical_{word}", inplace=True)(logic)
    public(f"bitwise_{word}", inplace=True)(bits)


for _word, _row in _LOGIC.items():
    _define_logic(_word, *_row)


def _scaled(other, alpha):
    if alpha == 1:
        return other
    return binary("Mul", other, alpha, operand_type(other, alpha), lambda a, b: a * b, "")


@public("add", inplace=True)
def add(input, other, *, alpha=1):
    first, second = operand(input, "add", 1), _scaled(operand(other, "add"), alpha)
    return binary("Add", first, second, operand_type(first, second), lambda a, b: a + b, "")


@public("sub", "subtract", inplace=True)
def sub(input, other, *, alpha=1):
    first, second = operand(input, "sub", 1), _scaled(operand(other, "sub"), alpha)
    if all(
        (each.dtype is _dtype.bool_ if isinstance(each, Tensor) else isinstance(each, bool))
        for each in (first, second)
    ):
        raise RuntimeError(
            "Subtraction, the `-` operator, with two bool tensors is not supported. "
            "Use the `^` or `logical_xor()` operator instead."
        )
    return binary("Sub", first, second, operand_type(first, second), lambda a, b: a - b, "")


@public("rsub")
def rsub(input, other, *, alpha=1):
    return sub(other, _scaled(input, alpha))


def _quotient(first, second):
    if second:
        return first / second
    if not first or first != first:
        return math.nan
    return math.copysign(math.inf, first) * math.copysign(1, second)


@public("div", "divide", "true_divide", inplace=True)
def div(input, other, *, rounding_mode=None):
    """True division gives a fractional type; rounded division keeps the operands' type."""
    first, second = operand(input, "div", 1), operand(other, "div")
    kind = operand_type(first, second)
    if rounding_mode is None:
        return binary("Div", first, second, floating(kind), _quotient, "")
    if rounding_mode == "floor":
        return binary("FloorDivide", first, second, kind, lambda a, b: a // b)
    if rounding_mode != "trunc":
        raise RuntimeError(
            f"div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '{rounding_mode}'"
        )
    return binary("TruncDivide", first, second, kind, lambda a, b: math.trunc(_quotient(a, b)))


@public("pow", inplace=True)
def pow_(input, exponent):
    first, second = operand(input, "pow", 1), operand(exponent, "pow")
    kind = operand_type(first, second)
    if kind.category < FLOAT and isinstance(second, int) and second < 0:
        raise RuntimeError("Integers to negative integer powers are not allowed.")
    return binary("Pow", first, second, kind, lambda a, b: a**b, "")


@public("float_power", inplace=True)
def float_power(input, exponent):
    first, second = operand(input, "float_power", 1), operand(exponent, "float_power")
    kind = _dtype.promote_types(operand_type(first, second), _dtype.float64)
    return binary("Pow", first, second, kind, lambda a, b: float(a) ** b, "")
