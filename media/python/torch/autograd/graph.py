"""torch.autograd.graph: there is no graph to hook into."""

from torch._absent import absent_attributes
from torch._inert import NullContext

saved_tensors_hooks = (
    save_on_cpu
) = disable_saved_tensors_hooks = allow_mutation_on_saved_tensors = NullContext
__getattr__ = absent_attributes(__name__)
