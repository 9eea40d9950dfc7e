"""torch.ops: operators of extensions by namespace. torchvision's are known; others say that they are not."""

from torch._inert import unsupported


class _Namespace:
    """Operators of one library."""

    def __init__(self, name, operators=None):
        self._name = name
        self.__dict__.update(operators or {})

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if self._name == "aten":
            return _aten(name)
        made = unsupported(f"torch.ops.{self._name}.{name}")
        setattr(self, name, made)
        return made


def _aten(name):
    """The function of that name: `torch.ops.aten.add.Tensor` is `torch.add`."""
    import torch

    function = getattr(torch, name, None) or getattr(torch.nn.functional, name, None)
    return _Packet(function or unsupported(f"torch.ops.aten.{name}"))


class _Packet:
    """All overloads of an operator are one function."""

    def __init__(self, function):
        self._function = function

    def __call__(self, *args, **kwargs):
        return self._function(*args, **kwargs)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self


class _Ops:
    """Namespaces, made when they are named."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "torchvision":
            from torch._vision_ops import OPERATORS as operators
        else:
            operators = None
        made = _Namespace(name, operators)
        setattr(self, name, made)
        return made

    def load_library(self, path):
        """Nothing is loaded."""

    def import_module(self, module):
        """Nothing is loaded."""


class _Classes:
    """Classes of extensions: importable by name, refused when they are built."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Namespace(f"classes.{name}")

    def load_library(self, path):
        """Nothing is loaded."""


class OpOverload:
    """Importable for isinstance checks."""


class OpOverloadPacket:
    """Importable for isinstance checks."""


class HigherOrderOperator:
    """Importable for isinstance checks."""


ops = _Ops()
classes = _Classes()
