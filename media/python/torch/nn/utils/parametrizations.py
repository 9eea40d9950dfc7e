"""Well-known parametrizations."""

from ..._tensor import emit
from ..modules.module import Module
from . import parametrize


class _Computed(Module):
    """A weight computed from another of the same shape."""

    def __init__(self, op):
        super().__init__()
        self.op = op

    def forward(self, weight):
        return emit(self.op, (weight,), weight.shape, weight.dtype)


def weight_norm(module, name="weight", dim=0):
    from ._weights import weight_norm as split

    return split(module, name, dim)


def spectral_norm(module, name="weight", n_power_iterations=1, eps=1e-12, dim=None):
    parametrize.register_parametrization(module, name, _Computed("SpectralNorm"))
    return module


def orthogonal(module, name="weight", orthogonal_map=None, *, use_trivialization=True):
    parametrize.register_parametrization(module, name, _Computed("Orthogonal"))
    return module
