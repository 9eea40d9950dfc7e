"""torch.ao."""

import importlib

from torch._absent import absent_attributes


def __getattr__(name):
    if name in ("quantization", "nn"):
        return importlib.import_module(f"torch.ao.{name}")
    return absent_attributes(__name__)(name)
