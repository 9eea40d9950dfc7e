"""Functions that show the same elements in another shape."""

import math
import operator

from . import _dtype
from ._registry import METHODS, public
from ._shape import as_shape, contiguous_strides, infer_view, normalize_axes, normalize_axis
from ._size import Size
from ._tensor import MAX_KNOWN, Tensor, alias, attach, emit
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


def _view_strides(input, shape):
    """Strides of a view of a non-dense tensor; None where it would take a copy."""
    if input.numel() == 0:
        return contiguous_strides(shape)
    strides = []
    axis = len(shape) - 1
    sizes, steps = input.shape, input.stride()
    block = 1
    base = steps[-1] if steps else 1
    for at in range(len(sizes) - 1, -1, -1):
        block *= sizes[at]
        if at == 0 or (sizes[at - 1] != 1 and steps[at - 1] != block * base):
            view = 1
            while axis >= 0 and (view < block or shape[axis] == 1):
                strides.append(view * base)
                view *= shape[axis]
                axis -= 1
            if view != block:
                return None
            if at > 0:
                base, block = steps[at - 1], 1
    return tuple(reversed(strides)) if axis == -1 else None


@public("view", function=False)
def view(self, *shape, dtype=None, size=None):
    """view(2, -1), view((2, -1)), view(torch.int32)."""
    dtype = dtype or (shape[0] if shape and isinstance(shape[0], _dtype.dtype) else None)
    if dtype is not None:
        return _view_type(self, dtype)
    target = infer_view(as_shape(*(shape or (size,))), self.numel())
    strides = None
    if self._strides is not None:
        strides = _view_strides(self, target)
        if strides is None:
            raise RuntimeError(
                "view size is not compatible with input tensor's size and stride (at least one dimension spans "
                "across two contiguous subspaces). Use .reshape(...) instead."
            )
    return reshaped(self, target, strides=strides)


def _view_type(input, kind):
    old, new = input.dtype.itemsize, kind.itemsize
    shape = input.shape
    if old != new:
        width = (shape[-1] if shape else 0) * old
        if not shape or width % new:
            raise RuntimeError(
                f"self.size(-1) must be divisible by {new // old or 1} to view {_dtype.scalar_name(input.dtype)} as "
                f"{_dtype.scalar_name(kind)} (different element sizes), but got {shape[-1] if shape else 0}"
            )
        shape = Size((*shape[:-1], width // new))
    made = emit("Reshape", (input,), shape, kind)
    return made


@public("reshape")
def reshape(input, *shape, **named):
    sizes = shape or (named.get("shape"),)
    return reshaped(input, infer_view(as_shape(*sizes), input.numel()))


@public("view_as", function=False)
def view_as(self, other):
    return view(self, other.shape)


@public("reshape_as", function=False)
def reshape_as(self, other):
    return reshape(self, other.shape)


@public("flatten")
def flatten(input, start_dim=0, end_dim=-1):
    rank = len(input.shape)
    if rank == 0:
        return reshaped(input, (1,))
    first, last = normalize_axis(start_dim, rank), normalize_axis(end_dim, rank)
    if first > last:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    if first == last:
        return input
    shape = input.shape
    return reshaped(input, (*shape[:first], math.prod(shape[first : last + 1]), *shape[last + 1 :]))


@public("ravel")
def ravel(input):
    return reshaped(input, (input.numel(),)) if len(input.shape) != 1 else input


@public("unflatten")
def unflatten(input, dim, sizes):
    axis = normalize_axis(dim, len(input.shape))
    sizes = as_shape(sizes)
    if not sizes:
        raise RuntimeError("unflatten: sizes must be non-empty")
    known = math.prod(size for size in sizes if size != -1)
    size = input.shape[axis]
    if (-1 in sizes and (known == 0 or size % known)) or (-1 not in sizes and known != size):
        raise RuntimeError(
            f"unflatten: Provided sizes {list(sizes)} don't multiply up to the size of dim {dim} ({size}) "
            "in the input tensor"
        )
    return reshaped(input, (*input.shape[:axis], *infer_view(sizes, size), *input.shape[axis + 1 :]))


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
        "Squeeze", input, Size(shape[axis] for axis in kept), lambda strides: (0, [strides[axis] for axis in kept])
    )


def alias_of(input):
    """A view that is no operation: `input` under another object, so that in-place renames stay apart."""
    made = alias(input)
    made._strides = input._strides
    made.requires_grad = input.requires_grad
    return made


@public("unsqueeze")
def unsqueeze(input, dim):
    rank = len(input.shape)
    axis = normalize_axis(dim, rank + 1)
    shape = Size((*input.shape[:axis], 1, *input.shape[axis:]))

    def restride(strides):
        step = strides[axis] * input.shape[axis] if axis < rank else 1
        return 0, (*strides[:axis], step, *strides[axis:])

    return strided_view("Unsqueeze", input, shape, restride)


def _expanded_shape(input, sizes):
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
    shape = _expanded_shape(self, as_shape(*(sizes or (size,))))
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
    from ._shape import broadcast_shapes

    tensors = tensors[0] if len(tensors) == 1 and not isinstance(tensors[0], Tensor) else tensors
    shape = broadcast_shapes(*(tensor.shape for tensor in tensors))
    return tuple(expand(tensor, shape) for tensor in tensors)


@public("narrow", "narrow_copy")
def narrow(input, dim, start, length):
    axis = normalize_axis(dim, len(input.shape), wrap_scalar=False)
    start, length = operator.index(start), operator.index(length)
    size = input.shape[axis]
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    if not -size <= start <= size:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [-{size}, {size}], but got {start})"
        )
    start = start + size if start < 0 else start
    if start + length > size:
        raise RuntimeError(f"start ({start}) + length ({length}) exceeds dimension size ({size}).")
    return slice_axis(input, axis, start, 1, length)


def slice_axis(input, axis, start, step, count):
    """Elements start, start + step, ... of one axis."""
    shape = Size((*input.shape[:axis], count, *input.shape[axis + 1 :]))

    def restride(strides):
        return start * strides[axis], (*strides[:axis], step * strides[axis], *strides[axis + 1 :])

    return strided_view("Slice", input, shape, restride)


@public("select")
def select(input, dim, index):
    if not input.shape:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    axis = normalize_axis(dim, len(input.shape))
    index = operator.index(index)
    size = input.shape[axis]
    if not -size <= index < size:
        raise IndexError(
            f"select(): index {index} out of range for tensor of size {list(input.shape)} at dimension {axis}"
        )
    return select_axis(input, axis, index % size)


def select_axis(input, axis, index):
    def restride(strides):
        return index * strides[axis], (*strides[:axis], *strides[axis + 1 :])

    shape = Size((*input.shape[:axis], *input.shape[axis + 1 :]))
    return strided_view("Select", input, shape, restride, {"axis": axis})


@public("diagonal")
def diagonal(input, offset=0, dim1=0, dim2=1):
    rank = len(input.shape)
    first, second = normalize_axis(dim1, rank), normalize_axis(dim2, rank)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    rows, columns = input.shape[first], input.shape[second]
    count = max(0, min(rows, columns - offset) if offset >= 0 else min(rows + offset, columns))
    kept = [axis for axis in range(rank) if axis not in (first, second)]

    def restride(strides):
        start = offset * strides[second] if offset >= 0 else -offset * strides[first]
        return start if count else 0, [*(strides[axis] for axis in kept), strides[first] + strides[second]]

    return strided_view("Diagonal", input, Size((*(input.shape[axis] for axis in kept), count)), restride)


@public("unfold", function=False)
def unfold(self, dimension, size, step):
    """Tensor.unfold: windows of one axis, as a last axis."""
    axis = normalize_axis(dimension, len(self.shape))
    length = self.shape[axis] if self.shape else 1
    if size > length:
        raise RuntimeError(f"maximum size for tensor at dimension {axis} is {length} but size is {size}")
    if step <= 0:
        raise RuntimeError(f"step is {step} but must be > 0")
    if not self.shape:
        return reshaped(self, (size,), "Slice")
    shape = Size((*self.shape[:axis], (length - size) // step + 1, *self.shape[axis + 1 :], size))

    def restride(strides):
        return 0, (*strides[:axis], step * strides[axis], *strides[axis + 1 :], strides[axis])

    return strided_view("Slice", self, shape, restride)


@public("as_strided")
def as_strided(input, size, stride, storage_offset=0):
    shape, strides = as_shape(size), tuple(stride)
    if shape and 0 not in shape:
        last = storage_offset + sum((length - 1) * step for length, step in zip(shape, strides))
        if last >= input.numel() and input._strides is None:
            raise RuntimeError(
                f"setStorage: sizes {list(shape)}, strides {list(strides)}, storage offset {storage_offset}, and "
                f"itemsize {input.dtype.itemsize} requiring a storage size of {(last + 1) * input.dtype.itemsize} "
                f"are out of bounds for storage of size {input.numel() * input.dtype.itemsize}"
            )
    return strided_view("Slice", input, shape, lambda _: (storage_offset, strides))


@public("flip")
def flip(input, *dims):
    axes = dims[0] if len(dims) == 1 and not isinstance(dims[0], int) else dims
    axes = normalize_axes(tuple(axes), len(input.shape))
    return rearranged("Flip", input, input.shape, _flipped(input.shape, axes), {"axes": list(axes)})


public("fliplr")(lambda input: flip(input, 1))
public("flipud")(lambda input: flip(input, 0))


def _flipped(shape, axes):
    strides = contiguous_strides(shape)
    offset = sum((shape[axis] - 1) * strides[axis] for axis in axes)
    return lambda: places(offset, shape, [-step if axis in axes else step for axis, step in enumerate(strides)])


def rearranged(op, input, shape, order, attributes=None, inputs=None):
    """A copy whose element i is the input's element order()[i]."""
    data = None
    if input._data is not None and math.prod(shape) <= 1024:
        known = input._data
        data = [known[place] for place in order()]
    return emit(op, inputs or (input,), shape, input.dtype, attributes, "torch", data)


@public("roll")
def roll(input, shifts, dims=None):
    shape = input.shape
    shifts = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    dims = () if dims is None else (dims,) if isinstance(dims, int) else tuple(dims)
    if dims and len(dims) != len(shifts):
        raise RuntimeError(f"shifts and dimensions must align. shifts: {len(shifts)}, dims:{len(dims)}")
    if not dims and len(shifts) != 1:
        raise RuntimeError(f"shifts and dimensions must align. shifts: {len(shifts)}, dims:{len(dims)}")
    axes = [normalize_axis(dim, len(shape)) for dim in dims]
    return rearranged("Roll", input, shape, lambda: _rolled(shape, shifts, axes))


def _rolled(shape, shifts, axes):
    flat = Size((math.prod(shape),)) if not axes else shape
    found = [0]
    for axis, (size, step) in enumerate(zip(flat, contiguous_strides(flat))):
        shift = sum(by for by, at in zip(shifts, axes or [0]) if at == axis)
        steps = [((index - shift) % size) * step for index in range(size)]
        found = [place + by for place in found for by in steps]
    return found


@public("rot90")
def rot90(input, k=1, dims=(0, 1)):
    first, second = normalize_axes(tuple(dims), len(input.shape))
    shape = list(input.shape)
    if k % 2:
        shape[first], shape[second] = shape[second], shape[first]
    return emit("Rot90", (input,), shape, input.dtype)


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
    from ._functions_binary import binary

    return binary("Complex", real, imag, real.dtype.to_complex(), complex)


@public("polar", method=False)
def polar(abs, angle):
    from ._functions_binary import binary

    return binary("Complex", abs, angle, abs.dtype.to_complex())


def cast(input, kind):
    """The same elements in another type."""
    if kind is input.dtype:
        return input
    data = rounded(kind, input._data)
    return emit("Cast", (input,), input.shape, kind, {"to": _dtype.onnx_code(kind)}, "", data)
