"""The tensor: a shape, an element type, and for small ones perhaps the values."""

from . import _grad, _trace
from ._device import as_device
from ._errors import depends
from ._layouts import strided
from ._shape import contiguous_strides
from ._size import Size

MAX_KNOWN = 1024

_GIVE = "Give the model's code a Python number there, or an input for which the question does not come up."


class _TensorMeta(type):
    """`isinstance(x, torch.Tensor)` holds for subclasses; unknown names of the class say so."""

    def __getattr__(cls, name):
        raise AttributeError(
            f"torch.{cls.__name__} has no attribute '{name}' that LayerCost's stand-in knows"
        )


class Tensor(metaclass=_TensorMeta):
    """A tensor without elements.

    `shape`, `dtype` and `device` are always known. `_ref` is (tape, name) once the tape has seen it. `_data`
    holds the elements as a flat list where they are few and known, else None.
    """

    requires_grad = False
    grad = None
    grad_fn = None
    names = property(lambda self: (None,) * len(self.shape))
    is_sparse = False
    is_quantized = False
    is_nested = False
    is_mkldnn = False
    is_meta = property(lambda self: self.device.type == "meta")
    is_cuda = property(lambda self: self.device.type == "cuda")
    is_cpu = property(lambda self: self.device.type == "cpu")
    is_mps = property(lambda self: self.device.type == "mps")
    is_xpu = False
    layout = strided
    output_nr = 0
    _version = 0
    _backward_hooks = None
    _ref = None
    # The elements that this tensor and its views share (an empty list once they are not known any more), and
    # which of them are this tensor's, None for all in order.
    _values = None
    _places = None
    # Whether there are views of this tensor, or it is one.
    _viewed = False
    # Strides of a view in elements, None for a dense tensor.
    _strides = None
    # What is believed of all elements of a bool tensor that is not known ("no activation is NaN").
    _assumed = None

    def __new__(cls, *args, **kwargs):
        """torch.Tensor(3, 4), torch.Tensor([1, 2]), torch.Tensor(other): of the default type."""
        made = object.__new__(cls)
        from . import _tensor_legacy

        _tensor_legacy.build(made, args, kwargs)
        return made

    def __init__(self, *args, **kwargs):
        pass

    @property
    def _data(self):
        """The elements, flat; None where they are not known (any more)."""
        values = self._values
        if values is None or self._places is None:
            return values if values or 0 in self.shape else None
        return [values[place] for place in self._places] if values or not self._places else None

    @_data.setter
    def _data(self, values):
        self._values = values
        self._places = None

    @property
    def data(self):
        return alias(self)

    @data.setter
    def data(self, other):
        self.shape, self.dtype, self.device = other.shape, other.dtype, other.device
        self._ref, self._strides = other._ref, other._strides
        attach(self, other)

    @property
    def ndim(self):
        return len(self.shape)

    @property
    def is_leaf(self):
        return not self.requires_grad or not self.__dict__.get("_derived", False)

    @property
    def itemsize(self):
        return self.dtype.itemsize

    @property
    def nbytes(self):
        return self.dtype.itemsize * self.shape.numel()

    def size(self, dim=None):
        if dim is None:
            return self.shape
        from ._shape import normalize_axis

        return self.shape[normalize_axis(dim, len(self.shape), wrap_scalar=False)]

    def dim(self):
        return len(self.shape)

    ndimension = dim

    def numel(self):
        return self.shape.numel()

    nelement = numel

    def stride(self, dim=None):
        """Elements from one index to the next: a view's own, else a dense tensor's."""
        strides = self._strides
        if strides is None:
            strides = contiguous_strides(self.shape)
        return strides if dim is None else strides[dim]

    def __len__(self):
        if not self.shape:
            raise TypeError("len() of a 0-d tensor")
        return self.shape[0]

    def __hash__(self):
        return id(self)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError(
            f"'{type(self).__name__}' object has no attribute '{name}' that LayerCost's stand-in knows"
        )


def new_tensor(shape, dtype, device=None, data=None, kind=Tensor):
    """A tensor; `data` is a flat list of its elements, kept where they are few."""
    made = object.__new__(kind)
    made.shape = shape if type(shape) is Size else Size(shape)
    made.dtype = dtype
    made.device = as_device(device)
    if data is not None and len(data) <= MAX_KNOWN:
        made._values = data
    return made


def emit(op, inputs, shape, dtype, attributes=None, domain="torch", data=None):
    """Makes the result of an operation and records it. Device and gradient follow the tensors in `inputs`."""
    device = None
    ranked = derived = False
    for each in inputs:
        if isinstance(each, Tensor):
            if device is None or (each.shape and not ranked):
                device = each.device
                ranked = bool(each.shape)
            derived = derived or each.requires_grad
    made = new_tensor(shape, dtype, device, data)
    if derived:
        mark_derived(made)
    _trace.record(op, inputs, made, attributes, domain)
    return made


def mark_derived(made):
    """A result of something that requires gradients requires them too."""
    if _grad._enabled[0] and made.dtype.category >= 2:
        made.requires_grad = True
        made._derived = True


def alias(tensor):
    """Another tensor over the same elements: no operation, no gradient."""
    made = new_tensor(tensor.shape, tensor.dtype, tensor.device)
    made._ref = tensor._ref
    attach(made, tensor)
    return made


def attach(view, tensor, places=None):
    """`view` shows elements of `tensor`, all in order or those at `places`: a write to one is a write to the other."""
    view._viewed = tensor._viewed = True
    view._values = tensor._values
    own = tensor._places
    if places is None:
        view._places = own
    else:
        view._places = places if own is None else [own[place] for place in places]


def assign(tensor, result):
    """An in-place operation: `tensor` now holds what `result` was recorded as. Returns `tensor`."""
    _write(tensor, result)
    _trace.rebind(tensor, result)
    if result.requires_grad and not tensor.requires_grad:
        tensor.requires_grad = True
        tensor._derived = True
    return tensor


def _write(tensor, result):
    """Elements of `result`, where they are known, into the elements that `tensor` shares with its views."""
    data, values = result._data, tensor._values
    if data is not None and result.dtype is not tensor.dtype:
        from ._values import rounded

        data = rounded(tensor.dtype, data)
    if values is None:
        # What other views of the same elements would then say is not known.
        tensor._values = None if tensor._viewed or data is None else list(data)
    elif data is None:
        values.clear()
    elif tensor._places is None:
        values[:] = data
    elif values:
        for place, value in zip(tensor._places, data):
            values[place] = value


def known(tensor, what):
    """The elements of `tensor`; DependsOnData names `what` where they are not known."""
    data = tensor._data
    if data is None:
        raise depends(f"{what} of a tensor of shape {list(tensor.shape)}", _GIVE)
    return data
