"""Normalization."""

import math

from .._tensor import emit

__all__ = [
    "batch_norm", "instance_norm", "layer_norm", "group_norm", "rms_norm", "local_response_norm", "normalize",
]


def batch_norm(
    input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05
):
    if input.dim() < 2:
        raise ValueError(f"expected at least 2D input (got {input.dim()}D input)")
    channels = input.shape[1]
    if training and input.numel() == channels:
        raise ValueError(f"Expected more than 1 value per channel when training, got input size {input.shape}")
    given = (("running_mean", running_mean), ("running_var", running_var), ("weight", weight), ("bias", bias))
    for name, tensor in given:
        if tensor is not None and tensor.numel() != channels:
            raise RuntimeError(f"{name} should contain {channels} elements not {tensor.numel()}")
    inputs = (input, weight, bias, running_mean, running_var)
    return emit("BatchNormalization", inputs, input.shape, input.dtype, {"epsilon": eps}, domain="")


def instance_norm(
    input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05
):
    if use_input_stats and math.prod(input.shape[2:]) == 1:
        raise ValueError(f"Expected more than 1 spatial element when training, got input size {input.shape}")
    attributes = {"epsilon": eps}
    return emit("InstanceNormalization", (input, weight, bias), input.shape, input.dtype, attributes, domain="")


def _check_tail(input, normalized_shape, weight, bias):
    shape = tuple(normalized_shape)
    if tuple(input.shape[-len(shape) :]) != shape or not shape:
        wanted = ", ".join(["*", *map(str, shape)])
        raise RuntimeError(
            f"Given normalized_shape={list(shape)}, expected input with shape [{wanted}], but got input of "
            f"size{list(input.shape)}"
        )
    for name, tensor in (("weight", weight), ("bias", bias)):
        if tensor is not None and tuple(tensor.shape) != shape:
            raise RuntimeError(
                f"Expected {name} to be of same shape as normalized_shape, but got {name} of shape "
                f"{list(tensor.shape)} and normalized_shape = {list(shape)}"
            )
    return -len(shape)


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05):
    axis = _check_tail(input, normalized_shape, weight, bias)
    attributes = {"axis": axis, "epsilon": eps}
    return emit("LayerNormalization", (input, weight, bias), input.shape, input.dtype, attributes, domain="")


def rms_norm(input, normalized_shape, weight=None, eps=None):
    axis = _check_tail(input, normalized_shape, weight, None)
    return emit("RMSNormalization", (input, weight), input.shape, input.dtype, {"axis": axis}, domain="")


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-05):
    if input.dim() < 2:
        raise RuntimeError(f"Expected at least 2 dimensions for input tensor but received {input.dim()}")
    channels = input.shape[1]
    if channels % num_groups:
        raise RuntimeError(
            "Expected number of channels in input to be divisible by num_groups, but got input of shape "
            f"{list(input.shape)} and num_groups={num_groups}"
        )
    for name, tensor in (("weight", weight), ("bias", bias)):
        if tensor is not None and tuple(tensor.shape) != (channels,):
            raise RuntimeError(
                f"Expected {name} to be a vector of size equal to the number of channels in input, but got {name} of "
                f"shape {list(tensor.shape)} and input of shape {list(input.shape)}"
            )
    attributes = {"num_groups": num_groups, "epsilon": eps}
    return emit("GroupNormalization", (input, weight, bias), input.shape, input.dtype, attributes, domain="")


def local_response_norm(input, size, alpha=0.0001, beta=0.75, k=1.0):
    return emit("LocalResponseNorm", (input,), input.shape, input.dtype, {"size": size})


def normalize(input, p=2.0, dim=1, eps=1e-12, out=None):
    return input / input.norm(p, dim, keepdim=True).clamp_min(eps).expand_as(input)
