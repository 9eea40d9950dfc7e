"""Puts functions and methods together: importing this completes Tensor."""

from . import (  # noqa: F401
    _functions_axes,
    _functions_binary,
    _functions_complex,
    _functions_create,
    _functions_einsum,
    _functions_gather,
    _functions_join,
    _functions_linalg,
    _functions_matmul,
    _functions_nn,
    _functions_order,
    _functions_outer,
    _functions_random,
    _functions_rare,
    _functions_reduce,
    _functions_repeat,
    _functions_reshape,
    _functions_select,
    _functions_signal,
    _functions_slice,
    _functions_split,
    _functions_ternary,
    _functions_triangle,
    _functions_turn,
    _functions_unary,
    _functions_values,
    _index,
    _tensor_answers,
    _tensor_copies,
    _tensor_moves,
    _tensor_writes,
)
from ._operators import operators
from ._registry import FUNCTIONS, METHODS
from ._tensor import Tensor

METHODS.pop("real")
METHODS.pop("imag")
for _name, _body in {
    **METHODS,
    **operators(),
    **_tensor_answers.PROPERTIES,
    **_tensor_copies.PROTOCOL,
}.items():
    setattr(Tensor, _name, _body)
Tensor.__getitem__ = _index.get_item
Tensor.__setitem__ = _index.set_item
