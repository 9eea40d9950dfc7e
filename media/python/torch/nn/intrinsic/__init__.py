"""torch.nn.intrinsic: the old name of torch.ao.nn.intrinsic."""

from torch.ao.nn import intrinsic as _intrinsic


def __getattr__(name):
    return getattr(_intrinsic, name)
