"""Pooling as modules."""

from ._simple import calls, layer

_MAX = "kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False"
_AVERAGE = "kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True"
_LP = "norm_type, kernel_size, stride=None, ceil_mode=False"
_FRACTIONAL = "kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None"

__all__ = []


def _add(name, function, signature):
    names = [each.partition("=")[0].strip() for each in signature.split(",")]
    globals()[name] = layer(name, calls(function, *names), signature, __name__)
    __all__.append(name)


for _rank in (1, 2, 3):
    _average = _AVERAGE if _rank == 1 else f"{_AVERAGE}, divisor_override=None"
    _add(f"MaxPool{_rank}d", f"max_pool{_rank}d", _MAX)
    _add(f"AvgPool{_rank}d", f"avg_pool{_rank}d", _average)
    _add(f"LPPool{_rank}d", f"lp_pool{_rank}d", _LP)
    _add(f"MaxUnpool{_rank}d", f"max_unpool{_rank}d", "kernel_size, stride=None, padding=0")
    _add(f"AdaptiveAvgPool{_rank}d", f"adaptive_avg_pool{_rank}d", "output_size")
    _add(f"AdaptiveMaxPool{_rank}d", f"adaptive_max_pool{_rank}d", "output_size, return_indices=False")
    if _rank > 1:
        _add(f"FractionalMaxPool{_rank}d", f"fractional_max_pool{_rank}d", _FRACTIONAL)
