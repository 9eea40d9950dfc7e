"""torch.fx.graph_module: names that feature extractors import."""

from torch._absent import absent_attributes
from torch.fx import GraphModule  # noqa: F401


def _copy_attr(from_module, to_module, target):
    """Copies one attribute of a module by its dotted path, with empty modules on the way."""
    *prefix, name = target.split(".")
    for part in prefix:
        from_module, inner = getattr(from_module, part), getattr(to_module, part, None)
        if inner is None:
            inner = type(from_module).__mro__[-2]()
            setattr(to_module, part, inner)
        to_module = inner
    setattr(to_module, name, getattr(from_module, name))


__getattr__ = absent_attributes(__name__)
