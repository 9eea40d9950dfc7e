"""torch.cuda.amp: the old names of torch.amp."""

from torch._absent import absent_attributes
from torch.amp import GradScaler, _decorates, autocast  # noqa: F401

custom_fwd = custom_bwd = _decorates
__getattr__ = absent_attributes(__name__)
