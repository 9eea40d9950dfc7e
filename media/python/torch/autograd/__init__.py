"""torch.autograd: custom functions run their forward; nothing is differentiated."""

from torch._absent import absent_attributes
from torch._grad import enable_grad, inference_mode, no_grad, set_grad_enabled  # noqa: F401
from torch._inert import NullContext, unsupported
from torch.autograd.function import Function  # noqa: F401

backward = unsupported("torch.autograd.backward")
grad = unsupported("torch.autograd.grad")
gradcheck = gradgradcheck = unsupported("torch.autograd.gradcheck")
detect_anomaly = set_detect_anomaly = NullContext


class _VariableMeta(type):
    def __instancecheck__(cls, instance):
        import torch

        return isinstance(instance, torch.Tensor)


class Variable(metaclass=_VariableMeta):
    """The old name of a tensor."""

    def __new__(cls, data, requires_grad=False, volatile=False):
        if requires_grad:
            data.requires_grad = True
        return data


def __getattr__(name):
    import importlib

    if name in ("profiler", "functional", "graph", "forward_ad", "grad_mode", "function", "variable"):
        return importlib.import_module(f"torch.autograd.{name}")
    return absent_attributes(__name__)(name)
