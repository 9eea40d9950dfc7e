"""torch.fft: transforms are recorded with their shapes."""

from torch._shape import normalize_axes, normalize_axis
from torch._tensor import emit


def _complex_kind(x):
    if x.dtype.is_complex:
        return x.dtype
    return x.dtype.to_complex() if x.dtype.is_floating_point else _default().to_complex()


def _real_kind(x):
    return x.dtype.to_real() if x.dtype.is_complex or x.dtype.is_floating_point else _default()


def _default():
    import torch

    return torch.get_default_dtype()


def _transform(kind, x, sizes, axes):
    """A transform over `axes`, cropped or padded to `sizes` (None keeps them)."""
    rank = len(x.shape)
    if axes is None:
        axes = range(rank) if sizes is None else range(rank - len(sizes), rank)
    axes = [normalize_axis(axis, rank) for axis in axes]
    shape = list(x.shape)
    for index, axis in enumerate(axes):
        if sizes is not None and sizes[index] not in (None, -1):
            shape[axis] = sizes[index]
    real_output = kind in ("irfft", "hfft")
    if real_output and (sizes is None or sizes[-1] in (None, -1)):
        shape[axes[-1]] = 2 * (x.shape[axes[-1]] - 1)
    for axis in axes:
        if shape[axis] < 1:
            raise RuntimeError(f"Invalid number of data points ({shape[axis]}) specified")
    signal = [shape[axis] for axis in axes]
    if kind in ("rfft", "ihfft"):
        shape[axes[-1]] = shape[axes[-1]] // 2 + 1
    dtype = _real_kind(x) if real_output else _complex_kind(x)
    return emit("FFT", [x], shape, dtype, {"kind": kind, "axes": axes, "signal": signal})


def _one(kind):
    def transform(input, n=None, dim=-1, norm=None, *, out=None):
        return _transform(kind, input, [n], [dim])

    return transform


def _two(kind):
    def transform(input, s=None, dim=(-2, -1), norm=None, *, out=None):
        return _transform(kind, input, s, dim)

    return transform


def _many(kind):
    def transform(input, s=None, dim=None, norm=None, *, out=None):
        return _transform(kind, input, s, (dim,) if isinstance(dim, int) else dim)

    return transform


for _kind in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft"):
    globals()[_kind] = _one(_kind)
    globals()[f"{_kind}2"] = _two(_kind)
    globals()[f"{_kind}n"] = _many(_kind)


def fftshift(input, dim=None):
    """Rolls the zero frequency into the middle."""
    return _shift(input, dim, 1)


def ifftshift(input, dim=None):
    """Undoes `fftshift`."""
    return _shift(input, dim, -1)


def _shift(x, dim, sign):
    import torch

    axes = normalize_axes(dim, len(x.shape))
    shifts = [x.shape[axis] // 2 if sign > 0 else (x.shape[axis] + 1) // 2 for axis in axes]
    return torch.roll(x, shifts, axes)


def fftfreq(n, d=1.0, *, dtype=None, device=None, requires_grad=False, **kwargs):
    """Frequencies of the bins, in cycles per unit of `d`."""
    import torch

    steps = [*range((n + 1) // 2), *range(-(n // 2), 0)]
    return torch.tensor(
        [step / (n * d) for step in steps], dtype=dtype or torch.get_default_dtype(), device=device
    )


def rfftfreq(n, d=1.0, *, dtype=None, device=None, requires_grad=False, **kwargs):
    """The non-negative frequencies."""
    import torch

    values = [step / (n * d) for step in range(n // 2 + 1)]
    return torch.tensor(values, dtype=dtype or torch.get_default_dtype(), device=device)
