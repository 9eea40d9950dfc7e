"""Resizing as modules."""

from ._simple import calls, layer

_FACTOR = "size=None, scale_factor=None"
__all__ = ["Upsample", "UpsamplingNearest2d", "UpsamplingBilinear2d"]

_ALL = ("size", "scale_factor", "mode", "align_corners", "recompute_scale_factor")
_SIGNATURE = f"{_FACTOR}, mode='nearest', align_corners=None, recompute_scale_factor=None"
Upsample = layer("Upsample", calls("interpolate", *_ALL), _SIGNATURE, __name__)
UpsamplingNearest2d = layer(
    "UpsamplingNearest2d", calls("interpolate", *_ALL[:3]), f"{_FACTOR}, mode='nearest'", __name__
)
UpsamplingBilinear2d = layer(
    "UpsamplingBilinear2d", calls("interpolate", *_ALL[:4]), f"{_FACTOR}, mode='bilinear', align_corners=True", __name__
)
