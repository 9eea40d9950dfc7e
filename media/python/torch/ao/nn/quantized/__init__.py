"""torch.ao.nn.quantized: functional modules of quantizable models, run in float."""

from torch._absent import absent_attributes
from torch.nn import Identity, Module


class FloatFunctional(Module):
    """Arithmetic as methods, so that it can be observed: the plain functions."""

    def __init__(self):
        super().__init__()
        self.activation_post_process = Identity()

    def forward(self, x):
        raise RuntimeError(
            "FloatFunctional is not intended to use the 'forward'. Please use the underlying operation"
        )

    def add(self, x, y):
        import torch

        return torch.add(x, y)

    add_scalar = add

    def mul(self, x, y):
        import torch

        return torch.mul(x, y)

    mul_scalar = mul

    def cat(self, x, dim=0):
        import torch

        return torch.cat(x, dim=dim)

    def add_relu(self, x, y):
        import torch

        return torch.nn.functional.relu(torch.add(x, y))

    def matmul(self, x, y):
        import torch

        return torch.matmul(x, y)


class FXFloatFunctional(FloatFunctional):
    """The same."""


QFunctional = FloatFunctional
__getattr__ = absent_attributes(__name__)
