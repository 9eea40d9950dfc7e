"""Convolutions and products with a weight."""

from .._shape import broadcast_shapes
from .._tensor import emit
from .modules.utils import _ntuple

__all__ = [
    "conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d", "conv_tbc", "linear",
    "bilinear", "unfold", "fold",
]


def _convolve(rank):
    sizes_of = _ntuple(rank)

    def conv(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        strides, dilations = sizes_of(stride), sizes_of(dilation)
        x, batched = _batched(input, rank, f"conv{rank}d", weight)
        _check_conv(x, weight, bias, groups, batched)
        kernel = weight.shape[2:]
        pads = _pads(padding, kernel, strides, dilations, sizes_of)
        spatial = _slide(x.shape[2:], kernel, strides, pads, dilations)
        shape = (x.shape[0], weight.shape[0], *spatial)
        attributes = {
            "kernel_shape": list(kernel),
            "strides": list(strides),
            "pads": [before for before, _ in pads] + [after for _, after in pads],
            "dilations": list(dilations),
            "group": groups,
        }
        made = emit("Conv", (x, weight, bias), shape, input.dtype, attributes, domain="")
        return made if batched else made.squeeze(0)

    conv.__name__ = f"conv{rank}d"
    return conv


def _batched(input, rank, name, weight):
    if input.dim() == rank + 2:
        return input, True
    if input.dim() == rank + 1:
        return input.unsqueeze(0), False
    words = f"Expected {rank + 1}D (unbatched) or {rank + 2}D (batched) input to {name}"
    raise RuntimeError(f"{words}, but got input of size: {list(input.shape)}")


def _check_conv(x, weight, bias, groups, batched):
    channels = x.shape[1]
    if weight.dim() != x.dim():
        raise RuntimeError(
            f"Expected {x.dim()}-dimensional weight for input of size {list(x.shape)}, but got weight of size "
            f"{list(weight.shape)}"
        )
    if weight.shape[1] * groups != channels:
        seen = list(x.shape) if batched else list(x.shape[1:])
        raise RuntimeError(
            f"Given groups={groups}, weight of size {list(weight.shape)}, expected input{seen} to have "
            f"{weight.shape[1] * groups} channels, but got {channels} channels instead"
        )
    if weight.shape[0] % groups:
        raise RuntimeError(
            f"Given groups={groups}, expected weight to be divisible by {groups} at dimension 0, but got weight of "
            f"size {list(weight.shape)} instead"
        )
    if x.dtype != weight.dtype:
        raise RuntimeError(f"Input type ({x.dtype}) and weight type ({weight.dtype}) should be the same")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise RuntimeError(
            f"Given weight of size {list(weight.shape)}, expected bias to be 1-dimensional with {weight.shape[0]} "
            f"elements, but got bias of size {list(bias.shape)} instead"
        )


def _pads(padding, kernel, strides, dilations, sizes_of):
    """(before, after) per axis."""
    if padding == "valid":
        return [(0, 0)] * len(kernel)
    if padding == "same":
        if any(stride != 1 for stride in strides):
            raise RuntimeError("padding='same' is not supported for strided convolutions")
        totals = [dilation * (size - 1) for size, dilation in zip(kernel, dilations)]
        return [(total // 2, total - total // 2) for total in totals]
    if isinstance(padding, str):
        raise RuntimeError(f"Invalid padding string: '{padding}'")
    if any(pad < 0 for pad in sizes_of(padding)):
        raise RuntimeError("negative padding is not supported")
    return [(pad, pad) for pad in sizes_of(padding)]


def _slide(sizes, kernel, strides, pads, dilations):
    padded = [size + before + after for size, (before, after) in zip(sizes, pads)]
    reach = [dilation * (size - 1) + 1 for size, dilation in zip(kernel, dilations)]
    if any(room < need for room, need in zip(padded, reach)):
        seen, wanted = (" x ".join(map(str, each)) for each in (padded, reach))
        raise RuntimeError(
            f"Calculated padded input size per channel: ({seen}). Kernel size: ({wanted}). Kernel size can't be "
            "greater than actual input size"
        )
    if any(stride <= 0 for stride in strides):
        raise RuntimeError("non-positive stride is not supported")
    return [(room - need) // stride + 1 for room, need, stride in zip(padded, reach, strides)]


def _transposed(rank):
    sizes_of = _ntuple(rank)

    def conv_transpose(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
        strides, pads, extra, dilations = map(sizes_of, (stride, padding, output_padding, dilation))
        x, batched = _batched(input, rank, f"conv_transpose{rank}d", weight)
        if x.shape[1] != weight.shape[0]:
            raise RuntimeError(
                f"Given transposed=1, weight of size {list(weight.shape)}, expected input{list(input.shape)} to have "
                f"{weight.shape[0]} channels, but got {x.shape[1]} channels instead"
            )
        if any(more >= max(step, reach) for more, step, reach in zip(extra, strides, dilations)):
            raise RuntimeError(
                "output padding must be smaller than either stride or dilation, but got output_padding: "
                f"{list(extra)} stride: {list(strides)} dilation: {list(dilations)}"
            )
        kernel = weight.shape[2:]
        spatial = [
            (size - 1) * step - 2 * pad + reach * (width - 1) + more + 1
            for size, step, pad, reach, width, more in zip(x.shape[2:], strides, pads, dilations, kernel, extra)
        ]
        attributes = {
            "kernel_shape": list(kernel),
            "strides": list(strides),
            "pads": [*pads, *pads],
            "output_padding": list(extra),
            "dilations": list(dilations),
            "group": groups,
        }
        shape = (x.shape[0], weight.shape[1] * groups, *spatial)
        made = emit("ConvTranspose", (x, weight, bias), shape, input.dtype, attributes, domain="")
        return made if batched else made.squeeze(0)

    conv_transpose.__name__ = f"conv_transpose{rank}d"
    return conv_transpose


conv1d, conv2d, conv3d = _convolve(1), _convolve(2), _convolve(3)
conv_transpose1d, conv_transpose2d, conv_transpose3d = _transposed(1), _transposed(2), _transposed(3)


def conv_tbc(input, weight, bias, pad=0):
    return conv1d(input.permute(1, 2, 0), weight.permute(2, 1, 0), bias, padding=pad).permute(2, 0, 1)


def linear(input, weight, bias=None):
    if weight.dim() == 1:
        made = input.matmul(weight)
        return made if bias is None else made + bias
    width = input.shape[-1] if input.dim() else 1
    if width != weight.shape[1]:
        rows = input.numel() // max(width, 1)
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({rows}x{width} and {weight.shape[1]}x{weight.shape[0]})"
        )
    if input.dtype != weight.dtype:
        raise RuntimeError(f"expected m1 and m2 to have the same dtype, but got: {input.dtype} != {weight.dtype}")
    shape = (*input.shape[:-1], weight.shape[0])
    if bias is not None:
        broadcast_shapes(shape, bias.shape)
    return emit("Linear", (input, weight, bias), shape, input.dtype)


def bilinear(input1, input2, weight, bias=None):
    for number, (each, width) in enumerate(((input1, weight.shape[1]), (input2, weight.shape[2])), 1):
        if each.shape[-1] != width:
            raise RuntimeError(f"bilinear(): input{number} size does not match weight size: got {each.shape[-1]} but expected {width}")
    return emit("Bilinear", (input1, input2, weight, bias), (*input1.shape[:-1], weight.shape[0]), input1.dtype)


def _blocks(sizes, kernel, dilation, padding, stride):
    return [
        (size + 2 * pad - reach * (width - 1) - 1) // step + 1
        for size, width, reach, pad, step in zip(sizes, kernel, dilation, padding, stride)
    ]


def unfold(input, kernel_size, dilation=1, padding=0, stride=1):
    kernel, *others = map(_ntuple(2), (kernel_size, dilation, padding, stride))
    batched = input.dim() == 4
    if input.dim() not in (3, 4):
        raise RuntimeError(f"Input Error: Only 3D or 4D input Tensors are supported, but got {list(input.shape)}")
    *batch, channels, height, width = input.shape
    blocks = _blocks((height, width), kernel, *others)
    if min(blocks) < 1:
        raise RuntimeError(
            f"Given input with spatial size ({height}, {width}), kernel_size={kernel}: calculated shape of the array "
            f"of sliding blocks as ({blocks[0]}, {blocks[1]}), but its components must be at least one."
        )
    shape = (*batch, channels * kernel[0] * kernel[1], blocks[0] * blocks[1])
    return emit("Unfold", (input,), shape, input.dtype, {"kernel_shape": list(kernel)})


def fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1):
    size, kernel, *others = map(_ntuple(2), (output_size, kernel_size, dilation, padding, stride))
    *batch, columns, length = input.shape
    blocks = _blocks(size, kernel, *others)
    if columns % (kernel[0] * kernel[1]):
        raise RuntimeError(
            "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got "
            f"input.size(1)={columns} and kernel_size={kernel}."
        )
    if blocks[0] * blocks[1] != length:
        raise RuntimeError(
            f"Given output_size={size}, kernel_size={kernel}: expected size of input's dimension 2 to match the "
            f"calculated number of sliding blocks {blocks[0]} * {blocks[1]} = {blocks[0] * blocks[1]}, but got {length}."
        )
    shape = (*batch, columns // (kernel[0] * kernel[1]), *size)
    return emit("Fold", (input,), shape, input.dtype, {"kernel_shape": list(kernel)})
