"""torch.ao.nn."""

import importlib

from torch._absent import absent_attributes


def __getattr__(name):
    if name in ("quantized", "intrinsic"):
        return importlib.import_module(f"torch.ao.nn.{name}")
    return absent_attributes(__name__)(name)
