"""Sliding blocks as modules."""

from ._simple import calls, layer

__all__ = ["Fold", "Unfold"]

_WINDOW = "kernel_size, dilation=1, padding=0, stride=1"
_NAMES = ("kernel_size", "dilation", "padding", "stride")
Fold = layer("Fold", calls("fold", "output_size", *_NAMES), f"output_size, {_WINDOW}", __name__)
Unfold = layer("Unfold", calls("unfold", *_NAMES), _WINDOW, __name__)
