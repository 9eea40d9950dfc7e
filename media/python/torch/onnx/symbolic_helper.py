"""torch.onnx.symbolic_helper: names that custom exporters import."""

from torch._absent import absent_attributes
from torch._inert import passes_through


def parse_args(*descriptors):
    """A decorator that changes nothing."""
    return passes_through


def quantized_args(*args, **kwargs):
    """A decorator that changes nothing."""
    return passes_through


__getattr__ = absent_attributes(__name__)
