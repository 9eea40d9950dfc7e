"""torch.nn.quantized: the old name of torch.ao.nn.quantized."""

from torch.ao.nn import quantized as _quantized
from torch.ao.nn.quantized import FloatFunctional, FXFloatFunctional, QFunctional  # noqa: F401


def __getattr__(name):
    return getattr(_quantized, name)
