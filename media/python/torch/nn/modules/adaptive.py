"""Softmax over many classes, in clusters."""

from .container import ModuleList, Sequential
from .linear import Linear
from .module import Module

__all__ = ["AdaptiveLogSoftmaxWithLoss"]


class AdaptiveLogSoftmaxWithLoss(Module):
    def __init__(self, in_features, n_classes, cutoffs, div_value=4.0, head_bias=False, device=None, dtype=None):
        super().__init__()
        self.in_features, self.n_classes, self.div_value = in_features, n_classes, div_value
        self.cutoffs = [*cutoffs, n_classes]
        self.shortlist_size, self.n_clusters = self.cutoffs[0], len(self.cutoffs) - 1
        self.head_size = self.shortlist_size + self.n_clusters
        self.head = Linear(in_features, self.head_size, head_bias, device, dtype)
        self.tail = ModuleList()
        for index in range(self.n_clusters):
            width = int(in_features // div_value ** (index + 1))
            size = self.cutoffs[index + 1] - self.cutoffs[index]
            self.tail.append(Sequential(Linear(in_features, width, False), Linear(width, size, False)))

    def log_prob(self, input):
        from .._creation import cat

        head = self.head(input).log_softmax(1)
        return cat([head[:, : self.shortlist_size], *(part(input).log_softmax(1) for part in self.tail)], 1)

    def predict(self, input):
        return self.log_prob(input).argmax(1)

    def forward(self, input_, target_):
        from ..._errors import depends

        raise depends("Which clusters the targets fall into", "Price log_prob instead.")
