"""Convolutions."""

from .._creation import empty
from .. import functional as F
from ..parameter import Parameter
from .module import Module
from .utils import _ntuple, _reverse_repeat_tuple

__all__ = ["Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"]

_MODES = ("zeros", "reflect", "replicate", "circular")


class _ConvNd(Module):
    """Weight (Cout, Cin / groups, *kernel), transposed (Cin, Cout / groups, *kernel)."""

    def __init__(
        self, in_channels, out_channels, kernel_size, stride, padding, dilation, transposed, output_padding, groups,
        bias, padding_mode, device=None, dtype=None,
    ):
        super().__init__()
        _check(in_channels, out_channels, groups, padding, stride, padding_mode)
        self.in_channels, self.out_channels, self.kernel_size = in_channels, out_channels, kernel_size
        self.stride, self.padding, self.dilation = stride, padding, dilation
        self.transposed, self.output_padding = transposed, output_padding
        self.groups, self.padding_mode = groups, padding_mode
        self._reversed_padding_repeated_twice = self._border()
        outer, inner = (in_channels, out_channels) if transposed else (out_channels, in_channels)
        self.weight = Parameter(empty(outer, inner // groups, *kernel_size, device=device, dtype=dtype))
        self.register_parameter("bias", Parameter(empty(out_channels, device=device, dtype=dtype)) if bias else None)

    def _border(self):
        if self.padding == "same":
            border = [0, 0] * len(self.kernel_size)
            for axis, (width, reach) in enumerate(zip(self.kernel_size, self.dilation)):
                total = reach * (width - 1)
                border[-2 - 2 * axis : len(border) - 2 * axis] = [total // 2, total - total // 2]
            return border
        if self.padding == "valid":
            return [0, 0] * len(self.kernel_size)
        return list(_reverse_repeat_tuple(self.padding, 2))

    def reset_parameters(self):
        pass

    def extra_repr(self):
        text = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}"
        if self.padding != (0,) * len(self.kernel_size):
            text += f", padding={self.padding}"
        if self.dilation != (1,) * len(self.dilation):
            text += f", dilation={self.dilation}"
        if self.output_padding != (0,) * len(self.output_padding):
            text += f", output_padding={self.output_padding}"
        if self.groups != 1:
            text += f", groups={self.groups}"
        if self.bias is None:
            text += ", bias=False"
        return text if self.padding_mode == "zeros" else f"{text}, padding_mode={self.padding_mode}"


def _check(in_channels, out_channels, groups, padding, stride, padding_mode):
    if groups <= 0:
        raise ValueError("groups must be a positive integer")
    if in_channels % groups:
        raise ValueError("in_channels must be divisible by groups")
    if out_channels % groups:
        raise ValueError("out_channels must be divisible by groups")
    if isinstance(padding, str) and padding not in ("same", "valid"):
        raise ValueError(f"Invalid padding string '{padding}', should be one of {{'valid', 'same'}}")
    if padding == "same" and any(step != 1 for step in stride):
        raise ValueError("padding='same' is not supported for strided convolutions")
    if padding_mode not in _MODES:
        raise ValueError(f"padding_mode must be one of {set(_MODES)}, but got padding_mode='{padding_mode}'")


def _convolution(rank):
    sizes_of = _ntuple(rank)
    convolve = getattr(F, f"conv{rank}d")

    class Conv(_ConvNd):
        def __init__(
            self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True,
            padding_mode="zeros", device=None, dtype=None,
        ):
            sizes = padding if isinstance(padding, str) else sizes_of(padding)
            super().__init__(
                in_channels, out_channels, sizes_of(kernel_size), sizes_of(stride), sizes, sizes_of(dilation), False,
                sizes_of(0), groups, bias, padding_mode, device, dtype,
            )

        def _conv_forward(self, input, weight, bias):
            padding = self.padding
            if self.padding_mode != "zeros":
                input = F.pad(input, self._reversed_padding_repeated_twice, mode=self.padding_mode)
                padding = 0
            return convolve(input, weight, bias, self.stride, padding, self.dilation, self.groups)

        def forward(self, input):
            return self._conv_forward(input, self.weight, self.bias)

    return _named(Conv, f"Conv{rank}d")


def _transposed(rank):
    sizes_of = _ntuple(rank)
    convolve = getattr(F, f"conv_transpose{rank}d")

    class Conv(_ConvTransposeNd):
        def __init__(
            self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True,
            dilation=1, padding_mode="zeros", device=None, dtype=None,
        ):
            if padding_mode != "zeros":
                raise ValueError(f'Only "zeros" padding mode is supported for {type(self).__name__}')
            super().__init__(
                in_channels, out_channels, sizes_of(kernel_size), sizes_of(stride), sizes_of(padding),
                sizes_of(dilation), True, sizes_of(output_padding), groups, bias, padding_mode, device, dtype,
            )

        def forward(self, input, output_size=None):
            extra = self.output_padding if output_size is None else self._extra(input, output_size)
            return convolve(
                input, self.weight, self.bias, self.stride, self.padding, extra, self.groups, self.dilation
            )

        def _extra(self, input, output_size):
            rows = zip(
                list(output_size)[-rank:], input.shape[-rank:], self.stride, self.padding, self.dilation, self.kernel_size
            )
            extra = []
            for wanted, size, step, pad, reach, width in rows:
                least = (size - 1) * step - 2 * pad + reach * (width - 1) + 1
                if not least <= wanted < least + step:
                    raise ValueError(
                        f"requested an output size of {list(output_size)}, but valid sizes range from {least} to "
                        f"{least + step - 1} (for an input of {list(input.shape[2:])})"
                    )
                extra.append(wanted - least)
            return extra

    return _named(Conv, f"ConvTranspose{rank}d")


class _ConvTransposeNd(_ConvNd):
    pass


def _named(kind, name):
    kind.__name__ = kind.__qualname__ = name
    kind.__module__ = __name__
    return kind


Conv1d, Conv2d, Conv3d = (_convolution(rank) for rank in (1, 2, 3))
ConvTranspose1d, ConvTranspose2d, ConvTranspose3d = (_transposed(rank) for rank in (1, 2, 3))
