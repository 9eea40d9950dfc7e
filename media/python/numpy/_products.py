"""Products of vectors and matrices."""

from . import _array, _layout


def matmul(a, b, out=None):
    """Of vectors and matrices with values; of stacks of matrices as a shape."""
    one, other = _array.as_array(a), _array.as_array(b)
    if not one.ndim or not other.ndim:
        return one * other
    left = one.reshape(1, -1) if one.ndim == 1 else one
    right = other.reshape(-1, 1) if other.ndim == 1 else other
    if left.shape[-1] != right.shape[-2]:
        raise ValueError(
            f"matmul: mismatch in the sizes {left.shape[-1]} and {right.shape[-2]} of the inner axis"
        )
    batch = _layout.broadcast(left.shape[:-2], right.shape[:-2])
    shape = (*batch, left.shape[-2], right.shape[-1])
    made = _array.make(shape, _array.promote(one.dtype, other.dtype), None if batch else _values(left, right))
    kept = [
        *batch,
        *([left.shape[-2]] if one.ndim > 1 else []),
        *([right.shape[-1]] if other.ndim > 1 else []),
    ]
    return _array.scalar_or(made.reshape(kept))


def _values(left, right):
    rows, inner = left.shape
    columns = right.shape[1]
    if left._data is None or right._data is None or rows * inner * columns > _layout.MAX_KNOWN:
        return None
    return [
        sum(left._data[i * inner + k] * right._data[k * columns + j] for k in range(inner))
        for i in range(rows)
        for j in range(columns)
    ]


def outer(a, b, out=None):
    """All products of two vectors' elements."""
    return _array.as_array(a).reshape(-1, 1) * _array.as_array(b).reshape(1, -1)


def inner(a, b):
    return matmul(a, b)


def einsum(subscripts, *operands, **kwargs):
    """Sums of products over letters, as shapes, and with values where they are few."""
    terms, _, result = subscripts.replace(" ", "").partition("->")
    terms = terms.split(",")
    sizes = {}
    arrays = [_array.as_array(each) for each in operands]
    for term, array in zip(terms, arrays):
        sizes.update(zip(term, array.shape))
    if "->" not in subscripts:
        joined = "".join(terms)
        result = "".join(sorted(each for each in set(joined) if joined.count(each) == 1))
    product = None
    letters = result + "".join(each for each in sizes if each not in result)
    for term, array in zip(terms, arrays):
        order = sorted(range(len(term)), key=lambda axis: letters.index(term[axis]))
        aligned = array.transpose(order).reshape([sizes[each] if each in term else 1 for each in letters])
        product = aligned if product is None else product * aligned
    return product.sum(axis=tuple(range(len(result), len(letters))))
