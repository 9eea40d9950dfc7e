"""torch.backends.mkl."""

import sys

from torch import backends

sys.modules[__name__] = backends.mkl
