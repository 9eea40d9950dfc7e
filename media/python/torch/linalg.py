"""torch.linalg: products and norms are priced, decompositions are recorded at unknown cost."""

import collections

from torch._errors import Unsupported
from torch._shape import broadcast_shapes, normalize_axes, reduced_shape
from torch._tensor import emit, new_tensor
from torch._trace import record


def _floating(x, name):
    if not (x.dtype.is_floating_point or x.dtype.is_complex):
        raise RuntimeError(
            f"linalg.{name}: Expected a floating point or complex tensor as input. Got {x.dtype}"
        )


def _matrices(x, name, square=True):
    if len(x.shape) < 2:
        raise RuntimeError(f"linalg.{name}: The input tensor A must have at least 2 dimensions.")
    if square and x.shape[-1] != x.shape[-2]:
        raise RuntimeError(
            f"linalg.{name}: A must be batches of square matrices, "
            f"but they are {x.shape[-2]} by {x.shape[-1]} matrices"
        )
    return x.shape[:-2]


def _several(op, x, shapes, dtypes=None):
    """One node with several outputs."""
    made = [
        new_tensor(shape, kind, x.device) for shape, kind in zip(shapes, dtypes or [x.dtype] * len(shapes))
    ]
    record(op, [x], made, {}, "torch")
    return made


def norm(A, ord=None, dim=None, keepdim=False, *, out=None, dtype=None):
    """A vector's or a matrix's norm over `dim`, over everything where it is None."""
    return vector_norm(A, ord, dim, keepdim, dtype=dtype)


def vector_norm(x, ord=2, dim=None, keepdim=False, *, dtype=None, out=None):
    """The norm over `dim`, over everything where it is None."""
    _floating(x, "vector_norm")
    axes = normalize_axes(dim, len(x.shape))
    attributes = {"axes": list(axes), "keepdims": int(bool(keepdim))}
    kind = (dtype or x.dtype).to_real()
    return emit("Norm", [x], reduced_shape(x.shape, axes, keepdim), kind, attributes)


def matrix_norm(A, ord="fro", dim=(-2, -1), keepdim=False, *, dtype=None, out=None):
    """The norm over two axes. Spectral and nuclear ones need singular values."""
    if ord in (2, -2, "nuc"):
        axes = normalize_axes(dim, len(A.shape))
        return emit("SVD", [A], reduced_shape(A.shape, axes, keepdim), (dtype or A.dtype).to_real())
    return vector_norm(A, 2, dim, keepdim, dtype=dtype)


def matmul(input, other, *, out=None):
    """As torch.matmul."""
    import torch

    return torch.matmul(input, other)


def multi_dot(tensors, *, out=None):
    """The product of a chain of matrices, in the order with the fewest multiplications."""
    tensors = list(tensors)
    sizes = [tensors[0].shape[0] if len(tensors[0].shape) == 2 else 1, *(each.shape[-1] for each in tensors)]
    if len(tensors[-1].shape) == 1:
        sizes[-2:] = [tensors[-1].shape[0], 1]
    return _chain_product(tensors, _cheapest_splits(sizes), 0, len(tensors) - 1)


def _cheapest_splits(sizes):
    """For each (first, last) of a chain, where the cheapest last product falls."""
    count = len(sizes) - 1
    cost = {(i, i): 0 for i in range(count)}
    split = {}
    for length in range(1, count):
        for i in range(count - length):
            j = i + length
            options = {
                k: cost[i, k] + cost[k + 1, j] + sizes[i] * sizes[k + 1] * sizes[j + 1] for k in range(i, j)
            }
            split[i, j] = min(options, key=options.get)
            cost[i, j] = options[split[i, j]]
    return split


def _chain_product(tensors, split, first, last):
    if first == last:
        return tensors[first]
    middle = split[first, last]
    left = _chain_product(tensors, split, first, middle)
    return matmul(left, _chain_product(tensors, split, middle + 1, last))


def matrix_power(A, n, *, out=None):
    """Repeated products by squaring."""
    import torch

    _matrices(A, "matrix_power")
    if n == 1:
        return torch.clone(A)
    if n < 0:
        A, n = inv(A), -n
    result = None
    while n:
        if n & 1:
            result = A if result is None else matmul(result, A)
        n >>= 1
        A = matmul(A, A) if n else A
    return result if result is not None else _identity_like(A)


def _identity_like(A):
    import torch

    return torch.eye(A.shape[-1], dtype=A.dtype, device=A.device).expand(A.shape)


def cross(input, other, *, dim=-1, out=None):
    """As torch.cross, along the last axis by default."""
    import torch

    return torch.cross(input, other, dim=dim)


def vecdot(x, y, *, dim=-1, out=None):
    """Sum of products along `dim`."""
    return (x * y).sum(dim)


def diagonal(A, *, offset=0, dim1=-2, dim2=-1):
    """As torch.diagonal of the last two axes."""
    import torch

    return torch.diagonal(A, offset, dim1, dim2)


def inv(A, *, out=None):
    _floating(A, "inv")
    _matrices(A, "inv")
    return emit("Inverse", [A], A.shape, A.dtype)


def pinv(A, *args, **kwargs):
    batch = _matrices(A, "pinv", square=False)
    return emit("SVD", [A], (*batch, A.shape[-1], A.shape[-2]), A.dtype)


def det(A, *, out=None):
    return emit("Det", [A], _matrices(A, "det"), A.dtype)


SlogDet = collections.namedtuple("slogdet", ["sign", "logabsdet"])


def slogdet(A, *, out=None):
    batch = _matrices(A, "slogdet")
    return SlogDet(*_several("Det", A, [batch, batch], [A.dtype, A.dtype.to_real()]))


def solve(A, B, *, left=True, out=None):
    batch = _matrices(A, "solve")
    vector = len(B.shape) == 1 or (len(B.shape) == len(A.shape) - 1 and B.shape == A.shape[:-1])
    size = B.shape[-1] if vector else B.shape[-2 if left else -1]
    if size != A.shape[-1]:
        raise RuntimeError(
            "linalg.solve: Incompatible shapes of A and B for the equation: "
            f"{list(A.shape)} and {list(B.shape)}"
        )
    shape = B.shape if vector else (*broadcast_shapes(batch, B.shape[:-2]), *B.shape[-2:])
    return emit("Solve", [A, B], shape, A.dtype)


def solve_triangular(A, B, *, upper, left=True, unitriangular=False, out=None):
    return solve(A, B, left=left)


def lstsq(A, B, *args, **kwargs):
    raise Unsupported("torch.linalg.lstsq is not supported: the size of its residuals depends on the rank.")


def cholesky(A, *, upper=False, out=None):
    _matrices(A, "cholesky")
    return emit("Cholesky", [A], A.shape, A.dtype)


QR = collections.namedtuple("qr", ["Q", "R"])
SVD = collections.namedtuple("svd", ["U", "S", "Vh"])
Eigh = collections.namedtuple("eigh", ["eigenvalues", "eigenvectors"])


def qr(A, mode="reduced", *, out=None):
    batch = _matrices(A, "qr", square=False)
    rows, columns = A.shape[-2:]
    inner = rows if mode == "complete" else min(rows, columns)
    q_shape = (0,) if mode == "r" else (*batch, rows, inner)
    return QR(*_several("QR", A, [q_shape, (*batch, inner, columns)]))


def svd(A, full_matrices=True, *, driver=None, out=None):
    batch = _matrices(A, "svd", square=False)
    rows, columns = A.shape[-2:]
    inner = min(rows, columns)
    left, right = (rows, columns) if full_matrices else (inner, inner)
    shapes = [(*batch, rows, left), (*batch, inner), (*batch, right, columns)]
    return SVD(*_several("SVD", A, shapes, [A.dtype, A.dtype.to_real(), A.dtype]))


def svdvals(A, *, driver=None, out=None):
    batch = _matrices(A, "svdvals", square=False)
    return emit("SVD", [A], (*batch, min(A.shape[-2:])), A.dtype.to_real())


def eigh(A, UPLO="L", *, out=None):
    batch = _matrices(A, "eigh")
    return Eigh(*_several("Eigh", A, [(*batch, A.shape[-1]), A.shape], [A.dtype.to_real(), A.dtype]))


def eigvalsh(A, UPLO="L", *, out=None):
    return emit("Eigh", [A], (*_matrices(A, "eigvalsh"), A.shape[-1]), A.dtype.to_real())


def eig(A, *, out=None):
    batch = _matrices(A, "eig")
    kind = A.dtype.to_complex()
    return Eigh(*_several("Eigh", A, [(*batch, A.shape[-1]), A.shape], [kind, kind]))


def eigvals(A, *, out=None):
    return emit("Eigh", [A], (*_matrices(A, "eigvals"), A.shape[-1]), A.dtype.to_complex())


def matrix_exp(A):
    _matrices(A, "matrix_exp")
    return emit("MatrixExp", [A], A.shape, A.dtype)
