"""torch.optim: optimizers can be built; a step does nothing."""

from torch._absent import absent_attributes
from torch.optim.optimizer import Optimizer

for (
    _name
) in "SGD Adam AdamW Adamax NAdam RAdam Adagrad Adadelta Adafactor RMSprop Rprop ASGD LBFGS SparseAdam Muon".split():
    globals()[_name] = type(_name, (Optimizer,), {"__module__": __name__})


def __getattr__(name):
    import importlib

    if name in ("lr_scheduler", "swa_utils", "optimizer"):
        return importlib.import_module(f"torch.optim.{name}")
    return absent_attributes(__name__)(name)
