"""Between channels and space."""

from ._simple import calls, layer

__all__ = ["PixelShuffle", "PixelUnshuffle"]

PixelShuffle = layer("PixelShuffle", calls("pixel_shuffle", "upscale_factor"), "upscale_factor", __name__)
PixelUnshuffle = layer("PixelUnshuffle", calls("pixel_unshuffle", "downscale_factor"), "downscale_factor", __name__)
