"""Compiled operators of torchvision."""

from torch._errors import depends
from torch._tensor import emit

_BOXES = (
    "How many boxes remain is known for real images and weights alone: price the part of the model before it."
)


def nms(dets, scores, iou_threshold):
    """Always refused: its output's length is data."""
    raise depends("torchvision.ops.nms", _BOXES)


def roi_align(input, rois, spatial_scale, pooled_height, pooled_width, sampling_ratio, aligned):
    """(regions, channels, height, width)."""
    return _pooled("RoiAlign", input, rois, input.shape[1], (pooled_height, pooled_width), sampling_ratio)


def roi_pool(input, rois, spatial_scale, pooled_height, pooled_width):
    """The pooled regions, and where each maximum was."""
    import torch

    output = _pooled("RoiPool", input, rois, input.shape[1], (pooled_height, pooled_width), 0)
    return output, _positions(output, torch.int32)


def ps_roi_align(input, rois, spatial_scale, pooled_height, pooled_width, sampling_ratio):
    """Position-sensitive: channels shrink by the number of cells. Also says which channel each cell read."""
    return _position_sensitive(input, rois, pooled_height, pooled_width, sampling_ratio)


def ps_roi_pool(input, rois, spatial_scale, pooled_height, pooled_width):
    """Position-sensitive: channels shrink by the number of cells. Also says which channel each cell read."""
    return _position_sensitive(input, rois, pooled_height, pooled_width, 0)


def _position_sensitive(input, rois, height, width, sampling_ratio):
    import torch

    if input.shape[1] % (height * width):
        raise RuntimeError("input channels must be a multiple of pooling height * pooling width")
    channels = input.shape[1] // (height * width)
    output = _pooled("PsRoiAlign", input, rois, channels, (height, width), sampling_ratio)
    return output, _positions(output, torch.int32)


def _pooled(op, input, rois, channels, size, sampling_ratio):
    if len(rois.shape) != 2 or rois.shape[1] != 5:
        raise RuntimeError("rois must have shape as Tensor[K, 5]")
    attributes = {"output_size": list(size), "sampling_ratio": int(sampling_ratio)}
    return emit(op, [input, rois], (rois.shape[0], channels, *size), input.dtype, attributes)


def _positions(output, dtype):
    """An index map beside a pooled tensor: model code throws it away."""
    from torch._tensor import new_tensor

    return new_tensor(output.shape, dtype, output.device)


def deform_conv2d(
    input,
    weight,
    offset,
    mask,
    bias,
    stride_h,
    stride_w,
    pad_h,
    pad_w,
    dilation_h,
    dilation_w,
    groups,
    offset_groups,
    use_mask,
):
    """A deformable convolution, as ONNX's DeformConv."""
    out, inner, kernel_h, kernel_w = weight.shape
    if input.shape[1] != inner * groups:
        raise RuntimeError(
            f"invalid input shape: expected {inner * groups} channels for weight {list(weight.shape)} "
            f"and {groups} groups, got {list(input.shape)}"
        )
    height = _length(input.shape[2], kernel_h, stride_h, pad_h, dilation_h)
    width = _length(input.shape[3], kernel_w, stride_w, pad_w, dilation_w)
    wanted = (input.shape[0], 2 * offset_groups * kernel_h * kernel_w, height, width)
    if tuple(offset.shape) != wanted:
        raise RuntimeError(f"offset should have shape {list(wanted)}, got {list(offset.shape)}")
    attributes = {
        "kernel_shape": [kernel_h, kernel_w],
        "strides": [stride_h, stride_w],
        "pads": [pad_h, pad_w, pad_h, pad_w],
        "dilations": [dilation_h, dilation_w],
        "group": groups,
        "offset_group": offset_groups,
    }
    inputs = [input, weight, offset, bias, mask if use_mask else None]
    return emit(
        "DeformConv", inputs, (input.shape[0], out, height, width), input.dtype, attributes, domain=""
    )


def _length(size, kernel, stride, pad, dilation):
    return (size + 2 * pad - dilation * (kernel - 1) - 1) // stride + 1


OPERATORS = {
    "nms": nms,
    "roi_align": roi_align,
    "roi_pool": roi_pool,
    "ps_roi_align": ps_roi_align,
    "ps_roi_pool": ps_roi_pool,
    "deform_conv2d": deform_conv2d,
    "_cuda_version": lambda: -1,
}
