"""torch.nn.utils."""

from . import parametrizations, parametrize, prune, rnn, stateless  # noqa: F401
from ._weights import (  # noqa: F401
    remove_spectral_norm, remove_weight_norm, spectral_norm, weight_norm,
)
from .fusion import fuse_conv_bn_eval, fuse_conv_bn_weights, fuse_linear_bn_eval  # noqa: F401
from .._creation import zeros
from .._creation import cat


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, **_):
    return zeros(())


clip_grad_norm = clip_grad_norm_


def clip_grad_value_(parameters, clip_value, **_):
    pass


def parameters_to_vector(parameters):
    return cat([parameter.view(-1) for parameter in parameters])


def vector_to_parameters(vec, parameters):
    pass


def skip_init(module_cls, *args, **kwargs):
    return module_cls(*args, **kwargs)
