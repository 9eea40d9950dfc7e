"""Tables as modules."""

from .._creation import empty
from .. import functional as F
from ..parameter import Parameter
from .module import Module

__all__ = ["Embedding", "EmbeddingBag"]


class _Table(Module):
    def __init__(self, num_embeddings, embedding_dim, _weight, device, dtype):
        super().__init__()
        self.num_embeddings, self.embedding_dim = num_embeddings, embedding_dim
        made = empty(num_embeddings, embedding_dim, device=device, dtype=dtype) if _weight is None else _weight
        if tuple(made.shape) != (num_embeddings, embedding_dim):
            raise AssertionError("Shape of weight does not match num_embeddings and embedding_dim")
        self.weight = Parameter(made)

    def reset_parameters(self):
        pass

    @classmethod
    def from_pretrained(cls, embeddings, freeze=True, **kwargs):
        rows, width = embeddings.shape
        made = cls(rows, width, _weight=embeddings, **kwargs)
        made.weight.requires_grad = not freeze
        return made

    def extra_repr(self):
        return f"{self.num_embeddings}, {self.embedding_dim}"


class Embedding(_Table):
    def __init__(
        self, num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0,
        scale_grad_by_freq=False, sparse=False, _weight=None, _freeze=False, device=None, dtype=None,
    ):
        super().__init__(num_embeddings, embedding_dim, _weight, device, dtype)
        if padding_idx is not None and not -num_embeddings <= padding_idx < num_embeddings:
            raise AssertionError("Padding_idx must be within num_embeddings")
        self.padding_idx, self.max_norm = padding_idx, max_norm

    def forward(self, input):
        return F.embedding(input, self.weight, self.padding_idx)


class EmbeddingBag(_Table):
    def __init__(
        self, num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode="mean",
        sparse=False, _weight=None, include_last_offset=False, padding_idx=None, device=None, dtype=None,
    ):
        super().__init__(num_embeddings, embedding_dim, _weight, device, dtype)
        self.mode, self.include_last_offset = mode, include_last_offset

    def forward(self, input, offsets=None, per_sample_weights=None):
        return F.embedding_bag(
            input, self.weight, offsets, mode=self.mode, per_sample_weights=per_sample_weights,
            include_last_offset=self.include_last_offset,
        )
