"""Functions of torch that are the ones of torch.nn.functional, some with another order of arguments."""

import importlib

from ._registry import METHODS, public

_SAME = (
    "adaptive_avg_pool1d adaptive_max_pool1d avg_pool1d bilinear celu celu_ conv1d conv2d conv3d conv_tbc"
    " conv_transpose1d conv_transpose2d conv_transpose3d cosine_similarity cosine_embedding_loss ctc_loss"
    " embedding_bag hardshrink hinge_embedding_loss kl_div margin_ranking_loss max_pool1d max_pool2d max_pool3d"
    " max_pool1d_with_indices pairwise_distance pdist pixel_shuffle pixel_unshuffle poisson_nll_loss prelu"
    " rms_norm rrelu rrelu_ selu selu_ threshold threshold_ triplet_margin_loss channel_shuffle"
    " binary_cross_entropy_with_logits native_channel_shuffle"
)
_AS_METHODS = ("hardshrink", "prelu")


def _functional():
    return importlib.import_module("torch.nn.functional")


def _forward(name):
    def function(*args, **kwargs):
        return getattr(_functional(), name.removeprefix("native_"))(*args, **kwargs)

    public(name, method=False)(function)
    if name in _AS_METHODS:
        METHODS[name] = function


for _name in _SAME.split():
    _forward(_name)


@public("embedding", method=False)
def embedding(weight, indices, padding_idx=-1, scale_grad_by_freq=False, sparse=False):
    return _functional().embedding(indices, weight)


@public("batch_norm", method=False)
def batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps, cudnn_enabled=True):
    return _functional().batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps)


@public("instance_norm", method=False)
def instance_norm(
    input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, cudnn_enabled=True
):
    return _functional().instance_norm(
        input, running_mean, running_var, weight, bias, use_input_stats, momentum, eps
    )


@public("layer_norm", method=False)
def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05, cudnn_enable=True):
    return _functional().layer_norm(input, normalized_shape, weight, bias, eps)


@public("group_norm", method=False)
def group_norm(input, num_groups, weight=None, bias=None, eps=1e-05, cudnn_enabled=True):
    return _functional().group_norm(input, num_groups, weight, bias, eps)


@public("grid_sampler", method=False)
def grid_sampler(input, grid, interpolation_mode=0, padding_mode=0, align_corners=False):
    mode = ("bilinear", "nearest", "bicubic")[interpolation_mode]
    return _functional().grid_sample(
        input, grid, mode, ("zeros", "border", "reflection")[padding_mode], align_corners
    )


@public("affine_grid_generator", method=False)
def affine_grid_generator(theta, size, align_corners):
    return _functional().affine_grid(theta, size, align_corners)


@public("constant_pad_nd", method=False)
def constant_pad_nd(input, pad, value=0):
    return _functional().pad(input, pad, "constant", value)


def _dropout(name, function):
    def drop(input, p=0.5, train=False):
        return getattr(_functional(), function)(input, p, train)

    public(name, method=False, inplace=False)(drop)


_dropout("dropout", "dropout")
_dropout("dropout_", "dropout")
_dropout("alpha_dropout", "alpha_dropout")
_dropout("feature_dropout", "dropout2d")
_dropout("feature_alpha_dropout", "feature_alpha_dropout")
