"""Products of matrices."""

import operator

from ._dtype import scalar_name
from ._functions_axes import expanded_shape
from ._registry import METHODS, public
from ._shape import broadcast_shapes
from ._size import Size
from ._tensor import emit, Tensor


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
        raise TypeError(
            f"{name}(): argument 'other' (position {position}) must be Tensor, not {type(value).__name__}"
        )


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
            raise RuntimeError(
                f"{label} must be a matrix" if name == "mm" else f"{name}: expected {rank}D tensors"
            )


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


def _scaled(tensor, factor):
    return tensor if factor == 1 else METHODS["mul"](tensor, factor)


def define_add_product(name, multiply):
    def add_product(input, first, second, *, beta=1, alpha=1):
        product = multiply(first, second)
        _check_expand(input, product.shape)
        return (
            METHODS["add"](_scaled(product, alpha), _scaled(input, beta))
            if beta != 0
            else _scaled(product, alpha)
        )

    public(name, inplace=True)(add_product)


def _check_expand(input, shape):
    expanded_shape(input, shape)


define_add_product("addmm", lambda first, second: mm(first, second))


define_add_product("addbmm", lambda first, second: METHODS["sum"](bmm(first, second), 0))


define_add_product("baddbmm", lambda first, second: bmm(first, second))


define_add_product("addmv", lambda first, second: mv(first, second))


@public("chain_matmul", method=False)
def chain_matmul(*matrices):
    made = matrices[0]
    for each in matrices[1:]:
        made = mm(made, each)
    return made
