"""torch.backends.openmp."""

import sys

from torch import backends

sys.modules[__name__] = backends.openmp
