"""Normal."""

import math

from torch.distributions.distribution import Distribution


class Normal(Distribution):
    """Mean and standard deviation, element by element."""

    has_rsample = True

    def __init__(self, loc, scale, validate_args=None):
        import torch

        kind = torch.get_default_dtype()
        tensors = [each if hasattr(each, "_ref") else torch.tensor(each, dtype=kind) for each in (loc, scale)]
        self.loc, self.scale = torch.broadcast_tensors(*tensors)
        super().__init__(self.loc.shape)

    mean = mode = property(lambda self: self.loc)
    stddev = property(lambda self: self.scale)
    variance = property(lambda self: self.scale.pow(2))

    def rsample(self, sample_shape=()):
        import torch

        eps = torch.randn(self._extended_shape(sample_shape), dtype=self.loc.dtype, device=self.loc.device)
        return self.loc + eps * self.scale

    def log_prob(self, value):
        distance = (value - self.loc) ** 2
        return -distance / (2 * self.variance) - self.scale.log() - math.log(math.sqrt(2 * math.pi))

    def entropy(self):
        return 0.5 + 0.5 * math.log(2 * math.pi) + self.scale.log()

    def cdf(self, value):
        import torch

        return 0.5 * (1 + torch.erf((value - self.loc) * self.scale.reciprocal() / math.sqrt(2)))
