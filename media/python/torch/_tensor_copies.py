"""Copies, pickles and kinds of tensors."""

import copy

from ._registry import METHODS
from ._views import alias_of


# What a copy does not share: the tape's name, and the places of shared elements.
_OWN_STATE = ("_ref", "_places", "_viewed", "_values")


def deep_copy(self, memo):
    """Another tensor of the same kind, which no tape knows."""
    made = object.__new__(type(self))
    memo[id(self)] = made
    for name, value in self.__dict__.items():
        if name not in _OWN_STATE:
            made.__dict__[name] = copy.deepcopy(value, memo)
    data = self._data
    made._data = None if data is None else list(data)
    return made


def shallow_copy(self):
    made = alias_of(self)
    made.__class__ = type(self)
    return made


def rebuild(kind, state):
    """Unpickles a tensor."""
    made = object.__new__(kind)
    made.__dict__.update(state)
    return made


def reduce(self, protocol):
    state = {name: value for name, value in self.__dict__.items() if name not in _OWN_STATE}
    return rebuild, (type(self), {**state, "_values": self._data})


class Storage:
    """A tensor's memory: its size and its identity."""

    def __init__(self, tensor=None):
        self._tensor = tensor

    def data_ptr(self):
        return id(self._tensor)

    def nbytes(self):
        return self._tensor.nbytes

    def size(self):
        return self._tensor.numel()

    __len__ = size

    def resize_(self, size):
        return self


def as_subclass(self, cls):
    made = alias_of(self)
    made.__class__ = cls
    return made


def _make_subclass(cls, data, require_grad=False):
    """How older code makes a kind of tensor of its own."""
    made = as_subclass(data, cls)
    made.requires_grad = require_grad
    return made


def _call(cls, func, types, args=(), kwargs=None):
    return func(*args, **(kwargs or {}))


METHODS.update(
    as_subclass=as_subclass,
    storage=lambda self: Storage(self),
    untyped_storage=lambda self: Storage(self),
    typed_storage=lambda self: Storage(self),
    __deepcopy__=deep_copy,
    __copy__=shallow_copy,
    __reduce_ex__=reduce,
)

# How subclasses of Tensor are made and called.
PROTOCOL = {
    "_make_subclass": classmethod(_make_subclass),
    "__torch_function__": classmethod(_call),
    "__array_priority__": 1000,
}
