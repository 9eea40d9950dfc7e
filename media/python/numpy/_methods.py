"""Methods and operators of ndarray, as thin names for the functions."""

import operator

_BINARY = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "truediv": operator.truediv,
    "floordiv": operator.floordiv,
    "mod": operator.mod,
    "pow": operator.pow,
}
_COMPARE = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
_LOGIC = {"and": operator.and_, "or": operator.or_, "xor": operator.xor}
_REDUCTIONS = "sum prod mean max min std var any all argmax argmin cumsum cumprod ptp".split()
_SHAPING = "reshape transpose squeeze ravel repeat swapaxes astype copy round clip dot fill".split()


class Methods:
    """Mixed into ndarray."""

    def __neg__(self):
        from . import _elementwise

        return _elementwise.unary(operator.neg, self)

    def __abs__(self):
        from . import _elementwise

        return _elementwise.unary(abs, self)

    def __invert__(self):
        from . import _elementwise

        return _elementwise.unary(lambda each: not each if isinstance(each, bool) else ~each, self)

    def __matmul__(self, other):
        from . import _products

        return _products.matmul(self, other)

    def __rmatmul__(self, other):
        from . import _products

        return _products.matmul(other, self)

    def flatten(self, order="C"):
        return self.ravel().copy()

    def view(self, *args):
        return self


def _operator(function, reflected=False, compares=False):
    def apply(self, other):
        from . import _elementwise

        first, second = (other, self) if reflected else (self, other)
        return _elementwise.binary(function, first, second, compares)

    return apply


def _in_place(function):
    def apply(self, other):
        from . import _elementwise

        result = _elementwise.binary(function, self, other)
        self[...] = result
        return self

    return apply


def _method(module, name):
    def call(self, *args, **kwargs):
        import importlib

        return getattr(importlib.import_module(f"numpy.{module}"), name)(self, *args, **kwargs)

    return call


for _name, _function in {**_BINARY, **_LOGIC}.items():
    setattr(Methods, f"__{_name}__", _operator(_function))
    setattr(Methods, f"__r{_name}__", _operator(_function, reflected=True))
    setattr(Methods, f"__i{_name}__", _in_place(_function))
for _name, _function in _COMPARE.items():
    setattr(Methods, f"__{_name}__", _operator(_function, compares=True))
for _name in _REDUCTIONS:
    setattr(Methods, _name, _method("_reductions", _name))
for _name in _SHAPING:
    setattr(Methods, _name, _method("_shaping", _name))
