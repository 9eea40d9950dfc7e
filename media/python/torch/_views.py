"""Views: the same elements under another shape, with what is known of them."""

import math

from . import _dtype
from ._shape import contiguous_strides
from ._tensor import alias, attach, emit, MAX_KNOWN
from ._values import places, rounded


def strided_view(op, input, shape, restride, attributes=None, domain="torch", inputs=None):
    """A view whose offset and strides `restride` works out from the input's strides."""
    made = emit(op, inputs or (input,), shape, input.dtype, attributes, domain)
    own = tuple(restride(input.stride())[1])
    if own != contiguous_strides(made.shape):
        made._strides = own
    show(made, input, restride)
    return made


def show(made, input, restride):
    """`made` has the input's elements at the places that `restride` gives, as far as they are known."""
    if input._values is None or made.shape.numel() > MAX_KNOWN:
        made._viewed = input._viewed = True
        return
    offset, strides = restride(contiguous_strides(input.shape))
    attach(made, input, places(offset, made.shape, strides))


def reshaped(input, shape, op="Reshape", strides=None):
    """The same elements in row-major order, in another shape."""
    made = emit(op, (input,), shape, input.dtype)
    made._strides = strides
    attach(made, input)
    return made


def alias_of(input):
    """A view that is no operation: `input` under another object, so that in-place renames stay apart."""
    made = alias(input)
    made._strides = input._strides
    made.requires_grad = input.requires_grad
    return made


def rearranged(op, input, shape, order, attributes=None, inputs=None):
    """A copy whose element i is the input's element order()[i]."""
    data = None
    if input._data is not None and math.prod(shape) <= 1024:
        known = input._data
        data = [known[place] for place in order()]
    return emit(op, inputs or (input,), shape, input.dtype, attributes, "torch", data)


def cast(input, kind):
    """The same elements in another type."""
    if kind is input.dtype:
        return input
    data = rounded(kind, input._data)
    return emit("Cast", (input,), input.shape, kind, {"to": _dtype.onnx_code(kind)}, "", data)
