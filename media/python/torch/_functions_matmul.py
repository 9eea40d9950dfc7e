"""Products of matrices."""

import operator

from ._dtype import scalar_name
from ._functions_binary import binary
from ._functions_view import reshaped, transpose
from ._promote import operand_type, result_type
from ._registry import METHODS, public
from ._shape import broadcast_shapes, normalize_axes, normalize_axis
from ._size import Size
from ._tensor import Tensor, emit


def _same_type(first, second):
    if first.dtype is not second.dtype:
        raise RuntimeError(
            f"expected m1 and m2 to have the same dtype, but got: {scalar_name(first.dtype).lower()} != "
            f"{scalar_name(second.dtype).lower()}"
        )


def _product(first, second, shape, data=None):
    _same_type(first, second)
    return emit("MatMul", (first, second), shape, first.dtype, None, "", data)


def _require_tensor(name, value, position=2):
    if not isinstance(value, Tensor):
        raise TypeError(f"{name}(): argument 'other' (position {position}) must be Tensor, not {type(value).__name__}")


@public("matmul")
def matmul(input, other):
    """Vectors, matrices and batches of them in all combinations."""
    _require_tensor("matmul", other)
    left, right = input.shape, other.shape
    if not left or not right:
        raise RuntimeError(
            f"both arguments to matmul need to be at least 1D, but they are {len(left)}D and {len(right)}D"
        )
    if len(left) == 1 and len(right) == 1:
        return dot(input, other)
    rows = left[-2] if len(left) > 1 else 1
    inner = right[-2] if len(right) > 1 else right[0]
    if left[-1] != inner:
        raise RuntimeError(_mismatch(left, right))
    batch = left[:-2] if len(right) <= 2 else broadcast_shapes(left[:-2], right[:-2])
    shape = (*batch, *((rows,) if len(left) > 1 else ()), *((right[-1],) if len(right) > 1 else ()))
    return _product(input, other, Size(shape))


def _mismatch(left, right):
    if len(left) > 1 and len(right) == 1:
        return _vector_mismatch(left, left[-1], right[0])
    if len(left) == 1 and len(right) > 2:
        return _vector_mismatch((*right[:-2], right[-1], right[-2]), right[-2], left[0])
    if len(right) <= 2:
        one, two = (1, *left)[-2:] if len(left) < 3 else (Size(left[:-1]).numel(), left[-1]), right
    elif len(left) <= 2:
        one, two = (Size(right).numel() // right[-2], right[-2]), (left[-1], left[-2])
    else:
        one = None
    if one is not None:
        return f"mat1 and mat2 shapes cannot be multiplied ({one[0]}x{one[1]} and {two[0]}x{two[1]})"
    batch = Size(broadcast_shapes(left[:-2], right[:-2])).numel()
    return (
        f"Expected size for first two dimensions of batch2 tensor to be: [{batch}, {left[-1]}] but got: "
        f"[{batch}, {right[-2]}]."
    )


def _vector_mismatch(matrix, columns, size):
    rows = Size(matrix[:-1]).numel()
    return f"size mismatch, got input ({rows}), mat ({rows}x{columns}), vec ({size})"


def _ranks(name, first, second, rank):
    for label, each in (("self", first), ("mat2", second)):
        if len(each.shape) != rank:
            raise RuntimeError(f"{label} must be a matrix" if name == "mm" else f"{name}: expected {rank}D tensors")


@public("mm")
def mm(input, mat2):
    _ranks("mm", input, mat2, 2)
    return matmul(input, mat2)


@public("bmm")
def bmm(input, mat2):
    for label, each in (("batch1", input), ("batch2", mat2)):
        if len(each.shape) != 3:
            raise RuntimeError(f"{label} must be a 3D tensor")
    batch, rows, inner = input.shape
    if mat2.shape[:2] != (batch, inner):
        raise RuntimeError(
            f"Expected size for first two dimensions of batch2 tensor to be: [{batch}, {inner}] but got: "
            f"[{mat2.shape[0]}, {mat2.shape[1]}]."
        )
    return _product(input, mat2, Size((batch, rows, mat2.shape[2])))


@public("mv")
def mv(input, vec):
    if len(input.shape) != 2 or len(vec.shape) != 1:
        raise RuntimeError(
            f"vector + matrix @ vector expected, got {1}, {len(input.shape)}, {len(vec.shape)}"
        )
    return matmul(input, vec)


@public("dot", "vdot")
def dot(input, other):
    if len(input.shape) != 1 or len(other.shape) != 1:
        raise RuntimeError(
            f"1D tensors expected, but got {len(input.shape)}D and {len(other.shape)}D tensors"
        )
    if input.shape != other.shape:
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor {list(input.shape)} and src {list(other.shape)} to have the "
            f"same number of elements, but got {input.shape[0]} and {other.shape[0]} elements respectively"
        )
    data = None
    if input._data is not None and other._data is not None:
        data = [sum(map(operator.mul, input._data, other._data))]
    return _product(input, other, Size(), data)


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


def _scaled(tensor, factor):
    return tensor if factor == 1 else METHODS["mul"](tensor, factor)


def _add_product(name, multiply):
    def add_product(input, first, second, *, beta=1, alpha=1):
        product = multiply(first, second)
        _check_expand(input, product.shape)
        return METHODS["add"](_scaled(product, alpha), _scaled(input, beta)) if beta != 0 else _scaled(product, alpha)

    public(name, inplace=True)(add_product)


def _check_expand(input, shape):
    from ._functions_view import _expanded_shape

    _expanded_shape(input, shape)


_add_product("addmm", lambda first, second: mm(first, second))
_add_product("addbmm", lambda first, second: METHODS["sum"](bmm(first, second), 0))
_add_product("baddbmm", lambda first, second: bmm(first, second))
_add_product("addmv", lambda first, second: mv(first, second))
_add_product("addr", lambda first, second: outer(first, second))


@public("chain_matmul", method=False)
def chain_matmul(*matrices):
    made = matrices[0]
    for each in matrices[1:]:
        made = mm(made, each)
    return made


@public("matrix_power")
def matrix_power(input, n):
    made = input
    for _ in range(abs(n) - 1):
        made = matmul(made, input)
    return made


@public("kron")
def kron(input, other):
    rank = max(len(input.shape), len(other.shape))
    one = (1,) * (rank - len(input.shape)) + tuple(input.shape)
    two = (1,) * (rank - len(other.shape)) + tuple(other.shape)
    return emit("Kron", (input, other), [a * b for a, b in zip(one, two)], result_type(input, other))


@public("cross")
def cross(input, other, dim=None):
    shape = broadcast_shapes(input.shape, other.shape)
    axis = normalize_axis(dim, len(shape)) if dim is not None else next((at for at, size in enumerate(shape) if size == 3), None)
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
        raise RuntimeError("cdist only supports at least 2D tensors, X1 got: {}D".format(min(len(x1.shape), len(x2.shape))))
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
