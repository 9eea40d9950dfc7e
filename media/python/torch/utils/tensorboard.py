"""torch.utils.tensorboard: writes nothing."""

from torch._absent import absent_attributes
from torch._inert import inert_classes

inert_classes("SummaryWriter FileWriter RecordWriter", globals())
__getattr__ = absent_attributes(__name__)
