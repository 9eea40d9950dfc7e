"""Bernoulli."""

from torch.distributions.distribution import Distribution


class Bernoulli(Distribution):
    """Probabilities, or their logits, element by element."""

    def __init__(self, probs=None, logits=None, validate_args=None):
        import torch

        if (probs is None) == (logits is None):
            raise ValueError("Either `probs` or `logits` must be specified, but not both.")
        given = torch.as_tensor(logits if probs is None else probs)
        super().__init__(given.shape)
        self._probs, self._logits = (None, given) if probs is None else (given, None)

    @property
    def probs(self):
        import torch

        return torch.sigmoid(self._logits) if self._probs is None else self._probs

    @property
    def logits(self):
        import torch

        return torch.logit(self._probs) if self._logits is None else self._logits

    mean = property(lambda self: self.probs)
    variance = property(lambda self: self.probs * (1 - self.probs))

    def sample(self, sample_shape=()):
        import torch

        return torch.bernoulli(self.probs.expand(self._extended_shape(sample_shape)))

    def log_prob(self, value):
        import torch

        logits, value = torch.broadcast_tensors(self.logits, value)
        return -torch.nn.functional.binary_cross_entropy_with_logits(logits, value, reduction="none")

    def entropy(self):
        import torch

        return torch.nn.functional.binary_cross_entropy_with_logits(self.logits, self.probs, reduction="none")
