"""torch.utils.cpp_extension: nothing is compiled."""

from torch._absent import absent_attributes
from torch._inert import inert_classes, unsupported

inert_classes("BuildExtension", globals())
load = unsupported("torch.utils.cpp_extension.load")
load_inline = unsupported("torch.utils.cpp_extension.load_inline")
CUDA_HOME = ROCM_HOME = None
__getattr__ = absent_attributes(__name__)
