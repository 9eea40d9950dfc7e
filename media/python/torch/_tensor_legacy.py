"""torch.Tensor(...), torch.FloatTensor(...) and their like: sizes, values or another tensor."""

from ._device import as_device
from ._dtype import EXPORTS, get_default_dtype, set_default_dtype
from ._shape import new_shape
from ._size import Size
from ._tensor import Tensor, _TensorMeta, new_tensor


def build(made, args, kwargs, kind=None):
    """Fills `made` as the legacy constructor would."""
    made.dtype = kind or get_default_dtype()
    made.device = as_device(kwargs.get("device"))
    made.shape = Size((0,))
    values = args[0] if args else kwargs.get("data")
    if values is None:
        return
    if isinstance(values, Tensor):
        _adopt(made, values)
    elif isinstance(values, int) and not isinstance(values, bool) or isinstance(values, Size):
        made.shape = new_shape("Tensor", *args)
    else:
        from ._functions_create import tensor

        _adopt(made, tensor(values, dtype=made.dtype))


def _adopt(made, other):
    made.shape = other.shape
    made._ref = other._ref
    made._data = other._data


class _TypedMeta(_TensorMeta):
    """`isinstance(x, torch.FloatTensor)` asks for the element type."""

    def __instancecheck__(cls, value):
        return isinstance(value, Tensor) and value.dtype is cls.dtype and value.is_cuda == cls.on_cuda


def typed(name, label, on_cuda=False):
    """The class torch.<name>: makes plain tensors of one element type."""

    def make(cls, *args, **kwargs):
        made = new_tensor((0,), EXPORTS[label], "cuda" if on_cuda else "cpu")
        build(made, args, kwargs, EXPORTS[label])
        return made

    body = {"__new__": make, "dtype": EXPORTS[label], "on_cuda": on_cuda, "__module__": "torch"}
    return _TypedMeta(name, (), body)


_LABELS = {
    "FloatTensor": "float32",
    "DoubleTensor": "float64",
    "HalfTensor": "float16",
    "BFloat16Tensor": "bfloat16",
    "ByteTensor": "uint8",
    "CharTensor": "int8",
    "ShortTensor": "int16",
    "IntTensor": "int32",
    "LongTensor": "int64",
    "BoolTensor": "bool",
}
TYPED = {name: typed(name, label) for name, label in _LABELS.items()}
TYPED_CUDA = {name: typed(name, label, True) for name, label in _LABELS.items()}


def set_default_tensor_type(kind):
    """torch.FloatTensor or "torch.cuda.HalfTensor": the type counts, the device does not."""
    if isinstance(kind, str):
        kind = TYPED[kind.rpartition(".")[2]]
    set_default_dtype(kind.dtype)
