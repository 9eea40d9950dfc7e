"""Complex tensors and their parts."""

from . import _dtype
from ._functions_binary import binary
from ._registry import public
from ._size import Size
from ._tensor import emit


def real_view(input):
    if not input.dtype.is_complex:
        raise RuntimeError("view_as_real is only supported for complex tensors")
    return emit("ViewAsReal", (input,), Size((*input.shape, 2)), input.dtype.to_real())


public("view_as_real")(real_view)


@public("view_as_complex")
def view_as_complex(input):
    if not input.shape or input.shape[-1] != 2:
        raise RuntimeError("Tensor must have a last dimension of size 2")
    if not input.dtype.is_floating_point:
        raise RuntimeError(
            "view_as_complex is only supported for half, float and double tensors, but got a tensor of scalar type: "
            f"{_dtype.scalar_name(input.dtype)}"
        )
    return emit("ViewAsComplex", (input,), input.shape[:-1], input.dtype.to_complex())


@public("real")
def real(input):
    return emit("Real", (input,), input.shape, input.dtype.to_real()) if input.dtype.is_complex else input


@public("imag")
def imag(input):
    if not input.dtype.is_complex:
        raise RuntimeError("imag is not implemented for tensors with non-complex dtypes.")
    return emit("Real", (input,), input.shape, input.dtype.to_real())


@public("complex", method=False)
def complex_(real, imag):
    return binary("Complex", real, imag, real.dtype.to_complex(), complex)


@public("polar", method=False)
def polar(abs, angle):
    return binary("Complex", abs, angle, abs.dtype.to_complex())
