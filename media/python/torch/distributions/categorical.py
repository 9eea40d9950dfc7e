"""Categorical, with indices or one-hot vectors as samples."""

from torch.distributions.distribution import Distribution


class Categorical(Distribution):
    """Probabilities, or their logits, along the last axis."""

    def __init__(self, probs=None, logits=None, validate_args=None):
        if (probs is None) == (logits is None):
            raise ValueError("Either `probs` or `logits` must be specified, but not both.")
        given = logits if probs is None else probs
        if len(given.shape) < 1:
            name = "logits" if probs is None else "probs"
            raise ValueError(f"`{name}` parameter must be at least one-dimensional.")
        super().__init__(given.shape[:-1])
        self._num_events = given.shape[-1]
        if probs is None:
            self.logits = logits - logits.logsumexp(dim=-1, keepdim=True)
            self._probs = None
        else:
            self._probs = probs / probs.sum(-1, keepdim=True)
            self.logits = self._probs.log()

    @property
    def probs(self):
        return self.logits.softmax(-1) if self._probs is None else self._probs

    @property
    def mode(self):
        return self.probs.argmax(dim=-1)

    def sample(self, sample_shape=()):
        import torch

        shape = self._extended_shape(sample_shape)
        count = 1
        for size in sample_shape:
            count *= size
        drawn = torch.multinomial(self.probs.reshape(-1, self._num_events), count, True)
        return drawn.T.reshape(shape)

    def log_prob(self, value):
        import torch

        value, logits = torch.broadcast_tensors(value.long().unsqueeze(-1), self.logits)
        return logits.gather(-1, value[..., :1]).squeeze(-1)

    def entropy(self):
        return -(self.logits * self.probs).sum(-1)


class OneHotCategorical(Distribution):
    """Its samples are one-hot vectors."""

    def __init__(self, probs=None, logits=None, validate_args=None):
        self._categorical = Categorical(probs, logits)
        super().__init__(self._categorical.batch_shape, (self._categorical._num_events,))

    probs = property(lambda self: self._categorical.probs)
    logits = property(lambda self: self._categorical.logits)
    mean = property(lambda self: self._categorical.probs)

    def sample(self, sample_shape=()):
        import torch

        drawn = self._categorical.sample(sample_shape)
        return torch.nn.functional.one_hot(drawn, self._categorical._num_events).to(self.probs.dtype)

    def entropy(self):
        return self._categorical.entropy()
