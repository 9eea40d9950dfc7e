"""torch.optim.swa_utils: an averaged model has the cost of the model."""

from torch._absent import absent_attributes
from torch._inert import nothing
from torch.nn import Module
from torch.optim.lr_scheduler import LRScheduler

update_bn = nothing
SWALR = type("SWALR", (LRScheduler,), {"__module__": __name__})


class AveragedModel(Module):
    """Runs the model that it averages."""

    def __init__(self, model, *args, **kwargs):
        super().__init__()
        self.module = model

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def update_parameters(self, model):
        """Values are unknown."""


__getattr__ = absent_attributes(__name__)
