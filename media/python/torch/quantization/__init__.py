"""torch.quantization: the old name of torch.ao.quantization."""

from torch.ao import quantization as _quantization
from torch.ao.quantization import *  # noqa: F401, F403


def __getattr__(name):
    return getattr(_quantization, name)
