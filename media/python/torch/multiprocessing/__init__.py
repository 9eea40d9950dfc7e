"""torch.multiprocessing: no process is started."""

from torch._absent import absent_attributes
from torch._inert import Inert, nothing, unsupported

set_start_method = set_sharing_strategy = freeze_support = nothing
spawn = unsupported("torch.multiprocessing.spawn")


def cpu_count():
    return 1


def get_context(method=None):
    return Inert()


__getattr__ = absent_attributes(__name__)
