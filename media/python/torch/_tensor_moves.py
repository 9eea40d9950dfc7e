"""Tensor methods that change type, device or owner, and the small questions about them."""

import copy

from . import _dtype
from ._device import as_device
from ._functions_create import _scalar, fill
from ._functions_create import tensor as as_new_tensor
from ._functions_view import adjoint, alias_of, cast, imag, matrix_transpose, real, reverse_axes
from ._layouts import contiguous_format, preserve_format
from ._layouts import memory_format as MemoryFormat
from ._registry import METHODS, public
from ._shape import broadcast_shapes, contiguous_strides, new_shape
from ._tensor import Tensor, alias, assign, emit


def _moved(self, kind, place):
    made = cast(self, kind) if kind is not None else self
    if place is not None and as_device(place) != made.device:
        made = separate(made) if made is self else made
        made.device = as_device(place)
    return made


def separate(tensor):
    """A copy that is no operation: it moves elements, and computes nothing."""
    made = alias_of(tensor)
    made._assumed = tensor._assumed
    data = tensor._data
    made._data = None if data is None else list(data)
    made._viewed = False
    return made


def to(self, *args, dtype=None, device=None, non_blocking=False, copy=False, memory_format=None, other=None):
    """to(dtype), to(device), to(device, dtype), to(other tensor)."""
    for each in args:
        if isinstance(each, _dtype.dtype):
            dtype = each
        elif isinstance(each, Tensor):
            dtype, device = each.dtype, each.device
        elif not isinstance(each, (bool, MemoryFormat, type(None))):
            device = each
    if other is not None:
        dtype, device = other.dtype, other.device
    made = _moved(self, dtype, device)
    if copy and made is self:
        return clone(self)
    return contiguous(made, memory_format) if memory_format not in (None, preserve_format) else made


def type_(self, dtype=None, non_blocking=False):
    """The type's name, or the tensor in another type."""
    if dtype is None:
        prefix = "torch.cuda." if self.is_cuda else "torch."
        return f"{prefix}{_dtype.scalar_name(self.dtype)}Tensor"
    if isinstance(dtype, _dtype.dtype):
        return cast(self, dtype)
    if isinstance(dtype, str):
        dtype = next(kind for kind in _dtype.ALL if dtype.endswith(f".{_dtype.scalar_name(kind)}Tensor"))
        return cast(self, dtype)
    return cast(self, dtype.dtype)


def _caster(kind):
    return lambda self, memory_format=None: cast(self, kind)


_CASTS = "float double half bfloat16 long int short bool cfloat cdouble chalf".split()
METHODS.update({name: _caster(_dtype.EXPORTS[name]) for name in _CASTS})
METHODS["byte"], METHODS["char"] = _caster(_dtype.uint8), _caster(_dtype.int8)


def _owned(place):
    return lambda self, device=None, non_blocking=False, memory_format=None: _moved(
        self, None, place if device is None else device
    )


@public("clone")
def clone(input, *, memory_format=None):
    data = input._data
    made = emit("Clone", (input,), input.shape, input.dtype, None, "torch", None if data is None else list(data))
    made._assumed = input._assumed
    return made


def contiguous(self, memory_format=contiguous_format):
    """The same elements, dense: no operation of its own on a dense tensor."""
    wanted = _format_strides(self.shape, memory_format)
    if self._strides == wanted:
        return self
    made = separate(self)
    made._strides = wanted
    return made


def _format_strides(shape, wanted):
    """Strides in a memory format, None for the dense one."""
    if wanted in (None, contiguous_format, preserve_format) or len(shape) < 4:
        return None
    order = [0, *range(2, len(shape)), 1]
    steps = contiguous_strides([shape[axis] for axis in order])
    found = [0] * len(shape)
    for axis, step in zip(order, steps):
        found[axis] = step
    return None if tuple(found) == contiguous_strides(shape) else tuple(found)


def is_contiguous(self, memory_format=contiguous_format):
    if self._strides is None and memory_format is contiguous_format:
        return True
    wanted = _format_strides(self.shape, memory_format)
    real = self._strides or contiguous_strides(self.shape)
    target = wanted or contiguous_strides(self.shape)
    return all(size == 1 or own == want for size, own, want in zip(self.shape, real, target))


@public("detach")
def detach(input):
    made = alias(input)
    made._strides = input._strides
    made._assumed = input._assumed
    return made


def _detach_in_place(self):
    self.requires_grad = False
    self._derived = False
    return self


def requires_grad_(self, requires_grad=True):
    if requires_grad and self.dtype.category < _dtype.FLOAT:
        raise RuntimeError("only Tensors of floating point dtype can require gradients")
    self.requires_grad = requires_grad
    return self


def copy_(self, src, non_blocking=False):
    if not isinstance(src, Tensor):
        src = as_new_tensor(src)
    if broadcast_shapes(self.shape, src.shape) != self.shape:
        raise RuntimeError(
            f"output with shape {list(self.shape)} doesn't match the broadcast shape "
            f"{list(broadcast_shapes(self.shape, src.shape))}"
        )
    broadcast = METHODS["expand"](src, self.shape) if src.shape != self.shape else src
    return assign(self, _copied(self, broadcast))


def _copied(self, source):
    return cast(source, self.dtype) if source.dtype is not self.dtype else alias_of(source)


def fill_(self, value):
    return assign(self, fill(self.shape, _scalar(value)[0], self.dtype, self.device))


def set_(self, source=None, *_, **__):
    if source is not None:
        self.data = source
    return self


def resize_(self, *sizes, memory_format=None):
    shape = new_shape("resize", *sizes)
    made = emit("Reshape", (self,), shape, self.dtype)
    self.shape = shape
    return assign(self, made)


# What a copy does not share: the tape's name, and the places of shared elements.
_OWN_STATE = ("_ref", "_places", "_viewed", "_values")


def deep_copy(self, memo):
    """Another tensor of the same kind, which no tape knows."""
    made = object.__new__(type(self))
    memo[id(self)] = made
    for name, value in self.__dict__.items():
        if name not in _OWN_STATE:
            made.__dict__[name] = copy.deepcopy(value, memo)
    data = self._data
    made._data = None if data is None else list(data)
    return made


def shallow_copy(self):
    made = alias_of(self)
    made.__class__ = type(self)
    return made


def rebuild(kind, state):
    """Unpickles a tensor."""
    made = object.__new__(kind)
    made.__dict__.update(state)
    return made


def reduce(self, protocol):
    state = {name: value for name, value in self.__dict__.items() if name not in _OWN_STATE}
    return rebuild, (type(self), {**state, "_values": self._data})


def _view_in_place(name):
    """squeeze_, unsqueeze_, t_, transpose_: the same object in another shape."""
    view = METHODS[name]

    def method(self, *args, **kwargs):
        made = view(self, *args, **kwargs)
        self.shape, self._strides, self._ref = made.shape, made._strides, made._ref
        self._values, self._places = made._values, made._places
        return self

    return method


class Handle:
    """What registering a hook returns."""

    def remove(self):
        """Hooks are never called."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


class Storage:
    """A tensor's memory: its size and its identity."""

    def __init__(self, tensor=None):
        self._tensor = tensor

    def data_ptr(self):
        return id(self._tensor)

    def nbytes(self):
        return self._tensor.nbytes

    def size(self):
        return self._tensor.numel()

    __len__ = size

    def resize_(self, size):
        return self


def as_subclass(self, cls):
    made = alias_of(self)
    made.__class__ = cls
    return made


def _make_subclass(cls, data, require_grad=False):
    """How older code makes a kind of tensor of its own."""
    made = as_subclass(data, cls)
    made.requires_grad = require_grad
    return made


def _call(cls, func, types, args=(), kwargs=None):
    return func(*args, **(kwargs or {}))


def _nothing(self, *args, **kwargs):
    return None


def _itself(self, *args, **kwargs):
    return self


METHODS.update(
    to=to,
    type=type_,
    type_as=lambda self, other: cast(self, other.dtype),
    cpu=_owned("cpu"),
    cuda=_owned("cuda"),
    contiguous=contiguous,
    is_contiguous=is_contiguous,
    detach_=_detach_in_place,
    requires_grad_=requires_grad_,
    copy_=copy_,
    fill_=fill_,
    zero_=lambda self: fill_(self, 0),
    set_=set_,
    resize_=resize_,
    resize_as_=lambda self, other, memory_format=None: resize_(self, other.shape),
    new=lambda self, *args, **kwargs: Tensor(*args, **kwargs).to(self.dtype),
    element_size=lambda self: self.dtype.itemsize,
    storage_offset=lambda self: 0,
    data_ptr=id,
    get_device=lambda self: -1 if self.device.type == "cpu" else self.device.index or 0,
    backward=_nothing,
    retain_grad=_nothing,
    register_hook=lambda self, hook: Handle(),
    register_post_accumulate_grad_hook=lambda self, hook: Handle(),
    is_pinned=lambda self: False,
    pin_memory=_itself,
    share_memory_=_itself,
    is_shared=lambda self: False,
    record_stream=_nothing,
    rename=_itself,
    refine_names=_itself,
    align_to=_itself,
    to_dense=_itself,
    dim_order=lambda self: tuple(range(len(self.shape))),
    is_set_to=lambda self, other: self is other,
    is_same_size=lambda self, other: self.shape == other.shape,
    apply_=_itself,
    dequantize=lambda self: emit("Dequantize", (self,), self.shape, _dtype.float32),
    to_sparse=_itself,
    to_mkldnn=_itself,
    coalesce=_itself,
    as_subclass=as_subclass,
    align_as=_itself,
    has_names=lambda self: False,
    new_empty_strided=lambda self, size, stride, **named: METHODS["new_empty"](self, size, **named),
    xpu=_owned("xpu"),
    ipu=_owned("ipu"),
    storage=lambda self: Storage(self),
    untyped_storage=lambda self: Storage(self),
    typed_storage=lambda self: Storage(self),
    _is_view=lambda self: self._viewed,
    __deepcopy__=deep_copy,
    __copy__=shallow_copy,
    __reduce_ex__=reduce,
)
for _name in ("squeeze", "unsqueeze", "t", "transpose", "swapaxes", "swapdims"):
    METHODS[f"{_name}_"] = _view_in_place(_name)

PROPERTIES = {
    "T": property(reverse_axes),
    "mT": property(matrix_transpose),
    "H": property(adjoint),
    "mH": property(adjoint),
    "real": property(real),
    "imag": property(imag),
    "_make_subclass": classmethod(_make_subclass),
    "__torch_function__": classmethod(_call),
    "__array_priority__": 1000,
    "retains_grad": False,
    "is_vulkan": False,
    "is_ort": False,
    "is_sparse_csr": False,
}


@public("is_floating_point")
def is_floating_point(input):
    return input.dtype.is_floating_point


@public("is_complex")
def is_complex(input):
    return input.dtype.is_complex


@public("is_signed")
def is_signed(input):
    return input.dtype.is_signed


@public("is_inference")
def is_inference(input):
    return False


@public("is_conj", "is_neg")
def is_conj(input):
    return False


@public("numel", method=False)
def numel(input):
    return input.shape.numel()


@public("broadcast_shapes", method=False)
def broadcast_sizes(*shapes):
    return broadcast_shapes(*((shape,) if isinstance(shape, int) else tuple(shape) for shape in shapes))
