"""Functions of torch and methods of Tensor that are ones of torch.linalg."""

import importlib

from ._registry import public

# torch's name -> torch.linalg's
_NAMES = {
    "inverse": "inv",
    "pinverse": "pinv",
    "det": "det",
    "slogdet": "slogdet",
    "cholesky": "cholesky",
    "qr": "qr",
    "matrix_exp": "matrix_exp",
    "matrix_power": "matrix_power",
}


def _linalg():
    return importlib.import_module("torch.linalg")


def _forward(name, target):
    def function(input, *args, **kwargs):
        return getattr(_linalg(), target)(input, *args, **kwargs)

    public(name)(function)


for _name, _target in _NAMES.items():
    _forward(_name, _target)


@public("logdet")
def logdet(input):
    return _linalg().slogdet(input)[1]


@public("svd")
def svd(input, some=True, compute_uv=True):
    """(U, S, V), where torch.linalg.svd gives V's transpose."""
    left, values, right = _linalg().svd(input, not some)
    return left, values, right.transpose(-2, -1)


@public("frobenius_norm", method=False)
def frobenius_norm(input, dim=None, keepdim=False):
    return _linalg().vector_norm(input, 2, dim, keepdim)
