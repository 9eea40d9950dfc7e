"""Activation functions and attention as modules."""

from .._creation import empty
from .. import functional as F
from ..parameter import Parameter
from ._simple import calls, layer
from .linear import NonDynamicallyQuantizableLinear
from .module import Module

# class -> function, arguments of the constructor, those that are passed on
_TABLE = {
    "ReLU": ("relu", "inplace=False", "inplace"),
    "ReLU6": ("relu6", "inplace=False", "inplace"),
    "RReLU": ("rrelu", "lower=0.125, upper=1/3, inplace=False", "lower upper inplace"),
    "Hardtanh": ("hardtanh", "min_val=-1.0, max_val=1.0, inplace=False", "min_val max_val inplace"),
    "Hardsigmoid": ("hardsigmoid", "inplace=False", "inplace"),
    "Hardswish": ("hardswish", "inplace=False", "inplace"),
    "SiLU": ("silu", "inplace=False", "inplace"),
    "Mish": ("mish", "inplace=False", "inplace"),
    "ELU": ("elu", "alpha=1.0, inplace=False", "alpha inplace"),
    "CELU": ("celu", "alpha=1.0, inplace=False", "alpha inplace"),
    "SELU": ("selu", "inplace=False", "inplace"),
    "GELU": ("gelu", "approximate='none'", "approximate"),
    "GLU": ("glu", "dim=-1", "dim"),
    "LeakyReLU": ("leaky_relu", "negative_slope=0.01, inplace=False", "negative_slope inplace"),
    "LogSigmoid": ("logsigmoid", "", ""),
    "LogSoftmax": ("log_softmax", "dim=None", "dim"),
    "Sigmoid": ("sigmoid", "", ""),
    "Softmax": ("softmax", "dim=None", "dim"),
    "Softmin": ("softmin", "dim=None", "dim"),
    "Softplus": ("softplus", "beta=1.0, threshold=20.0", "beta threshold"),
    "Softshrink": ("softshrink", "lambd=0.5", "lambd"),
    "Hardshrink": ("hardshrink", "lambd=0.5", "lambd"),
    "Softsign": ("softsign", "", ""),
    "Tanh": ("tanh", "", ""),
    "Tanhshrink": ("tanhshrink", "", ""),
    "Threshold": ("threshold", "threshold, value, inplace=False", "threshold value inplace"),
}
__all__ = [*_TABLE, "Softmax2d", "PReLU", "MultiheadAttention"]

for _name, (_function, _signature, _passed) in _TABLE.items():
    globals()[_name] = layer(_name, calls(_function, *_passed.split()), _signature, __name__)


class Softmax2d(Module):
    def forward(self, input):
        if input.dim() not in (3, 4):
            raise ValueError(f"Softmax2d: expected input to be 3D or 4D, got {input.dim()}D instead")
        return F.softmax(input, -3)


class PReLU(Module):
    def __init__(self, num_parameters=1, init=0.25, device=None, dtype=None):
        super().__init__()
        self.num_parameters = num_parameters
        self.weight = Parameter(empty(num_parameters, device=device, dtype=dtype))

    def forward(self, input):
        return F.prelu(input, self.weight)

    def extra_repr(self):
        return f"num_parameters={self.num_parameters}"


class MultiheadAttention(Module):
    """Sequences (L, N, E), with `batch_first` (N, L, E), or one alone (L, E)."""

    def __init__(
        self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None,
        vdim=None, batch_first=False, device=None, dtype=None,
    ):
        super().__init__()
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(
                f"embed_dim and num_heads must be greater than 0, got embed_dim={embed_dim} and num_heads={num_heads} instead"
            )
        if embed_dim % num_heads:
            raise AssertionError("embed_dim must be divisible by num_heads")
        self.embed_dim, self.num_heads, self.head_dim = embed_dim, num_heads, embed_dim // num_heads
        self.kdim, self.vdim = kdim or embed_dim, vdim or embed_dim
        self._qkv_same_embed_dim = self.kdim == self.vdim == embed_dim
        self.dropout, self.batch_first, self.add_zero_attn = dropout, batch_first, add_zero_attn

        def weight(*shape):
            return Parameter(empty(*shape, device=device, dtype=dtype))

        same = self._qkv_same_embed_dim
        self.register_parameter("in_proj_weight", weight(3 * embed_dim, embed_dim) if same else None)
        for name, width in (("q", embed_dim), ("k", self.kdim), ("v", self.vdim)):
            self.register_parameter(f"{name}_proj_weight", None if same else weight(embed_dim, width))
        self.register_parameter("in_proj_bias", weight(3 * embed_dim) if bias else None)
        self.out_proj = NonDynamicallyQuantizableLinear(embed_dim, embed_dim, bias, device, dtype)
        for name in ("bias_k", "bias_v"):
            self.register_parameter(name, weight(1, 1, embed_dim) if add_bias_kv else None)

    def _reset_parameters(self):
        pass

    def forward(
        self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None,
        average_attn_weights=True, is_causal=False,
    ):
        swapped = self.batch_first and query.dim() == 3
        if swapped:
            query, key, value = _swapped(query, key, value)
        result, weights = F.multi_head_attention_forward(
            query, key, value, self.embed_dim, self.num_heads, self.in_proj_weight, self.in_proj_bias, self.bias_k,
            self.bias_v, self.add_zero_attn, self.dropout, self.out_proj.weight, self.out_proj.bias, self.training,
            key_padding_mask, need_weights, attn_mask, not self._qkv_same_embed_dim, self.q_proj_weight,
            self.k_proj_weight, self.v_proj_weight, average_attn_weights=average_attn_weights, is_causal=is_causal,
        )
        return (result.transpose(1, 0) if swapped else result), weights


def _swapped(query, key, value):
    """Batch behind length; what was the same tensor stays the same."""
    if key is value:
        other = query.transpose(1, 0)
        if query is key:
            return other, other, other
        key = key.transpose(1, 0)
        return other, key, key
    return query.transpose(1, 0), key.transpose(1, 0), value.transpose(1, 0)
