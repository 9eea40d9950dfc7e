"""Names around torch's core that model files import and a forward pass never reaches.

An absent name can be imported, subclassed, subscripted and tested with isinstance. Calling it says plainly
that it is not supported. Sub-modules of the tooling packages are found here, too, so that an import alone
never stops a model.
"""

import importlib.machinery
import sys
import types

# Packages of training, serving and compiling tools: what is missing in them is absent, not an error.
TOOLING = (
    "torch._C",
    "torch._dispatch",
    "torch._dynamo",
    "torch._export",
    "torch._functorch",
    "torch._inductor",
    "torch._prims",
    "torch._subclasses",
    "torch.ao",
    "torch.autograd",
    "torch.backends",
    "torch.contrib",
    "torch.cuda",
    "torch.distributed",
    "torch.distributions",
    "torch.export",
    "torch.futures",
    "torch.fx",
    "torch.jit",
    "torch.monitor",
    "torch.multiprocessing",
    "torch.nested",
    "torch.nn.intrinsic",
    "torch.nn.qat",
    "torch.nn.quantizable",
    "torch.nn.quantized",
    "torch.onnx",
    "torch.optim",
    "torch.package",
    "torch.profiler",
    "torch.quantization",
    "torch.testing",
    "torch.utils",
)


class AbsentMeta(type):
    """Class of absent names, so that they serve as base classes and in annotations."""

    def __call__(cls, *args, **kwargs):
        if "_absent" not in vars(cls):
            return super().__call__(*args, **kwargs)
        if len(args) == 1 and not kwargs and isinstance(args[0], (type, types.FunctionType)):
            return args[0]  # a decorator
        from torch._errors import Unsupported

        raise Unsupported(f"{cls._absent} is not supported: it needs a real PyTorch.")

    def __getattr__(cls, name):
        if name.startswith("__") or "_absent" not in vars(cls):
            raise AttributeError(f"type object '{cls.__name__}' has no attribute '{name}'")
        return absent(f"{cls._absent}.{name}")

    def __getitem__(cls, item):
        return cls

    def __repr__(cls):
        return f"<{vars(cls).get('_absent', cls.__qualname__)}>"


def absent(name):
    """The placeholder of a dotted name."""
    return AbsentMeta(name.rpartition(".")[2], (), {"_absent": name, "__module__": name.rpartition(".")[0]})


def absent_attributes(module):
    """A module's `__getattr__`: each unknown name is absent; dunder names are errors as ever."""

    def module_getattr(name):
        if name.startswith("__"):
            raise AttributeError(f"module '{module}' has no attribute '{name}'")
        return absent(f"{module}.{name}")

    return module_getattr


class _Finder:
    """Finds missing sub-modules of the tooling packages. It comes last, after every real file."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if not name.startswith(TOOLING):
            return None
        return importlib.machinery.ModuleSpec(name, _Finder, is_package=True)

    @staticmethod
    def create_module(spec):
        module = types.ModuleType(spec.name)
        module.__getattr__ = absent_attributes(spec.name)
        return module

    @staticmethod
    def exec_module(module):
        """Nothing to run."""


def install():
    """Puts the finder into place, once."""
    if _Finder not in sys.meta_path:
        sys.meta_path.append(_Finder)


install()
