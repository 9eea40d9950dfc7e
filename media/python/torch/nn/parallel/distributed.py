"""torch.nn.parallel.distributed."""

from . import DistributedDataParallel  # noqa: F401
