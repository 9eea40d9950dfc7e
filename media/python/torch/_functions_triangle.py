"""Diagonals and triangles of matrices."""

from . import _dtype
from ._functions_create import made
from ._registry import METHODS, public
from ._shape import normalize_axis
from ._tensor import emit


@public("diag")
def diag(input, diagonal=0):
    if len(input.shape) == 1:
        return diag_embed(input, diagonal)
    return METHODS["diagonal"](input, diagonal)


@public("diag_embed", "diagflat")
def diag_embed(input, offset=0, dim1=-2, dim2=-1):
    rank = len(input.shape) + 1
    first, second = normalize_axis(dim1, rank), normalize_axis(dim2, rank)
    size = input.shape[-1] + abs(offset)
    shape = list(input.shape[:-1])
    for axis in sorted((first, second)):
        shape.insert(axis, size)
    data = None
    if input._data is not None and rank == 2 and first < second and size * size <= 1024:
        data = [0] * (size * size)
        for at, value in enumerate(input._data):
            data[(at + max(-offset, 0)) * size + at + max(offset, 0)] = value
    return emit("Diagonal", (input,), shape, input.dtype, None, "torch", data)


def _triangle(name, op, keeps):
    def triangle(input, diagonal=0):
        if len(input.shape) < 2:
            raise RuntimeError(f"{name}: input tensor must have at least 2 dimensions")
        data = None
        if input._data is not None:
            rows, columns = input.shape[-2:]
            data = [
                value if keeps(at % columns - at // columns % rows, diagonal) else type(value)(0)
                for at, value in enumerate(input._data)
            ]
        return emit(op, (input,), input.shape, input.dtype, {"diagonal": int(diagonal)}, "torch", data)

    public(name, inplace=True)(triangle)


_triangle("tril", "Tril", lambda distance, diagonal: distance <= diagonal)
_triangle("triu", "Triu", lambda distance, diagonal: distance >= diagonal)


def _triangle_indices(name, keeps):
    @public(name, method=False)
    def indices(row, col, offset=0, *, dtype=None, device=None, layout=None):
        hits = [(i, j) for i in range(row) for j in range(col) if keeps(j - i, offset)]
        data = [i for i, _ in hits] + [j for _, j in hits]
        return made("Fill", (2, len(hits)), dtype or _dtype.int64, device, False, data)


_triangle_indices("tril_indices", lambda distance, diagonal: distance <= diagonal)
_triangle_indices("triu_indices", lambda distance, diagonal: distance >= diagonal)
