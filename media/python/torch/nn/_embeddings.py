"""Tables that are read by index."""

from .. import _dtype
from .._errors import depends
from .._tensor import emit


def embedding(
    input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False
):
    if input.dtype not in (_dtype.int64, _dtype.int32):
        raise RuntimeError(
            "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got "
            f"{input.dtype} instead (while checking arguments for embedding)"
        )
    _check_range(input, weight)
    shape = (*input.shape, *weight.shape[1:])
    return emit("Gather", (weight, input), shape, weight.dtype, {"axis": 0}, domain="")


def _check_range(input, weight):
    known = input._data
    if known and not all(0 <= index < weight.shape[0] for index in known):
        raise IndexError("index out of range in self")


def embedding_bag(
    input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode="mean", sparse=False,
    per_sample_weights=None, include_last_offset=False, padding_idx=None,
):
    if input.dim() == 2:
        if offsets is not None:
            raise ValueError("if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences.")
        bags = input.shape[0]
    elif input.dim() == 1:
        if offsets is None:
            raise ValueError("offsets has to be a 1D Tensor but got None")
        bags = offsets.shape[0] - int(include_last_offset)
    else:
        raise ValueError(f"input has to be 1D or 2D Tensor, but got Tensor of dimension {input.dim()}")
    inputs = (input, weight, offsets, per_sample_weights)
    return emit("EmbeddingBag", inputs, (bags, weight.shape[1]), weight.dtype, {"mode": mode})


def one_hot(tensor, num_classes=-1):
    if num_classes == -1:
        known = tensor._data
        if known is None:
            raise depends("The number of classes of one_hot", "Give num_classes.")
        num_classes = max(known) + 1
    return emit("OneHot", (tensor,), (*tensor.shape, num_classes), _dtype.int64)
