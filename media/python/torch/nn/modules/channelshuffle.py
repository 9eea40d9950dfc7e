"""Between groups of channels."""

from ._simple import calls, layer

__all__ = ["ChannelShuffle"]

ChannelShuffle = layer("ChannelShuffle", calls("channel_shuffle", "groups"), "groups", __name__)
