"""torch.backends.mps."""

import sys

from torch import backends

sys.modules[__name__] = backends.mps
