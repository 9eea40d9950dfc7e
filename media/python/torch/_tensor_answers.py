"""Small questions to a tensor, and methods without effect."""

from ._functions_axes import adjoint, matrix_transpose, reverse_axes
from ._functions_complex import imag, real
from ._registry import METHODS, public
from ._shape import broadcast_shapes
from ._tensor import Tensor


class Handle:
    """What registering a hook returns."""

    def remove(self):
        """Hooks are never called."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


def _nothing(self, *args, **kwargs):
    return None


def _itself(self, *args, **kwargs):
    return self


PROPERTIES = {
    "T": property(reverse_axes),
    "mT": property(matrix_transpose),
    "H": property(adjoint),
    "mH": property(adjoint),
    "real": property(real),
    "imag": property(imag),
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


_WITHOUT_EFFECT = "pin_memory share_memory_ rename refine_names align_to align_as to_dense apply_ to_sparse to_mkldnn coalesce"
METHODS.update(
    new=lambda self, *args, **kwargs: Tensor(*args, **kwargs).to(self.dtype),
    new_empty_strided=lambda self, size, stride, **named: METHODS["new_empty"](self, size, **named),
    element_size=lambda self: self.dtype.itemsize,
    storage_offset=lambda self: 0,
    data_ptr=id,
    get_device=lambda self: -1 if self.device.type == "cpu" else self.device.index or 0,
    dim_order=lambda self: tuple(range(len(self.shape))),
    is_set_to=lambda self, other: self is other,
    is_same_size=lambda self, other: self.shape == other.shape,
    is_pinned=lambda self: False,
    is_shared=lambda self: False,
    has_names=lambda self: False,
    register_hook=lambda self, hook: Handle(),
    register_post_accumulate_grad_hook=lambda self, hook: Handle(),
    _is_view=lambda self: self._viewed,
)
METHODS.update(dict.fromkeys(("backward", "retain_grad", "record_stream"), _nothing))
METHODS.update(dict.fromkeys(_WITHOUT_EFFECT.split(), _itself))
