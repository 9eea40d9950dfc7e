"""Random numbers: tensors whose values nobody knows."""

from . import _dtype
from ._functions_create import made
from ._registry import METHODS, public
from ._shape import broadcast_shapes, new_shape
from ._tensor import Tensor, assign, emit


def _drawn(name):
    @public(name, method=False)
    def drawn(
        *size,
        generator=None,
        dtype=None,
        layout=None,
        device=None,
        requires_grad=False,
        pin_memory=False,
        names=None,
        **kwargs,
    ):
        size = size or (kwargs.pop("size"),)
        return made(
            "Random", new_shape(name, *size), dtype or _dtype.get_default_dtype(), device, requires_grad
        )

    @public(f"{name}_like", method=False)
    def drawn_like(input, *, dtype=None, layout=None, device=None, requires_grad=False, memory_format=None):
        return made("Random", input.shape, dtype or input.dtype, device or input.device, requires_grad)


_drawn("rand")
_drawn("randn")


def _bounds(args):
    """randint(high, size) and randint(low, high, size)."""
    return args[1] if len(args) == 2 else args[2]


@public("randint", method=False)
def randint(
    *args,
    size=None,
    low=0,
    high=None,
    generator=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
):
    shape = new_shape("randint", _bounds(args) if size is None else size)
    return made("Random", shape, dtype or _dtype.int64, device, requires_grad)


@public("randint_like", method=False)
def randint_like(
    input, low, high=None, *, dtype=None, layout=None, device=None, requires_grad=False, memory_format=None
):
    return made("Random", input.shape, dtype or input.dtype, device or input.device, requires_grad)


@public("randperm", method=False)
def randperm(
    n, *, generator=None, dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False
):
    return made("Random", new_shape("randperm", n), dtype or _dtype.int64, device, requires_grad)


@public("normal", method=False)
def normal(
    mean=0.0, std=1.0, size=None, *, generator=None, dtype=None, layout=None, device=None, requires_grad=False
):
    tensors = [each for each in (mean, std) if isinstance(each, Tensor)]
    if tensors:
        shape = broadcast_shapes(*(each.shape for each in tensors))
        return emit("Random", tensors, shape, tensors[0].dtype)
    return made(
        "Random", new_shape("normal", size), dtype or _dtype.get_default_dtype(), device, requires_grad
    )


@public("bernoulli")
def bernoulli(input, p=None, *, generator=None):
    return emit("Random", (input,), input.shape, input.dtype)


@public("multinomial")
def multinomial(input, num_samples, replacement=False, *, generator=None):
    if not 1 <= len(input.shape) <= 2:
        raise RuntimeError("prob_dist must be 1 or 2 dim")
    if num_samples > input.shape[-1] and not replacement:
        raise RuntimeError("cannot sample n_sample > prob_dist.size(-1) samples without replacement")
    return emit("Random", (input,), (*input.shape[:-1], num_samples), _dtype.int64)


public("poisson")(lambda input, generator=None: emit("Random", (input,), input.shape, input.dtype))


def _refilled(self, *args, **kwargs):
    return assign(self, emit("Random", (), self.shape, self.dtype))


for _name in "normal_ uniform_ random_ bernoulli_ exponential_ cauchy_ geometric_ log_normal_".split():
    METHODS[_name] = _refilled
