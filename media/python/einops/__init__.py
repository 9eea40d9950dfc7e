"""einops on the stand-in's tensors: used where the packages at hand hold no einops of their own."""

from ._errors import EinopsError  # noqa: F401
from .einops import asnumpy, einsum, parse_shape, rearrange, reduce, repeat  # noqa: F401
from .packing import pack, unpack  # noqa: F401

__version__ = "0.8.0"
__all__ = "EinopsError asnumpy einsum pack parse_shape rearrange reduce repeat unpack".split()
