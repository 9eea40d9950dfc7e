"""Pooling."""

import math

from .. import _dtype, _trace
from .._tensor import emit, new_tensor
from .modules.utils import _ntuple

__all__ = [
    f"{kind}_pool{rank}d{suffix}"
    for kind, suffixes in (
        ("max", ("", "_with_indices")), ("avg", ("",)), ("adaptive_avg", ("",)),
        ("adaptive_max", ("", "_with_indices")), ("lp", ("",)),
    )
    for rank in (1, 2, 3)
    for suffix in suffixes
] + ["max_unpool1d", "max_unpool2d", "max_unpool3d", "fractional_max_pool2d", "fractional_max_pool3d"]


def _windows(name, input, rank, kernel, strides, pads, dilations, ceil_mode):
    """Spatial sizes; with ceil_mode the last window must still start inside the input or its left padding."""
    if input.dim() not in (rank + 1, rank + 2):
        raise RuntimeError(f"{name}: Expected {rank + 1}D or {rank + 2}D input, but got {list(input.shape)}")
    if any(pad * 2 > width for pad, width in zip(pads, kernel)):
        raise RuntimeError(
            f"pad should be at most half of effective kernel size, but got pad={pads[0]}, kernel_size={kernel[0]}"
        )
    found = []
    for size, width, step, pad, reach in zip(input.shape[-rank:], kernel, strides, pads, dilations):
        room = size + 2 * pad - reach * (width - 1) - 1
        count = (math.ceil(room / step) if ceil_mode else room // step) + 1
        if ceil_mode and (count - 1) * step >= size + pad:
            count -= 1
        found.append(count)
    if min(found) < 1:
        sizes, outcome = ("x".join(map(str, each)) for each in (input.shape[-rank - 1 :], (input.shape[-rank - 1], *found)))
        raise RuntimeError(f"Given input size: ({sizes}). Calculated output size: ({outcome}). Output size is too small")
    return found


def _pooled(op, name, input, rank, kernel, strides, pads, dilations, ceil_mode, extra=None):
    shape = (*input.shape[:-rank], *_windows(name, input, rank, kernel, strides, pads, dilations, ceil_mode))
    attributes = {
        "kernel_shape": list(kernel),
        "strides": list(strides),
        "pads": [*pads, *pads],
        "dilations": list(dilations),
        "ceil_mode": int(ceil_mode),
        **(extra or {}),
    }
    if input.dim() == rank + 2:
        return emit(op, (input,), shape, input.dtype, attributes, domain="")
    made = emit(op, (input.unsqueeze(0),), (1, *shape), input.dtype, attributes, domain="")
    return made.squeeze(0)


def _indices(made):
    """Where the largest elements were: as many as there are results."""
    found = new_tensor(made.shape, _dtype.int64, made.device)
    _trace.record("MaxIndices", (made,), found, None, "torch")
    return found


def _define(rank):
    sizes_of = _ntuple(rank)

    def max_pool(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
        kernel = sizes_of(kernel_size)
        strides = kernel if stride is None or stride == [] else sizes_of(stride)
        made = _pooled(
            "MaxPool", f"max_pool{rank}d", input, rank, kernel, strides, sizes_of(padding), sizes_of(dilation), ceil_mode
        )
        return (made, _indices(made)) if return_indices else made

    def with_indices(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=True):
        return max_pool(input, kernel_size, stride, padding, dilation, ceil_mode, True)

    def avg_pool(
        input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None
    ):
        kernel = sizes_of(kernel_size)
        strides = kernel if stride is None or stride == [] else sizes_of(stride)
        extra = {"count_include_pad": int(count_include_pad)}
        ones = (1,) * rank
        return _pooled(
            "AveragePool", f"avg_pool{rank}d", input, rank, kernel, strides, sizes_of(padding), ones, ceil_mode, extra
        )

    def lp_pool(input, norm_type, kernel_size, stride=None, ceil_mode=False):
        kernel = sizes_of(kernel_size)
        strides = kernel if stride is None else sizes_of(stride)
        none, ones = (0,) * rank, (1,) * rank
        shape = _windows(f"lp_pool{rank}d", input, rank, kernel, strides, none, ones, ceil_mode)
        return emit("LpPool", (input,), (*input.shape[:-rank], *shape), input.dtype, {"kernel_shape": list(kernel)})

    def adaptive(kind):
        def pool(input, output_size, return_indices=False):
            if input.dim() not in (rank + 1, rank + 2):
                raise RuntimeError(
                    f"adaptive_{kind.lower()[:3]}_pool{rank}d(): Expected {rank + 1}D or {rank + 2}D tensor, but got "
                    f"{list(input.shape)}"
                )
            asked = zip(sizes_of(output_size), input.shape[-rank:])
            sizes = tuple(size if wanted is None else wanted for wanted, size in asked)
            shape = (*input.shape[:-rank], *sizes)
            whole = input.dim() == rank + 2 and all(size == 1 for size in sizes)
            op = f"Global{kind}Pool" if whole else f"Adaptive{kind}Pool"
            attributes = None if whole else {"output_size": list(sizes)}
            made = emit(op, (input,), shape, input.dtype, attributes, domain="" if whole else "torch")
            return (made, _indices(made)) if return_indices else made

        return pool

    def max_unpool(input, indices, kernel_size, stride=None, padding=0, output_size=None):
        kernel = sizes_of(kernel_size)
        strides = kernel if stride is None else sizes_of(stride)
        sizes = [
            (size - 1) * step + width - 2 * pad
            for size, step, width, pad in zip(input.shape[-rank:], strides, kernel, sizes_of(padding))
        ]
        if output_size is not None:
            sizes = list(output_size)[-rank:]
        return emit("MaxUnpool", (input, indices), (*input.shape[:-rank], *sizes), input.dtype)

    average, largest = adaptive("Average"), adaptive("Max")
    return {
        f"max_pool{rank}d": max_pool,
        f"max_pool{rank}d_with_indices": with_indices,
        f"avg_pool{rank}d": avg_pool,
        f"lp_pool{rank}d": lp_pool,
        f"adaptive_avg_pool{rank}d": lambda input, output_size: average(input, output_size),
        f"adaptive_max_pool{rank}d": largest,
        f"adaptive_max_pool{rank}d_with_indices": lambda input, output_size, return_indices=True: largest(
            input, output_size, True
        ),
        f"max_unpool{rank}d": max_unpool,
    }


for _rank in (1, 2, 3):
    globals().update(_define(_rank))


def _fractional(rank):
    def pool(input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None):
        if output_size is None:
            ratios = _ntuple(rank)(output_ratio)
            output_size = [int(size * ratio) for size, ratio in zip(input.shape[-rank:], ratios)]
        shape = (*input.shape[:-rank], *_ntuple(rank)(output_size))
        attributes = {"kernel_shape": list(_ntuple(rank)(kernel_size))}
        made = emit("FractionalMaxPool", (input,), shape, input.dtype, attributes)
        return (made, _indices(made)) if return_indices else made

    return pool


fractional_max_pool2d, fractional_max_pool3d = _fractional(2), _fractional(3)
