"""Parameters that other modules compute at each access."""

from contextlib import contextmanager

from ..modules.container import ModuleDict, ModuleList
from ..modules.module import Module
from ..parameter import Parameter


class ParametrizationList(ModuleList):
    def __init__(self, modules, original):
        super().__init__(modules)
        self.original = original

    def forward(self):
        value = self.original
        for module in self:
            value = module(value)
        return value


def register_parametrization(module, tensor_name, parametrization, *, unsafe=False):
    if is_parametrized(module, tensor_name):
        module.parametrizations[tensor_name].append(parametrization)
        return module
    original = module._parameters.pop(tensor_name, None)
    if original is None:
        raise ValueError(f"Module '{module}' does not have a parameter, a buffer, or a parametrized element with name '{tensor_name}'")
    if hasattr(parametrization, "right_inverse"):
        original = Parameter(parametrization.right_inverse(original))
    if not hasattr(module, "parametrizations"):
        module.parametrizations = ModuleDict()
        module.__class__ = type(f"Parametrized{type(module).__name__}", (type(module),), {"__module__": __name__})
    module.parametrizations[tensor_name] = ParametrizationList([parametrization], original)
    setattr(type(module), tensor_name, property(lambda self: self.parametrizations[tensor_name]()))
    return module


def is_parametrized(module, tensor_name=None):
    found = module._modules.get("parametrizations")
    return found is not None and (tensor_name is None or tensor_name in found)


def remove_parametrizations(module, tensor_name, leave_parametrized=True):
    original = module.parametrizations[tensor_name].original
    delattr(type(module), tensor_name)
    del module.parametrizations[tensor_name]
    module.register_parameter(tensor_name, Parameter(original))
    return module


@contextmanager
def cached():
    yield


def type_before_parametrizations(module: Module):
    return type(module).__bases__[0] if is_parametrized(module) else type(module)
