"""Padding as modules."""

from .. import functional as F
from .module import Module

_MODES = {
    "ConstantPad": ("constant", (1, 2, 3)),
    "ZeroPad": ("constant", (1, 2, 3)),
    "ReflectionPad": ("reflect", (1, 2, 3)),
    "ReplicationPad": ("replicate", (1, 2, 3)),
    "CircularPad": ("circular", (1, 2, 3)),
}
__all__ = [f"{name}{rank}d" for name, (_, ranks) in _MODES.items() for rank in ranks]


def _define(name, mode, rank):
    def __init__(self, padding, value=0.0):
        Module.__init__(self)
        self.padding = (padding,) * (2 * rank) if isinstance(padding, int) else tuple(padding)
        self.value = value

    def forward(self, input):
        return F.pad(input, self.padding, mode, self.value)

    def extra_repr(self):
        return f"{self.padding}"

    body = {"__init__": __init__, "forward": forward, "extra_repr": extra_repr, "__module__": __name__}
    return type(f"{name}{rank}d", (Module,), body)


for _name, (_mode, _ranks) in _MODES.items():
    for _rank in _ranks:
        globals()[f"{_name}{_rank}d"] = _define(_name, _mode, _rank)
