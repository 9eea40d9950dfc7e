"""New tensors: from Python values, filled, or ranges."""

import math

from . import _dtype
from ._device import as_device
from ._registry import public
from ._shape import new_shape
from ._tensor import MAX_KNOWN, Tensor, new_tensor
from ._trace import record
from ._values import rounded


def made(op, shape, kind, device, requires_grad, data=None, attributes=None):
    """A recorded new tensor that depends on no other."""
    result = new_tensor(shape, kind, device, data)
    if requires_grad:
        result.requires_grad = True
    return record(op, (), result, attributes, "torch")


def fill(shape, value, kind, device=None, requires_grad=False):
    """A tensor full of `value`; None leaves the values open."""
    count = math.prod(shape)
    data = rounded(kind, [value]) if value is not None and count <= MAX_KNOWN else None
    return made("Fill", shape, kind, device, requires_grad, data and data * count)


def _filler(name, value):
    @public(name, method=False)
    def filled(
        *size,
        dtype=None,
        layout=None,
        device=None,
        requires_grad=False,
        pin_memory=False,
        memory_format=None,
        names=None,
        **kwargs,
    ):
        size = size or (kwargs.pop("size"),)
        return fill(new_shape(name, *size), value, dtype or _dtype.get_default_dtype(), device, requires_grad)

    @public(f"{name}_like", method=False)
    def filled_like(
        input,
        *,
        dtype=None,
        layout=None,
        device=None,
        requires_grad=False,
        memory_format=None,
        pin_memory=False,
    ):
        return fill(input.shape, value, dtype or input.dtype, device or input.device, requires_grad)

    @public(f"new_{name}", function=False)
    def filled_new(
        self, *size, dtype=None, device=None, requires_grad=False, layout=None, pin_memory=False, **kwargs
    ):
        size = size or (kwargs.pop("size"),)
        return fill(new_shape(name, *size), value, dtype or self.dtype, device or self.device, requires_grad)


for _name, _value in (("zeros", 0), ("ones", 1), ("empty", None)):
    _filler(_name, _value)


def _scalar(value):
    """A fill value and the type it suggests, from a number or a 0-dim tensor."""
    if isinstance(value, Tensor):
        data = value._data
        return (data[0] if data else None), value.dtype
    return value, _dtype.of_number(value)


@public("full", method=False)
def full(
    size,
    fill_value,
    *,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    names=None,
    pin_memory=False,
):
    value, kind = _scalar(fill_value)
    return fill(new_shape("full", size), value, dtype or kind, device, requires_grad)


@public("full_like", method=False)
def full_like(
    input, fill_value, *, dtype=None, layout=None, device=None, requires_grad=False, memory_format=None
):
    return fill(
        input.shape, _scalar(fill_value)[0], dtype or input.dtype, device or input.device, requires_grad
    )


@public("new_full", function=False)
def new_full(self, size, fill_value, *, dtype=None, device=None, requires_grad=False):
    return fill(
        new_shape("full", size),
        _scalar(fill_value)[0],
        dtype or self.dtype,
        device or self.device,
        requires_grad,
    )


@public("empty_strided", method=False)
def empty_strided(
    size, stride, *, dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False
):
    return fill(new_shape("empty", size), None, dtype or _dtype.get_default_dtype(), device, requires_grad)


def _flatten(value):
    """(shape, flat elements, types) of nested sequences; elements are None where a tensor hides them."""
    if isinstance(value, Tensor) or (hasattr(value, "shape") and hasattr(value, "dtype")):
        inner = value if isinstance(value, Tensor) else from_numpy(value)
        return tuple(inner.shape), inner._data, {inner.dtype}
    if isinstance(value, (int, float, complex)):
        return (), [value], {_dtype.of_number(value)}
    if hasattr(value, "__iter__") and not isinstance(value, (str, bytes, dict)):
        return _flatten_all(list(value))
    if hasattr(value, "__index__"):
        return (), [value.__index__()], {_dtype.int64}
    if hasattr(value, "__float__"):
        return (), [float(value)], {_dtype.get_default_dtype()}
    if isinstance(value, str):
        raise TypeError("new(): invalid data type 'str'")
    raise RuntimeError(f"Could not infer dtype of {type(value).__name__}")


def _flatten_all(items):
    if not items:
        return (0,), [], set()
    if all(type(item) is int or type(item) is float for item in items):
        kinds = {_dtype.of_number(item) for item in items}
        return (len(items),), items, kinds
    parts = [_flatten(item) for item in items]
    shape = parts[0][0]
    for at, part in enumerate(parts):
        if part[0] != shape:
            want, got = (shape or (0,))[0], (part[0] or (0,))[0]
            raise ValueError(f"expected sequence of length {want} at dim 1 (got {got})")
    known = all(part[1] is not None for part in parts)
    data = [element for part in parts for element in part[1]] if known else None
    return (len(items), *shape), data, set().union(*(part[2] for part in parts))


def _common(kinds):
    found = None
    for kind in kinds:
        found = kind if found is None else _dtype.promote_types(found, kind)
    return found or _dtype.get_default_dtype()


@public("tensor", "scalar_tensor", method=False)
def tensor(data, *, dtype=None, device=None, requires_grad=False, pin_memory=False, layout=None):
    """A tensor of Python values, nested as they are."""
    shape, values, kinds = _flatten(data)
    kind = dtype or _common(kinds)
    if device is None and isinstance(data, Tensor):
        device = data.device
    few = values if values is not None and len(values) <= MAX_KNOWN else None
    made_ = new_tensor(shape, kind, device, rounded(kind, few))
    made_.requires_grad = bool(requires_grad)
    return made_


@public("new_tensor", function=False)
def new_tensor_method(self, data, *, dtype=None, device=None, requires_grad=False):
    return tensor(data, dtype=dtype or self.dtype, device=device or self.device, requires_grad=requires_grad)


@public("as_tensor", "asarray", "as_array", method=False)
def as_tensor(data, dtype=None, device=None, copy=None, requires_grad=False):
    """The tensor itself where it already is what is asked for."""
    if isinstance(data, Tensor):
        same = (dtype or data.dtype) is data.dtype and (device is None or as_device(device) == data.device)
        return data if same else data.to(dtype=dtype, device=device)
    return tensor(data, dtype=dtype, device=device, requires_grad=requires_grad)


@public("from_numpy", method=False)
def from_numpy(ndarray):
    """A tensor of an array's shape and type, and its values where the array knows them."""
    kind = _dtype.by_label(getattr(ndarray.dtype, "name", ndarray.dtype))
    data = getattr(ndarray, "_data", None)
    return new_tensor(
        tuple(ndarray.shape),
        kind,
        "cpu",
        None if data is None else rounded(kind, list(data)[: MAX_KNOWN + 1]),
    )


@public("frombuffer", method=False)
def frombuffer(buffer, *, dtype, count=-1, offset=0, requires_grad=False):
    count = count if count >= 0 else (len(buffer) - offset) // dtype.itemsize
    return new_tensor((count,), dtype)


def _number(value, what):
    """A bound of a range: a number, or a 0-dim tensor whose value is known."""
    if isinstance(value, Tensor):
        return value.item()
    if not isinstance(value, (int, float)):
        if hasattr(value, "__index__"):
            return value.__index__()
        if hasattr(value, "__float__"):
            return float(value)
        raise TypeError(f"{what} must be Number, not {type(value).__name__}")
    return value


@public("arange", method=False)
def arange(*bounds, dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False, **kwargs):
    """arange(end), arange(start, end), arange(start, end, step)."""
    bounds = [_number(bound, "arange(): bounds") for bound in bounds]
    if len(bounds) > 1:
        start, end, step = (*bounds, 1)[:3]
        step = _number(kwargs.pop("step", step), "step")
    else:
        start = _number(kwargs.pop("start", 0), "start")
        end = _number(kwargs.pop("end", bounds[0] if bounds else None), "end")
        step = _number(kwargs.pop("step", 1), "step")
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if (end - start) * step < 0:
        raise RuntimeError("upper bound and larger bound inconsistent with step sign")
    count = math.ceil((end - start) / step)
    whole = all(isinstance(each, int) for each in (start, end, step))
    kind = dtype or (_dtype.int64 if whole else _dtype.get_default_dtype())
    data = [start + step * index for index in range(count)] if count <= MAX_KNOWN else None
    return made("Fill", (count,), kind, device, requires_grad, rounded(kind, data))


@public("range", method=False)
def range_(start=0, end=None, step=1, *, dtype=None, device=None, requires_grad=False, layout=None):
    count = math.floor((end - start) / step) + 1
    kind = dtype or _dtype.get_default_dtype()
    data = [start + step * index for index in range(count)] if count <= MAX_KNOWN else None
    return made("Fill", (count,), kind, device, requires_grad, rounded(kind, data))


def _steps(start, end, steps):
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    if steps > MAX_KNOWN:
        return None
    if steps == 1:
        return [start]
    width = (end - start) / (steps - 1) if steps else 0
    half = steps // 2
    return [start + width * at if at < half else end - width * (steps - at - 1) for at in range(steps)]


def _linear(start, end, steps, kind, data, device, requires_grad):
    return made("Fill", (steps,), kind, device, requires_grad, rounded(kind, data))


@public("linspace", method=False)
def linspace(start, end, steps=100, *, dtype=None, layout=None, device=None, requires_grad=False):
    start, end, steps = _number(start, "start"), _number(end, "end"), _number(steps, "steps")
    kind = dtype or _dtype.get_default_dtype()
    return _linear(start, end, steps, kind, _steps(start, end, steps), device, requires_grad)


@public("logspace", method=False)
def logspace(start, end, steps=100, base=10.0, *, dtype=None, layout=None, device=None, requires_grad=False):
    start, end, steps = _number(start, "start"), _number(end, "end"), _number(steps, "steps")
    kind = dtype or _dtype.get_default_dtype()
    exponents = _steps(start, end, steps)
    data = None if exponents is None else [base**exponent for exponent in exponents]
    return _linear(start, end, steps, kind, data, device, requires_grad)


@public("eye", method=False)
def eye(n, m=None, *, dtype=None, layout=None, device=None, requires_grad=False):
    n = _number(n, "n")
    m = n if m is None else _number(m, "m")
    kind = dtype or _dtype.get_default_dtype()
    data = [int(row == column) for row in range(n) for column in range(m)] if n * m <= MAX_KNOWN else None
    return made("Fill", new_shape("eye", n, m), kind, device, requires_grad, rounded(kind, data))
