"""Where functions of torch and methods of Tensor are listed, and the calling conventions they share."""

import functools

from ._dtype import can_cast, scalar_name
from ._tensor import Tensor, assign

FUNCTIONS = {}
METHODS = {}

_NUMPY_NAMES = {"axis": "dim", "keepdims": "keepdim", "x": "input", "x1": "input", "x2": "other"}


def public(*names, method=True, function=True, inplace=False):
    """Exports a function as torch.<name>, Tensor.<name> and, where `inplace`, both with an underscore.

    As functions they take `out=`, NumPy's spellings of keywords, and a tensor first where they are methods.
    """

    def register(body):
        for name in names:
            if function:
                FUNCTIONS[name] = _function(name, body, method)
            if method:
                METHODS[name] = _method(name, body)
            if inplace:
                METHODS[f"{name}_"] = FUNCTIONS[f"{name}_"] = in_place(f"{name}_", body)
        return body

    return register


def _renamed(kwargs):
    return {_NUMPY_NAMES.get(key, key): value for key, value in kwargs.items()}


def _function(name, body, tensor_first):
    def function(*args, **kwargs):
        if kwargs:
            out = kwargs.pop("out", None)
            kwargs = _renamed(kwargs)
            if out is not None:
                return _write_out(out, body(*args, **kwargs))
        if tensor_first:
            first = args[0] if args else kwargs.get("input", kwargs.get("self"))
            if not isinstance(first, Tensor) and not _is_number(first) and not hasattr(first, "shape"):
                raise TypeError(
                    f"{name}(): argument 'input' (position 1) must be Tensor, not {type(first).__name__}"
                )
        return body(*args, **kwargs)

    return _labelled(function, name, body)


def _is_number(value):
    return isinstance(value, (int, float, complex))


def _method(name, body):
    def method(self, *args, **kwargs):
        return body(self, *args, **(_renamed(kwargs) if kwargs else kwargs))

    return _labelled(method, name, body)


def in_place(name, body):
    """The form of `body` that writes its result to its first argument."""

    def method(self, *args, **kwargs):
        result = body(self, *args, **kwargs)
        write(self, result)
        return self

    return _labelled(method, name, body)


def write(target, result):
    """An in-place result: same shape, and a type that `target` can hold."""
    if result.shape != target.shape:
        raise RuntimeError(
            f"output with shape {list(target.shape)} doesn't match the broadcast shape {list(result.shape)}"
        )
    if result.dtype is not target.dtype and not can_cast(result.dtype, target.dtype):
        raise RuntimeError(
            f"result type {scalar_name(result.dtype)} can't be cast to the desired output type "
            f"{scalar_name(target.dtype)}"
        )
    assign(target, result)


def _write_out(out, result):
    if isinstance(out, (tuple, list)):
        for target, made in zip(out, result):
            _write_out(target, made)
        return result
    out.shape = result.shape
    out._strides = None
    write(out, result)
    return out


def _labelled(wrapper, name, body):
    functools.update_wrapper(wrapper, body, ("__doc__",), ())
    del wrapper.__wrapped__
    wrapper.__name__ = wrapper.__qualname__ = name
    wrapper.__module__ = "torch"
    return wrapper
