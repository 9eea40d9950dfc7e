"""torch.optim.lr_scheduler: schedulers can be built; the rate stays."""

from torch._absent import absent_attributes


class LRScheduler:
    """Knows its optimizer, and steps nowhere."""

    def __init__(self, optimizer=None, *args, last_epoch=-1, **kwargs):
        self.optimizer, self.last_epoch = optimizer, last_epoch
        self.base_lrs = [group.get("lr") for group in getattr(optimizer, "param_groups", [])]

    def step(self, *args, **kwargs):
        """The rate stays."""

    def get_last_lr(self):
        return self.base_lrs

    get_lr = get_last_lr

    def state_dict(self):
        return {}

    def load_state_dict(self, state_dict):
        """No state is kept."""


_LRScheduler = LRScheduler
for _name in (
    "LambdaLR MultiplicativeLR StepLR MultiStepLR ConstantLR LinearLR ExponentialLR SequentialLR PolynomialLR"
    " CosineAnnealingLR ChainedScheduler ReduceLROnPlateau CyclicLR CosineAnnealingWarmRestarts OneCycleLR"
).split():
    globals()[_name] = type(_name, (LRScheduler,), {"__module__": __name__})
__getattr__ = absent_attributes(__name__)
