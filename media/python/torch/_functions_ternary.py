"""Elementwise functions of three operands."""

from ._promote import result_type
from ._registry import METHODS, public
from ._shape import broadcast_shapes, normalize_axes, normalize_axis
from ._tensor import Tensor, emit
from ._values import map_elements, rounded


@public("lerp", inplace=True)
def lerp(input, end, weight):
    shape = broadcast_shapes(input.shape, end.shape, weight.shape if isinstance(weight, Tensor) else ())
    data = rounded(input.dtype, map_elements(lambda a, b, w: a + w * (b - a), shape, (input, end, weight)))
    return emit("Lerp", (input, end, weight), shape, input.dtype, None, "torch", data)


def _add_scaled(name, op):
    def add_scaled(input, tensor1, tensor2, *, value=1):
        shape = broadcast_shapes(input.shape, tensor1.shape, tensor2.shape)
        return emit(op, (input, tensor1, tensor2), shape, result_type(input, tensor1, tensor2))

    public(name, inplace=True)(add_scaled)


_add_scaled("addcmul", "AddCMul")
_add_scaled("addcdiv", "AddCDiv")


@public("renorm", inplace=True)
def renorm(input, p, dim, maxnorm):
    axes = [axis for axis in range(len(input.shape)) if axis != normalize_axis(dim, len(input.shape))]
    lengths = METHODS["norm"](input, p, normalize_axes(axes, len(input.shape)), True)
    return METHODS["mul"](input, METHODS["clamp"](maxnorm / (lengths + 1e-7), max=1.0))
