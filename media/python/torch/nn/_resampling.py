"""Padding, resizing and rearranging of feature maps."""

import math

from .._tensor import emit
from .modules.utils import _ntuple

__all__ = ["pad", "interpolate", "upsample", "upsample_nearest", "upsample_bilinear", "grid_sample", "affine_grid",
           "pixel_shuffle", "pixel_unshuffle", "channel_shuffle", "native_channel_shuffle"]

_RANKS = {"linear": 3, "bilinear": 4, "bicubic": 4, "trilinear": 5}


def pad(input, pad, mode="constant", value=None):
    if len(pad) % 2:
        raise RuntimeError("Padding length must be divisible by 2")
    if len(pad) // 2 > input.dim():
        raise RuntimeError(
            f"Padding length should be less than or equal to two times the input dimension but got padding length "
            f"{len(pad)} and input of dimension {input.dim()}"
        )
    pairs = [(pad[2 * axis], pad[2 * axis + 1]) for axis in range(len(pad) // 2)]
    shape = list(input.shape)
    for axis, (before, after) in enumerate(pairs):
        _check_pad(input, mode, axis, before, after)
        shape[-1 - axis] += before + after
    if min(shape, default=1) < 0:
        raise RuntimeError(
            f"The input size {list(input.shape)}, plus negative padding {list(pad)} resulted in a negative output size "
            f"{shape}, which is invalid"
        )
    return emit("Pad", (input,), shape, input.dtype, {"pads": [int(size) for size in pad], "mode": mode})


def _check_pad(input, mode, axis, before, after):
    size = input.shape[-1 - axis]
    if mode == "reflect" and (before >= size or after >= size):
        raise RuntimeError(
            "Argument #4: Padding size should be less than the corresponding input dimension, but got: padding "
            f"({before}, {after}) at dimension {input.dim() - 1 - axis} of input {list(input.shape)}"
        )
    if mode == "circular" and (before > size or after > size):
        raise RuntimeError("Padding value causes wrapping around more than once.")


def interpolate(
    input, size=None, scale_factor=None, mode="nearest", align_corners=None, recompute_scale_factor=None, antialias=False
):
    rank = input.dim() - 2
    if rank < 1 or _RANKS.get(mode, input.dim()) != input.dim():
        raise NotImplementedError(
            "Input Error: Only 3D, 4D and 5D input Tensors supported "
            f"(got {input.dim()}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | area | "
            f"nearest-exact (got {mode})"
        )
    if (size is None) == (scale_factor is None):
        words = "only one of size or scale_factor should be defined"
        raise ValueError(words if size is not None else "either size or scale_factor should be defined")
    sizes = _sizes(input, rank, size, scale_factor)
    if min(sizes) < 1:
        raise RuntimeError(f"Input and output sizes should be greater than 0, but got input {list(input.shape)} output {sizes}")
    return emit("Interpolate", (input,), (*input.shape[:2], *sizes), input.dtype, {"mode": mode})


def _sizes(input, rank, size, scale_factor):
    if size is None:
        return [math.floor(side * scale) for side, scale in zip(input.shape[2:], _ntuple(rank)(scale_factor))]
    sizes = [int(each) for each in size] if isinstance(size, (tuple, list)) else [int(size)] * rank
    if len(sizes) != rank:
        raise ValueError(
            "Input and output must have the same number of spatial dimensions, but got input with spatial dimensions "
            f"of {list(input.shape[2:])} and output size of {size}."
        )
    return sizes


def upsample(input, size=None, scale_factor=None, mode="nearest", align_corners=None):
    return interpolate(input, size, scale_factor, mode, align_corners)


def upsample_nearest(input, size=None, scale_factor=None):
    return interpolate(input, size, scale_factor, "nearest")


def upsample_bilinear(input, size=None, scale_factor=None):
    return interpolate(input, size, scale_factor, "bilinear", True)


def grid_sample(input, grid, mode="bilinear", padding_mode="zeros", align_corners=None):
    rank = input.dim() - 2
    if grid.dim() != input.dim() or grid.shape[-1] != rank or grid.shape[0] != input.shape[0]:
        raise RuntimeError(
            "grid_sampler(): expected grid and input to have same batch size and grid to have size "
            f"{rank} in last dimension, but got input with sizes {list(input.shape)} and grid with sizes {list(grid.shape)}"
        )
    shape = (*input.shape[:2], *grid.shape[1:-1])
    names = {"bilinear": "linear", "bicubic": "cubic"}
    return emit("GridSample", (input, grid), shape, input.dtype, {"mode": names.get(mode, mode)}, domain="")


def affine_grid(theta, size, align_corners=None):
    shape = (size[0], *size[2:], len(size) - 2)
    return emit("AffineGrid", (theta,), shape, theta.dtype)


def pixel_shuffle(input, upscale_factor):
    *batch, channels, height, width = input.shape
    if channels % (upscale_factor * upscale_factor):
        raise RuntimeError(
            "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, "
            f"but input.size(-3)={channels} is not divisible by {upscale_factor * upscale_factor}"
        )
    shape = (*batch, channels // upscale_factor**2, height * upscale_factor, width * upscale_factor)
    return emit("PixelShuffle", (input,), shape, input.dtype)


def pixel_unshuffle(input, downscale_factor):
    *batch, channels, height, width = input.shape
    if height % downscale_factor or width % downscale_factor:
        raise RuntimeError(
            f"pixel_unshuffle expects height and width to be divisible by downscale_factor, but input of size "
            f"{list(input.shape)} is not divisible by {downscale_factor}"
        )
    shape = (*batch, channels * downscale_factor**2, height // downscale_factor, width // downscale_factor)
    return emit("PixelUnshuffle", (input,), shape, input.dtype)


def channel_shuffle(input, groups):
    if input.shape[1] % groups:
        raise RuntimeError(
            f"Number of channels must be divisible by groups. Got {input.shape[1]} channels and {groups} groups."
        )
    return emit("ChannelShuffle", (input,), input.shape, input.dtype)


native_channel_shuffle = channel_shuffle
