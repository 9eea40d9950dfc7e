"""The type of a result: torch's three ranks of operands (tensors, 0-dim tensors, Python numbers)."""

from . import _dtype
from ._dtype import FLOAT, promote_types
from ._registry import public
from ._tensor import Tensor


@public("result_type", method=False)
def result_type(*operands):
    """The common type of tensors and numbers: a lower rank only counts where its category is higher."""
    ranks = [None, None, None]
    for each in operands:
        if isinstance(each, Tensor):
            rank, kind = (0 if each.shape else 1), each.dtype
        else:
            rank, kind = 2, _dtype.of_number(each)
        ranks[rank] = kind if ranks[rank] is None else promote_types(ranks[rank], kind)
    return _combine(ranks[0], _combine(ranks[1], ranks[2]))


def _combine(higher, lower):
    if higher is None or lower is None:
        return higher or lower
    if lower.category <= higher.category:
        return higher
    if higher.category == FLOAT:
        return higher.to_complex()
    return promote_types(higher, lower) if higher.category == 0 or lower.category >= FLOAT else higher


def operand_type(first, second):
    """`result_type` of two, with the common cases first."""
    if isinstance(first, Tensor):
        if isinstance(second, Tensor):
            if first.dtype is second.dtype:
                return first.dtype
        elif type(second) is int and first.dtype.category:
            return first.dtype
        elif type(second) is float and first.dtype.category >= FLOAT:
            return first.dtype
    return result_type(first, second)


def floating(kind):
    """The type that functions with fractional results give for `kind`."""
    return kind if kind.category >= FLOAT else _dtype.get_default_dtype()


@public("can_cast", method=False)
def can_cast(from_, to):
    return _dtype.can_cast(from_, to)
