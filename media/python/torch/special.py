"""torch.special: the functions that torch has at its top, and a few more element by element."""

from torch._absent import absent_attributes
from torch._tensor import emit

_SAME = {
    "expit": "sigmoid",
    "gammaln": "lgamma",
    "psi": "digamma",
    "gammainc": "igamma",
    "gammaincc": "igammac",
    "multigammaln": "mvlgamma",
}
_TOP = (
    "digamma erf erfc erfinv exp2 expm1 i0 log1p logit logsumexp polygamma round sinc softmax"
    " log_softmax xlogy"
).split()
_UNARY = {
    "bessel_j0": "BesselJ0",
    "bessel_j1": "BesselJ1",
    "entr": "Entr",
    "erfcx": "Erfcx",
    "i0e": "I0e",
    "i1": "I1",
    "i1e": "I1e",
    "log_ndtr": "LogNdtr",
    "ndtr": "Ndtr",
    "ndtri": "Ndtri",
}


def _unary(op):
    def apply(input, *, out=None):
        import torch

        kind = input.dtype if input.dtype.is_floating_point else torch.get_default_dtype()
        return emit(op, [input], input.shape, kind)

    return apply


def __getattr__(name):
    import torch

    if name in _UNARY:
        return _unary(_UNARY[name])
    if name in _SAME or name in _TOP:
        return getattr(torch, _SAME.get(name, name))
    return absent_attributes(__name__)(name)
