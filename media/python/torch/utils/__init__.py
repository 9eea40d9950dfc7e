"""torch.utils: tools around a model."""

from torch._absent import absent_attributes
from torch._inert import nothing

set_module = swap_tensors = rename_privateuse1_backend = generate_methods_for_privateuse1_backend = nothing


def __getattr__(name):
    import importlib

    if name in ("checkpoint", "data", "hooks", "model_zoo", "tensorboard", "_pytree", "cpp_extension"):
        return importlib.import_module(f"torch.utils.{name}")
    return absent_attributes(__name__)(name)
