"""Base class of distributions, and the one that counts some axes as parts of one event."""

from torch._size import Size


class Distribution:
    """Knows the shapes of its samples."""

    has_rsample = False
    arg_constraints = {}
    support = None

    def __init__(self, batch_shape=(), event_shape=(), validate_args=None):
        self.batch_shape, self.event_shape = Size(batch_shape), Size(event_shape)

    @staticmethod
    def set_default_validate_args(value):
        """Values are unknown and never checked."""

    def _extended_shape(self, sample_shape=()):
        return Size(sample_shape) + self.batch_shape + self.event_shape

    def sample(self, sample_shape=()):
        """A draw that no gradient follows."""
        return self.rsample(sample_shape).detach()

    def rsample(self, sample_shape=()):
        raise NotImplementedError

    def sample_n(self, n):
        return self.sample((n,))

    @property
    def stddev(self):
        return self.variance.sqrt()


class Independent(Distribution):
    """A distribution with its last axes taken as one event."""

    def __init__(self, base_distribution, reinterpreted_batch_ndims, validate_args=None):
        cut = len(base_distribution.batch_shape) - reinterpreted_batch_ndims
        if cut < 0:
            raise ValueError("Expected reinterpreted_batch_ndims <= len(base_distribution.batch_shape)")
        shape = base_distribution.batch_shape + base_distribution.event_shape
        super().__init__(shape[:cut], shape[cut:])
        self.base_dist, self.reinterpreted_batch_ndims = base_distribution, reinterpreted_batch_ndims

    def rsample(self, sample_shape=()):
        return self.base_dist.rsample(sample_shape)

    def sample(self, sample_shape=()):
        return self.base_dist.sample(sample_shape)

    def log_prob(self, value):
        return self._summed(self.base_dist.log_prob(value))

    def entropy(self):
        return self._summed(self.base_dist.entropy())

    def _summed(self, x):
        count = self.reinterpreted_batch_ndims
        return x.sum(tuple(range(-count, 0))) if count else x

    @property
    def mean(self):
        return self.base_dist.mean

    mode = mean

    @property
    def variance(self):
        return self.base_dist.variance
