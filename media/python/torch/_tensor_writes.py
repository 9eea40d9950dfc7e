"""Tensor methods that write to their tensor without an operation of their own."""

from . import _dtype
from ._functions_create import _scalar, fill, tensor as as_new_tensor
from ._registry import FUNCTIONS, METHODS, public
from ._shape import broadcast_shapes, new_shape
from ._tensor import alias, assign, emit, Tensor
from ._views import alias_of, cast


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


def _view_in_place(name):
    """squeeze_, unsqueeze_, t_, transpose_: the same object in another shape."""
    view = METHODS[name]

    def method(self, *args, **kwargs):
        made = view(self, *args, **kwargs)
        self.shape, self._strides, self._ref = made.shape, made._strides, made._ref
        self._values, self._places = made._values, made._places
        return self

    return method


for _name in ("squeeze", "unsqueeze", "t", "transpose", "swapaxes", "swapdims"):
    METHODS[f"{_name}_"] = _view_in_place(_name)


METHODS.update(
    detach_=_detach_in_place,
    requires_grad_=requires_grad_,
    copy_=copy_,
    fill_=fill_,
    zero_=lambda self: fill_(self, 0),
    set_=set_,
    resize_=resize_,
    resize_as_=lambda self, other, memory_format=None: resize_(self, other.shape),
)
FUNCTIONS.update({name: METHODS[name] for name in ("detach_", "fill_", "zero_", "resize_as_")})
