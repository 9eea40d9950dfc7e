"""Attention."""

import math

from .. import _dtype
from ._creation import cat
from ._creation import zeros
from .._shape import broadcast_shapes
from .._tensor import emit
from ._activations import softmax
from ._convolutions import linear
from ._resampling import pad


def scaled_dot_product_attention(
    query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False
):
    """Queries (..., L, E), keys (..., S, E), values (..., S, Ev) -> (..., L, Ev)."""
    if query.dim() < 2 or query.shape[-1] != key.shape[-1] or key.shape[-2] != value.shape[-2]:
        raise RuntimeError(
            f"scaled_dot_product_attention: query {list(query.shape)}, key {list(key.shape)} and value "
            f"{list(value.shape)} do not fit together"
        )
    if attn_mask is not None and is_causal:
        raise RuntimeError("_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True")
    batch = _batch(query, key, value, enable_gqa)
    scores = (*batch, query.shape[-2], key.shape[-2])
    if attn_mask is not None:
        broadcast_shapes(scores, attn_mask.shape)
    attributes = {"is_causal": int(is_causal), "enable_gqa": int(enable_gqa)}
    shape = (*batch, query.shape[-2], value.shape[-1])
    return emit("Attention", (query, key, value, attn_mask), shape, query.dtype, attributes)


def _batch(query, key, value, enable_gqa):
    if enable_gqa:
        if query.shape[-3] % key.shape[-3]:
            raise RuntimeError("Number of heads in key and value must divide the number of heads in query")
        return query.shape[:-2]
    return broadcast_shapes(query.shape[:-2], key.shape[:-2], value.shape[:-2])


def multi_head_attention_forward(
    query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn,
    dropout_p, out_proj_weight, out_proj_bias, training=True, key_padding_mask=None, need_weights=True,
    attn_mask=None, use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None, v_proj_weight=None,
    static_k=None, static_v=None, average_attn_weights=True, is_causal=False,
):
    """Queries (L, N, E) or (L, E), keys and values (S, N, E) -> the same as the queries, and weights (N, L, S)."""
    batched = query.dim() == 3
    if query.dim() not in (2, 3) or key.dim() != query.dim():
        raise AssertionError(
            f"query should be unbatched 2D or batched 3D tensor but received {query.dim()}-D query tensor"
        )
    if not batched:
        query, key, value = (each.unsqueeze(1) for each in (query, key, value))
    length, batch, width = query.shape
    if width != embed_dim_to_check:
        raise AssertionError(f"was expecting embedding dimension of {embed_dim_to_check}, but got {width}")
    if width % num_heads:
        raise AssertionError(f"embed_dim {width} not divisible by num_heads {num_heads}")
    weights = (q_proj_weight, k_proj_weight, v_proj_weight) if use_separate_proj_weight else None
    q, k, v = _projected(query, key, value, in_proj_weight, in_proj_bias, weights)
    if bias_k is not None:
        k, v = cat([k, bias_k.repeat(1, batch, 1)]), cat([v, bias_v.repeat(1, batch, 1)])
    q, k, v = (_heads(each, batch, num_heads, width // num_heads) for each in (q, k, v))
    if add_zero_attn:
        none = (batch * num_heads, 1, width // num_heads)
        k, v = cat([k, zeros(none, dtype=k.dtype)], 1), cat([v, zeros(none, dtype=v.dtype)], 1)
    mask = _mask(attn_mask, key_padding_mask, batch, num_heads, length, k.shape[1], key.shape[0])
    result, scores = _attend(q, k, v, mask, need_weights)
    result = result.transpose(0, 1).reshape(length * batch, width)
    result = linear(result, out_proj_weight, out_proj_bias).view(length, batch, width)
    if scores is not None:
        scores = scores.view(batch, num_heads, length, k.shape[1])
        scores = scores.mean(1) if average_attn_weights else scores
    if batched:
        return result, scores
    return result.squeeze(1), None if scores is None else scores.squeeze(0)


def _projected(query, key, value, weight, bias, separate):
    biases = (None,) * 3 if bias is None else bias.chunk(3)
    if separate is not None:
        return [linear(each, one, other) for each, one, other in zip((query, key, value), separate, biases)]
    if query is key and key is value:
        return linear(query, weight, bias).chunk(3, -1)
    return [linear(each, one, other) for each, one, other in zip((query, key, value), weight.chunk(3), biases)]


def _heads(tensor, batch, heads, depth):
    return tensor.reshape(tensor.shape[0], batch * heads, depth).transpose(0, 1)


def _mask(mask, padding, batch, heads, queries, keys, given):
    """One mask that fits scores of shape (N * heads, L, S)."""
    extra = keys - given
    if mask is not None:
        if mask.dim() == 2 and tuple(mask.shape) != (queries, given):
            raise RuntimeError(
                f"The shape of the 2D attn_mask is {mask.shape}, but should be {(queries, given)}."
            )
        if mask.dim() == 3 and tuple(mask.shape) != (batch * heads, queries, given):
            raise RuntimeError(
                f"The shape of the 3D attn_mask is {mask.shape}, but should be {(batch * heads, queries, given)}."
            )
        mask = pad(mask, (0, extra)) if extra else mask
    if padding is not None:
        if padding.dim() == 1:
            padding = padding.unsqueeze(0)
        if tuple(padding.shape) != (batch, given):
            raise AssertionError(f"expecting key_padding_mask shape of {(batch, given)}, but got {padding.shape}")
        padding = pad(padding, (0, extra)) if extra else padding
        padding = padding.view(batch, 1, 1, keys).expand(-1, heads, -1, -1).reshape(batch * heads, 1, keys)
        if mask is None:
            return padding
        same = mask.dtype == padding.dtype == _dtype.bool_
        return mask.logical_or(padding) if same else mask.masked_fill(padding, -math.inf)
    return mask


def _attend(q, k, v, mask, need_weights):
    if not need_weights:
        return scaled_dot_product_attention(q, k, v, mask), None
    scores = (q * (q.shape[-1] ** -0.5)).bmm(k.transpose(1, 2))
    if mask is not None:
        scores = scores.masked_fill(mask, -math.inf) if mask.dtype == _dtype.bool_ else scores + mask
    scores = softmax(scores, -1)
    return scores.bmm(v), scores
