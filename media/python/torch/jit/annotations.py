"""torch.jit.annotations: list types that accept one number for all."""

from torch._jit_internal import (  # noqa: F401
    BroadcastingList1,
    BroadcastingList2,
    BroadcastingList3,
    BroadcastingList4,
    BroadcastingList5,
    BroadcastingList6,
)
from torch._absent import absent_attributes

__getattr__ = absent_attributes(__name__)
