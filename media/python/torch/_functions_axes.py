"""Functions that reorder, drop, add or stretch axes."""

from ._registry import METHODS, public
from ._shape import as_shape, broadcast_shapes, normalize_axes, normalize_axis
from ._size import Size
from ._tensor import Tensor
from ._views import alias_of, strided_view


@public("permute")
def permute(input, *dims, **named):
    dims = dims or (named.get("dims"),)
    order = tuple(dims[0]) if len(dims) == 1 and not isinstance(dims[0], int) else dims
    rank = len(input.shape)
    if len(order) != rank:
        raise RuntimeError(
            "permute(sparse_coo): number of dimensions in the tensor input does not match the length of the "
            f"desired ordering of dimensions i.e. input.dim() = {rank} is not equal to len(dims) = {len(order)}"
        )
    order = tuple(normalize_axis(dim, rank) for dim in order)
    if len(set(order)) != rank:
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    return _permuted(input, order)


def _permuted(input, order):
    return strided_view(
        "Transpose",
        input,
        Size(input.shape[axis] for axis in order),
        lambda strides: (0, [strides[axis] for axis in order]),
        {"perm": list(order)},
        "",
    )


@public("transpose", "swapaxes", "swapdims", inplace=False)
def transpose(input, dim0=None, dim1=None, **named):
    first, second = named.get("axis0", dim0), named.get("axis1", dim1)
    rank = len(input.shape)
    first, second = normalize_axis(first, rank), normalize_axis(second, rank)
    if not rank:
        return input
    order = list(range(rank))
    order[first], order[second] = order[second], order[first]
    return _permuted(input, tuple(order))


@public("t")
def t(input):
    if len(input.shape) > 2:
        raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {len(input.shape)}D")
    return transpose(input, 0, 1) if len(input.shape) == 2 else input


def reverse_axes(input):
    return _permuted(input, tuple(reversed(range(len(input.shape)))))


def matrix_transpose(input):
    if len(input.shape) < 2:
        raise RuntimeError(
            "tensor.mT is only supported on matrices or batches of matrices. "
            f"Got {len(input.shape)}-D tensor."
        )
    return transpose(input, -2, -1)


@public("adjoint")
def adjoint(input):
    return METHODS["conj"](transpose(input, -2, -1))


def _moved(source, destination, rank):
    source = [source] if isinstance(source, int) else list(source)
    destination = [destination] if isinstance(destination, int) else list(destination)
    if len(source) != len(destination):
        raise RuntimeError(
            f"movedim: Invalid source or destination dims: source ({source} dims) should contain the same number "
            f"of dims as destination ({destination} dims)"
        )
    source = normalize_axes(source, rank)
    destination = normalize_axes(destination, rank)
    order = [axis for axis in range(rank) if axis not in source]
    for to, axis in sorted(zip(destination, source)):
        order.insert(to, axis)
    return tuple(order)


@public("movedim", "moveaxis")
def movedim(input, source, destination):
    return _permuted(input, _moved(source, destination, len(input.shape)))


@public("squeeze")
def squeeze(input, dim=None):
    shape = input.shape
    axes = normalize_axes(dim, len(shape)) if shape else ()
    gone = [axis for axis in axes if shape[axis] == 1]
    if not gone:
        return alias_of(input)
    kept = [axis for axis in range(len(shape)) if axis not in gone]
    return strided_view(
        "Squeeze",
        input,
        Size(shape[axis] for axis in kept),
        lambda strides: (0, [strides[axis] for axis in kept]),
    )


@public("unsqueeze")
def unsqueeze(input, dim):
    rank = len(input.shape)
    axis = normalize_axis(dim, rank + 1)
    shape = Size((*input.shape[:axis], 1, *input.shape[axis:]))

    def restride(strides):
        step = strides[axis] * input.shape[axis] if axis < rank else 1
        return 0, (*strides[:axis], step, *strides[axis:])

    return strided_view("Unsqueeze", input, shape, restride)


def expanded_shape(input, sizes):
    own = input.shape
    extra = len(sizes) - len(own)
    if extra < 0:
        raise RuntimeError(
            f"expand(torch.FloatTensor{{{list(own)}}}, size={list(sizes)}): the number of sizes provided "
            f"({len(sizes)}) must be greater or equal to the number of dimensions in the tensor ({len(own)})"
        )
    shape = list(sizes)
    for axis in reversed(range(len(sizes))):
        size = sizes[axis]
        old = own[axis - extra] if axis >= extra else None
        if size == -1:
            if old is None:
                raise RuntimeError(
                    f"The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension {axis}"
                )
            size = old
        elif old not in (None, 1, size):
            raise RuntimeError(
                f"The expanded size of the tensor ({size}) must match the existing size ({old}) at non-singleton "
                f"dimension {axis}.  Target sizes: {list(sizes)}.  Tensor sizes: {list(own)}"
            )
        shape[axis] = size
    return Size(shape)


@public("expand", function=False)
def expand(self, *sizes, size=None, implicit=False):
    shape = expanded_shape(self, as_shape(*(sizes or (size,))))
    if shape == self.shape:
        return alias_of(self)
    extra = len(shape) - len(self.shape)

    def restride(strides):
        steps = [0 if old != new else step for old, new, step in zip(self.shape, shape[extra:], strides)]
        return 0, [0] * extra + steps

    return strided_view("Expand", self, shape, restride)


@public("expand_as", function=False)
def expand_as(self, other):
    return expand(self, other.shape)


@public("broadcast_to")
def broadcast_to(input, size=None, shape=None):
    return expand(input, size if size is not None else shape)


@public("broadcast_tensors", method=False)
def broadcast_tensors(*tensors):
    tensors = tensors[0] if len(tensors) == 1 and not isinstance(tensors[0], Tensor) else tensors
    shape = broadcast_shapes(*(tensor.shape for tensor in tensors))
    return tuple(expand(tensor, shape) for tensor in tensors)
