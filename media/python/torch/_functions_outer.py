"""Products over chosen axes, and between all pairs."""

from ._functions_axes import transpose
from ._functions_binary import binary
from ._functions_matmul import define_add_product, matmul
from ._promote import operand_type, result_type
from ._registry import METHODS, public
from ._shape import broadcast_shapes, normalize_axes, normalize_axis
from ._size import Size
from ._tensor import emit, Tensor
from ._views import reshaped


@public("inner")
def inner(input, other):
    if not input.shape or not other.shape:
        return METHODS["mul"](input, other)
    if input.shape[-1] != other.shape[-1]:
        raise RuntimeError(
            f"inner() the last dimension must match on both input tensors but got shapes {list(input.shape)} and "
            f"{list(other.shape)}"
        )
    return tensordot(input, other, ([-1], [-1]))


@public("outer", "ger")
def outer(input, vec2):
    if len(input.shape) != 1 or len(vec2.shape) != 1:
        raise RuntimeError(f"outer: Expected 1-D argument self, but got {len(input.shape)}-D")
    column = reshaped(input, (input.shape[0], 1))
    return binary("Mul", column, vec2, operand_type(input, vec2), lambda a, b: a * b, "")


@public("tensordot", method=False)
def tensordot(a, b, dims=2):
    """Sums over the last axes of `a` and the first of `b`, or over the axes that `dims` lists."""
    if isinstance(dims, Tensor):
        dims = dims.tolist()
    if isinstance(dims, int):
        left, right = list(range(len(a.shape) - dims, len(a.shape))), list(range(dims))
    else:
        left, right = ([each] if isinstance(each, int) else list(each) for each in dims)
    left, right = normalize_axes(left, len(a.shape)), normalize_axes(right, len(b.shape))
    if len(left) != len(right):
        raise RuntimeError("both dimension lists should have same length")
    for one, other in zip(left, right):
        if a.shape[one] != b.shape[other]:
            raise RuntimeError(
                f"contracted dimensions need to match, but first has size {a.shape[one]} in dim {one} and second has "
                f"size {b.shape[other]} in dim {other}"
            )
    kept = [axis for axis in range(len(a.shape)) if axis not in left]
    rest = [axis for axis in range(len(b.shape)) if axis not in right]
    shape = Size((*(a.shape[axis] for axis in kept), *(b.shape[axis] for axis in rest)))
    return emit("Einsum", (a, b), shape, a.dtype, {"equation": _contraction(a, b, left, right)}, "")


def _contraction(a, b, left, right):
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    one = list(letters[: len(a.shape)])
    other = list(letters[len(a.shape) : len(a.shape) + len(b.shape)])
    for first, second in zip(left, right):
        other[second] = one[first]
    out = [letter for axis, letter in enumerate(one) if axis not in left]
    out += [letter for axis, letter in enumerate(other) if axis not in right]
    return f"{''.join(one)},{''.join(other)}->{''.join(out)}"


@public("kron")
def kron(input, other):
    rank = max(len(input.shape), len(other.shape))
    one = (1,) * (rank - len(input.shape)) + tuple(input.shape)
    two = (1,) * (rank - len(other.shape)) + tuple(other.shape)
    return emit("Kron", (input, other), [a * b for a, b in zip(one, two)], result_type(input, other))


@public("cross")
def cross(input, other, dim=None):
    shape = broadcast_shapes(input.shape, other.shape)
    axis = (
        normalize_axis(dim, len(shape))
        if dim is not None
        else next((at for at, size in enumerate(shape) if size == 3), None)
    )
    if axis is None:
        raise RuntimeError("no dimension of size 3 in input")
    if shape[axis] != 3:
        raise RuntimeError(
            f"linalg.cross: inputs dimension {dim} must have length 3. Got {input.shape[axis]} and {other.shape[axis]}"
        )
    return emit("Cross", (input, other), shape, result_type(input, other))


@public("cdist", method=False)
def cdist(x1, x2, p=2.0, compute_mode=None):
    if len(x1.shape) < 2 or len(x2.shape) < 2:
        raise RuntimeError(
            "cdist only supports at least 2D tensors, X1 got: {}D".format(min(len(x1.shape), len(x2.shape)))
        )
    if x1.shape[-1] != x2.shape[-1]:
        raise RuntimeError(
            f"X1 and X2 must have the same number of columns. X1: {x1.shape[-1]} X2: {x2.shape[-1]}"
        )
    batch = broadcast_shapes(x1.shape[:-2], x2.shape[:-2])
    return emit("CDist", (x1, x2), (*batch, x1.shape[-2], x2.shape[-2]), x1.dtype, {"p": float(p)})


@public("cov")
def cov(input, *, correction=1, fweights=None, aweights=None):
    size = input.shape[0] if len(input.shape) == 2 else None
    centered = input - METHODS["mean"](input, -1, True)
    if size is None:
        return METHODS["var"](input)
    return matmul(centered, transpose(centered, 0, 1)) / max(input.shape[1] - correction, 1)


define_add_product("addr", lambda first, second: outer(first, second))
