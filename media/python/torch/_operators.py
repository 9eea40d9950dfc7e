"""Python's operators on tensors."""

from ._functions_binary import NUMBERS
from ._registry import METHODS, in_place
from ._tensor import Tensor
from . import _functions_unary
from ._registry import FUNCTIONS

# operator -> function; those with a reflected and an in-place form
_ARITHMETIC = {
    "add": "add",
    "sub": "sub",
    "mul": "mul",
    "truediv": "div",
    "floordiv": "floor_divide",
    "mod": "remainder",
    "pow": "pow",
    "and": "bitwise_and",
    "or": "bitwise_or",
    "xor": "bitwise_xor",
    "lshift": "bitwise_left_shift",
    "rshift": "bitwise_right_shift",
    "matmul": "matmul",
}
_COMPARISON = ("eq", "ne", "lt", "le", "gt", "ge")


def _fits(value):
    return isinstance(value, (Tensor, *NUMBERS)) or (hasattr(value, "shape") and hasattr(value, "dtype"))


def _operator(function):
    def operator(self, other):
        return function(self, other) if _fits(other) else NotImplemented

    return operator


def _reflected(function):
    def operator(self, other):
        return function(other, self) if _fits(other) else NotImplemented

    return operator


def _comparison(name, function):
    def operator(self, other):
        if _fits(other):
            return function(self, other)
        return NotImplemented if name not in ("eq", "ne") else name == "ne"

    return operator


def operators():
    """name -> method, for all of Python's operators."""
    made = {}
    for word, name in _ARITHMETIC.items():
        function = FUNCTIONS[name]
        made[f"__{word}__"] = _operator(function)
        made[f"__r{word}__"] = _reflected(function)
        if word != "matmul":
            made[f"__i{word}__"] = METHODS.get(f"{name}_") or in_place(f"__i{word}__", function)
    for name in _COMPARISON:
        made[f"__{name}__"] = _comparison(name, FUNCTIONS[name])
    made["__neg__"] = _functions_unary.negative
    made["__pos__"] = _functions_unary.positive
    made["__abs__"] = _functions_unary.absolute
    made["__invert__"] = FUNCTIONS["bitwise_not"]
    return made
