"""torch.optim: optimizers can be built; a step does nothing."""

import importlib

from torch._absent import absent_attributes
from torch.optim.optimizer import Optimizer

_NAMES = (
    "SGD Adam AdamW Adamax NAdam RAdam Adagrad Adadelta Adafactor RMSprop Rprop ASGD LBFGS SparseAdam Muon"
)

for _name in _NAMES.split():
    globals()[_name] = type(_name, (Optimizer,), {"__module__": __name__})


def __getattr__(name):
    if name in ("lr_scheduler", "swa_utils", "optimizer"):
        return importlib.import_module(f"torch.optim.{name}")
    return absent_attributes(__name__)(name)
