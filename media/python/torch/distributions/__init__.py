"""torch.distributions: the few that networks sample from, made of plain operations; others are absent."""

from torch._absent import absent_attributes
from torch.distributions.bernoulli import Bernoulli  # noqa: F401
from torch.distributions.categorical import Categorical, OneHotCategorical  # noqa: F401
from torch.distributions.distribution import Distribution, Independent  # noqa: F401
from torch.distributions.kl import kl_divergence, register_kl  # noqa: F401
from torch.distributions.normal import Normal  # noqa: F401

__getattr__ = absent_attributes(__name__)
