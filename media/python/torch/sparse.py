"""torch.sparse: importable; sparse layouts are not followed."""

from torch._absent import absent_attributes
from torch._inert import unsupported

mm = addmm = sum = softmax = log_softmax = unsupported("torch.sparse")
__getattr__ = absent_attributes(__name__)
