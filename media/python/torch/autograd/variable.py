"""torch.autograd.variable."""

from torch.autograd import Variable  # noqa: F401
