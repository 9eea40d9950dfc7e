"""Activation functions and dropout."""

from .. import _tensor_methods  # noqa: F401
from .._registry import FUNCTIONS
from .._shape import normalize_axis
from .._tensor import assign, emit


__all__ = ["softmax", "log_softmax", "softmin", "gumbel_softmax", "glu", "prelu", "rrelu", "rrelu_", "sigmoid", "tanh",
           "dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout", "logsigmoid"]

# name -> operator, domain, names of further arguments with their defaults (attributes)
_TABLE = {
    "relu": ("Relu", "", {}),
    "relu6": ("Clip", "", {}),
    "leaky_relu": ("LeakyRelu", "", {"negative_slope": 0.01}),
    "elu": ("Elu", "", {"alpha": 1.0}),
    "selu": ("Selu", "", {}),
    "celu": ("Celu", "", {"alpha": 1.0}),
    "silu": ("Swish", "", {}),
    "mish": ("Mish", "", {}),
    "hardswish": ("HardSwish", "", {}),
    "hardsigmoid": ("HardSigmoid", "", {}),
    "hardtanh": ("Clip", "", {"min_val": -1.0, "max_val": 1.0}),
    "threshold": ("Threshold", "torch", {"threshold": 0.0, "value": 0.0}),
    "softplus": ("Softplus", "", {"beta": 1.0, "threshold": 20.0}),
    "softsign": ("Softsign", "", {}),
    "tanhshrink": ("Tanhshrink", "torch", {}),
    "softshrink": ("Shrink", "", {"lambd": 0.5}),
    "hardshrink": ("Shrink", "", {"lambd": 0.5}),
    "gelu": ("Gelu", "", {"approximate": "none"}),
}


def _define(name, op, domain, parameters):
    def apply(input):
        if not input.dtype.is_floating_point and name != "relu" and name != "relu6" and name != "hardtanh":
            raise RuntimeError(f'"{name}_cpu" not implemented for {input.dtype}')
        return emit(op, (input,), input.shape, input.dtype, None, domain=domain)

    names = list(parameters)

    def activation(input, *args, inplace=False, **kwargs):
        if len(args) > len(names):  # the flag may be given by position
            inplace = args[len(names)]
        made = apply(input)
        return assign(input, made) if inplace is True else made

    activation.__name__ = name
    globals()[name] = activation
    globals()[f"{name}_"] = lambda input, *args, **kwargs: assign(input, apply(input))
    __all__.extend((name, f"{name}_"))


for _name, _row in _TABLE.items():
    _define(_name, *_row)


def sigmoid(input):
    return input.sigmoid()


def tanh(input):
    return input.tanh()


def logsigmoid(input):
    return emit("LogSigmoid", (input,), input.shape, input.dtype)


def prelu(input, weight):
    if weight.numel() != 1 and (input.dim() < 2 or weight.numel() != input.shape[1]):
        channels = input.shape[1] if input.dim() > 1 else 1
        raise RuntimeError(
            "Mismatch of parameter numbers and input channel size. Found parameter numbers = "
            f"{weight.numel()} and channel size = {channels}."
        )
    return emit("PRelu", (input, weight), input.shape, input.dtype, domain="torch")


def rrelu(input, lower=0.125, upper=1 / 3, training=False, inplace=False):
    made = emit("RRelu", (input,), input.shape, input.dtype)
    return assign(input, made) if inplace else made


def rrelu_(input, lower=0.125, upper=1 / 3, training=False):
    return rrelu(input, inplace=True)


def _default_axis(input, dim):
    """What torch guesses (and warns about) where no axis is given."""
    return (0 if input.dim() in (0, 1, 3) else 1) if dim is None else dim


def softmax(input, dim=None, _stacklevel=3, dtype=None):
    return FUNCTIONS["softmax"](input, _default_axis(input, dim), dtype=dtype)


def log_softmax(input, dim=None, _stacklevel=3, dtype=None):
    return FUNCTIONS["log_softmax"](input, _default_axis(input, dim), dtype=dtype)


def softmin(input, dim=None, _stacklevel=3, dtype=None):
    return softmax(-input, dim, dtype=dtype)


def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1):
    return softmax((logits + FUNCTIONS["randn_like"](logits)) / tau, dim)


def glu(input, dim=-1):
    axis = normalize_axis(dim, input.dim())
    size = input.shape[axis]
    if size % 2:
        raise RuntimeError(f"Halving dimension must be even, but dimension {axis} is size {size}")
    shape = (*input.shape[:axis], size // 2, *input.shape[axis + 1 :])
    return emit("Glu", (input,), shape, input.dtype, {"axis": axis})


def dropout(input, p=0.5, training=True, inplace=False):
    """In evaluation nothing happens; in training the elements change, but nothing that is priced."""
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    return input


dropout1d = dropout2d = dropout3d = alpha_dropout = feature_alpha_dropout = dropout
