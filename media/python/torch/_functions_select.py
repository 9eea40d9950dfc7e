"""Choosing by condition, and what is left: places of true elements, distinct elements."""

import builtins

from . import _dtype
from ._errors import depends
from ._index_plan import true_places
from ._promote import result_type
from ._registry import METHODS, public
from ._shape import broadcast_shapes
from ._size import Size
from ._tensor import Tensor, emit, new_tensor
from ._values import map_elements, rounded


@public("where")
def where(condition, input=None, other=None):
    """where(c, a, b); where(c) needs to know how many are true."""
    if input is None and other is None:
        return tuple(true_places(condition, "torch.where with one argument"))
    if condition.dtype is not _dtype.bool_ and condition.dtype is not _dtype.uint8:
        raise RuntimeError(
            f"where expected condition to be a boolean tensor, but got a tensor with dtype "
            f"{_dtype.scalar_name(condition.dtype)}"
        )
    shapes = [each.shape for each in (condition, input, other) if isinstance(each, Tensor)]
    shape = broadcast_shapes(*shapes)
    kind = result_type(input, other)
    data = rounded(kind, map_elements(lambda c, a, b: a if c else b, shape, (condition, input, other)))
    return emit("Where", (condition, input, other), shape, kind, None, "", data)


METHODS["where"] = lambda self, condition, other: where(condition, self, other)


@public("nonzero")
def nonzero(input, *, as_tuple=False):
    columns = true_places(input, "The number of elements of nonzero")
    if as_tuple:
        return tuple(columns)
    count = columns[0].shape[0] if columns else 0
    data = [column._data[at] for at in range(count) for column in columns]
    return emit("Index", (input,), (count, len(columns)), _dtype.int64, None, "torch", data)


@public("argwhere")
def argwhere(input):
    return nonzero(input)


@public("unique", "unique_consecutive")
def unique(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    """Distinct elements, where they are known."""
    data = input._data
    if data is None or dim is not None:
        raise depends(
            f"How many distinct elements a tensor of shape {list(input.shape)} has",
            "Give the count as a Python number.",
        )
    values = builtins.sorted(set(data))
    found = [new_tensor((len(values),), input.dtype, input.device, values)]
    if return_inverse:
        found.append(
            new_tensor(input.shape, _dtype.int64, input.device, [values.index(value) for value in data])
        )
    if return_counts:
        found.append(
            new_tensor((len(values),), _dtype.int64, input.device, [data.count(value) for value in values])
        )
    return tuple(found) if len(found) > 1 else found[0]


@public("isin", method=False)
def isin(elements, test_elements, *, assume_unique=False, invert=False):
    shape = elements.shape if isinstance(elements, Tensor) else Size()
    return emit("IsIn", (elements, test_elements), shape, _dtype.bool_)
