"""What an index means for a tensor of some shape: a view, and index tensors over axes of the view."""

from . import _dtype
from ._errors import depends
from ._tensor import Tensor, new_tensor


class Plan:
    """`shape` is the view's; `indices` maps axes of it to index tensors; `kinds` names the views involved."""

    def __init__(self):
        self.shape = []
        self.steps = []  # for each axis of the view: (axis of the tensor or None, factor of its stride)
        self.starts = []  # (axis of the tensor, index): what adds to the offset
        self.indices = {}
        self.kinds = {}

    def restride(self, strides):
        """Offset and strides of the view, from the tensor's strides."""
        offset = sum(strides[axis] * index for axis, index in self.starts)
        return offset, [0 if axis is None else strides[axis] * factor for axis, factor in self.steps]


def plan(tensor, key):
    """Reads an index; IndexError as torch words it."""
    items = _items(key)
    rank = len(tensor.shape)
    used = sum(_consumes(item) for item in items)
    if used > rank:
        if rank == 0 and len(items) == 1:
            raise IndexError(
                "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to "
                "convert a 0-dim tensor to a number"
            )
        raise IndexError(f"too many indices for tensor of dimension {rank}")
    found = Plan()
    axis = 0
    for item in items:
        if item is Ellipsis:
            rest = rank - used
            used = rank
        else:
            axis = _apply(found, tensor, axis, item)
            continue
        for axis in range(axis, axis + rest):
            _keep(found, tensor.shape, axis)
        axis = axis + 1 if rest else axis
    for axis in range(axis, rank):
        _keep(found, tensor.shape, axis)
    return found


def _items(key):
    if isinstance(key, list) and any(
        isinstance(item, (slice, list, tuple, type(None), Tensor)) for item in key
    ):
        if any(isinstance(item, (slice, type(None))) or item is Ellipsis for item in key):
            key = tuple(key)
    items = [_item(item) for item in (key if isinstance(key, tuple) else (key,))]
    first = next((at for at, item in enumerate(items) if item is Ellipsis), None)
    return [item for at, item in enumerate(items) if item is not Ellipsis or at == first]


def _item(item):
    if item is None or item is Ellipsis or isinstance(item, (bool, int, slice, Tensor)):
        return item
    if isinstance(item, (list, tuple, range)) or (hasattr(item, "shape") and hasattr(item, "dtype")):
        from ._functions_create import tensor

        made = tensor(list(item) if isinstance(item, range) else item)
        return new_tensor(made.shape, _dtype.int64, None, []) if made.shape == (0,) else made
    if hasattr(item, "__index__"):
        return item.__index__()
    raise TypeError(
        "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices "
        f"(got {type(item).__name__})"
    )


def _consumes(item):
    """How many axes an item takes up."""
    if item is None or item is Ellipsis or isinstance(item, bool):
        return 0
    return len(item.shape) if isinstance(item, Tensor) and item.dtype is _dtype.bool_ else 1


def _keep(found, shape, axis):
    found.shape.append(shape[axis])
    found.steps.append((axis, 1))


def _apply(found, tensor, axis, item):
    """Adds one item that starts at `axis`; returns the axis after it."""
    if item is None or item is True:
        found.kinds["Unsqueeze"] = None
        found.shape.append(1)
        found.steps.append((None, 0))
        return axis
    if item is False:
        raise depends("Indexing with False", "It selects nothing.")
    if isinstance(item, slice):
        _slice(found, tensor.shape[axis], axis, item)
    elif isinstance(item, int):
        _select(found, tensor.shape[axis], axis, item)
    elif item.dtype is _dtype.bool_ or item.dtype is _dtype.uint8:
        return _mask(found, tensor, axis, item)
    elif item.dtype.category != _dtype.INT:
        raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
    elif not item.shape and item._data is not None:
        _select(found, tensor.shape[axis], axis, item._data[0])
    else:
        _check_range(item, tensor.shape[axis], axis)
        found.indices[len(found.shape)] = item
        _keep(found, tensor.shape, axis)
    return axis + 1


def _select(found, size, axis, index):
    if not -size <= index < size:
        raise IndexError(f"index {index} is out of bounds for dimension {axis} with size {size}")
    found.kinds["Select"] = None
    found.starts.append((axis, index % size))


def _slice(found, size, axis, item):
    if item.step is not None and item.step < 1:
        raise ValueError("step must be greater than zero")
    start, stop, step = slice(*(_bound(each) for each in (item.start, item.stop, item.step))).indices(size)
    count = len(range(start, stop, step))
    if count != size:
        found.kinds["Slice"] = None
    found.starts.append((axis, start if count else 0))
    found.shape.append(count)
    found.steps.append((axis, step))


def _bound(value):
    return value if value is None else value.__index__()


def _check_range(index, size, axis):
    for at in index._data or ():
        if not -size <= at < size:
            raise IndexError(f"index {at} is out of bounds for dimension {axis} with size {size}")


def _mask(found, tensor, axis, mask):
    """A mask is the index tensors of its true elements."""
    rank = len(mask.shape)
    shape = tensor.shape[axis : axis + rank]
    for at, (own, size) in enumerate(zip(mask.shape, shape)):
        if own != size:
            raise IndexError(
                f"The shape of the mask {list(mask.shape)} at index {at} does not match the shape of the indexed "
                f"tensor {list(tensor.shape)} at index {axis + at}"
            )
    for at, index in enumerate(true_places(mask, "Indexing with a mask")):
        found.indices[len(found.shape)] = index
        _keep(found, tensor.shape, axis + at)
    return axis + rank


def true_places(mask, what):
    """For each axis, the indices of the true elements; DependsOnData where the mask is not known."""
    if mask._data is None:
        raise depends(
            f"{what} of shape {list(mask.shape)}",
            "Use torch.where or masked_fill, which keep the shape, or give the count as a Python number.",
        )
    hits = [place for place, bit in enumerate(mask._data) if bit]
    columns = []
    for size in reversed(mask.shape):
        columns.append(new_tensor((len(hits),), _dtype.int64, mask.device, [place % size for place in hits]))
        hits = [place // size for place in hits]
    return list(reversed(columns))
