"""torch.utils.tensorboard: writes nothing."""

from torch._inert import inert_classes

inert_classes("SummaryWriter FileWriter RecordWriter", globals())
