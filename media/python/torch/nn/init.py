"""torch.nn.init: weights have no values here, so initializing checks shapes and returns the tensor."""

import math

_FILLS = (
    "uniform normal trunc_normal constant ones zeros eye dirac orthogonal sparse xavier_uniform xavier_normal"
    " kaiming_uniform kaiming_normal"
).split()
_NEEDS_FANS = ("xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal", "orthogonal")
_GAINS = {"tanh": 5.0 / 3, "relu": math.sqrt(2.0), "selu": 3.0 / 4}


def _define(name):
    def fill_(tensor, *args, **kwargs):
        if name in _NEEDS_FANS and tensor.dim() < 2:
            raise ValueError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions")
        if name == "eye" and tensor.dim() != 2:
            raise ValueError("Only tensors with 2 dimensions are supported")
        # Elements that were known are so no longer.
        tensor._data = None
        return tensor

    fill_.__name__ = f"{name}_"
    return fill_


for _name in _FILLS:
    globals()[f"{_name}_"] = _define(_name)
    globals()[_name] = globals()[f"{_name}_"]


def calculate_gain(nonlinearity, param=None):
    if nonlinearity == "leaky_relu":
        return math.sqrt(2.0 / (1 + (0.01 if param is None else param) ** 2))
    if nonlinearity in _GAINS:
        return _GAINS[nonlinearity]
    if nonlinearity.startswith(("conv", "linear")) or nonlinearity == "sigmoid":
        return 1
    raise ValueError(f"Unsupported nonlinearity {nonlinearity}")


def _calculate_fan_in_and_fan_out(tensor):
    if tensor.dim() < 2:
        raise ValueError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions")
    field = math.prod(tensor.shape[2:])
    return tensor.shape[1] * field, tensor.shape[0] * field


def _calculate_correct_fan(tensor, mode):
    if mode.lower() not in ("fan_in", "fan_out"):
        raise ValueError(f"Mode {mode} not supported, please use one of ['fan_in', 'fan_out']")
    return _calculate_fan_in_and_fan_out(tensor)[mode.lower() == "fan_out"]


def _no_grad_trunc_normal_(tensor, *args, **kwargs):
    return tensor


_no_grad_normal_ = _no_grad_uniform_ = _no_grad_fill_ = _no_grad_zero_ = _no_grad_trunc_normal_
