"""Windows and short-time Fourier transforms."""

import math

from . import _dtype
from ._functions_create import made
from ._registry import public
from ._size import Size
from ._tensor import MAX_KNOWN, emit
from ._values import rounded


def _cosines(*weights):
    def value(at, width):
        return sum(
            weight * math.cos(2 * math.pi * order * at / width) for order, weight in enumerate(weights)
        )

    return value


_WINDOWS = {
    "hann_window": _cosines(0.5, -0.5),
    "hamming_window": _cosines(0.54, -0.46),
    "blackman_window": _cosines(0.42, -0.5, 0.08),
    "bartlett_window": lambda at, width: 1 - abs(2 * at / width - 1),
    "kaiser_window": None,
}


def _define(name, value):
    def window(
        window_length,
        periodic=True,
        *shape,
        dtype=None,
        layout=None,
        device=None,
        requires_grad=False,
        pin_memory=False,
        **_,
    ):
        kind = dtype or _dtype.get_default_dtype()
        width = window_length if periodic else window_length - 1
        data = None
        if value is not None and not shape and window_length <= MAX_KNOWN:
            data = [value(at, width) if width > 0 else 1.0 for at in range(window_length)]
        return made("Fill", (window_length,), kind, device, requires_grad, rounded(kind, data))

    public(name, method=False)(window)


for _name, _value in _WINDOWS.items():
    _define(_name, _value)


@public("stft")
def stft(
    input,
    n_fft,
    hop_length=None,
    win_length=None,
    window=None,
    center=True,
    pad_mode="reflect",
    normalized=False,
    onesided=None,
    return_complex=None,
):
    """(batch, frequencies, frames), complex or with a last axis of two."""
    hop = hop_length or n_fft // 4
    length = input.shape[-1] + (2 * (n_fft // 2) if center else 0)
    if not 0 < n_fft <= length:
        raise RuntimeError(
            f"stft({list(input.shape)}): expected 0 < n_fft <= {length}, but got n_fft={n_fft}"
        )
    bins = n_fft // 2 + 1 if onesided or onesided is None and not input.dtype.is_complex else n_fft
    frames = 1 + (length - n_fft) // hop
    shape = Size((*input.shape[:-1], bins, frames))
    noted = {"kind": "stft", "signal": [n_fft]}
    if return_complex or input.dtype.is_complex:
        return emit("FFT", (input,), shape, input.dtype.to_complex(), noted)
    return emit("FFT", (input,), Size((*shape, 2)), input.dtype, noted)


@public("istft")
def istft(
    input,
    n_fft,
    hop_length=None,
    win_length=None,
    window=None,
    center=True,
    normalized=False,
    onesided=None,
    length=None,
    return_complex=False,
):
    hop = hop_length or n_fft // 4
    rest = input.shape if input.dtype.is_complex else input.shape[:-1]
    full = n_fft + hop * (rest[-1] - 1) - (2 * (n_fft // 2) if center else 0)
    noted = {"kind": "istft", "signal": [n_fft]}
    return emit(
        "FFT", (input,), (*rest[:-2], full if length is None else length), input.dtype.to_real(), noted
    )
