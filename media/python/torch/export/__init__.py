"""torch.export: importable; exporting itself is not supported."""

from torch._absent import absent_attributes
from torch._inert import Inert, nothing, unsupported

export = export_for_training = unsupported("torch.export.export")
load = unsupported("torch.export.load")
save = register_dataclass = nothing


class Dim(Inert):
    """A named dimension of an export."""


dims = Inert()
__getattr__ = absent_attributes(__name__)
