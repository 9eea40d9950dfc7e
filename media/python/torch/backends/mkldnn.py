"""torch.backends.mkldnn."""

import sys

from torch import backends

sys.modules[__name__] = backends.mkldnn
