"""torch.profiler: nothing is measured."""

import enum

from torch._absent import absent_attributes
from torch._inert import Inert, NullContext

profile = record_function = NullContext
schedule = tensorboard_trace_handler = Inert()


class ProfilerActivity(enum.Enum):
    CPU, CUDA, XPU, MTIA = range(4)


class ProfilerAction(enum.Enum):
    NONE, WARMUP, RECORD, RECORD_AND_SAVE = range(4)


__getattr__ = absent_attributes(__name__)
