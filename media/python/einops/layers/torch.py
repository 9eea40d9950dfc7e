"""einops as torch modules."""

import math

from torch import einsum, nn

from einops._einsum import compact
from einops._errors import EinopsError
from einops._pattern import ELLIPSIS, Expression, sides
from einops.einops import rearrange, reduce


class Rearrange(nn.Module):
    """`rearrange` with a fixed pattern."""

    def __init__(self, pattern, **axes_lengths):
        super().__init__()
        sides(pattern)
        self.pattern, self.axes_lengths = pattern, axes_lengths

    def forward(self, input):
        return rearrange(input, self.pattern, **self.axes_lengths)

    def extra_repr(self):
        return ", ".join(
            [repr(self.pattern), *(f"{name}={size}" for name, size in self.axes_lengths.items())]
        )


class Reduce(nn.Module):
    """`reduce` with a fixed pattern."""

    def __init__(self, pattern, reduction, **axes_lengths):
        super().__init__()
        sides(pattern)
        self.pattern, self.reduction, self.axes_lengths = pattern, reduction, axes_lengths

    def forward(self, input):
        return reduce(input, self.pattern, self.reduction, **self.axes_lengths)

    def extra_repr(self):
        lengths = [f"{name}={size}" for name, size in self.axes_lengths.items()]
        return ", ".join([repr(self.pattern), repr(self.reduction), *lengths])


class EinMix(nn.Module):
    """A linear layer whose axes are named: an einsum with a weight, and a bias where one is asked for."""

    def __init__(self, pattern, weight_shape, bias_shape=None, **axes_lengths):
        super().__init__()
        self.pattern, self.axes_lengths = pattern, axes_lengths
        left, right = sides(pattern)
        weight = Expression(weight_shape)
        self._check(left, right, weight, axes_lengths)
        self._before = self._flattening(left)
        self._after = self._unflattening(right)
        terms = [_spaced(left.flat), _spaced(weight.flat)]
        self._equation = compact(f"{', '.join(terms)} -> {_spaced(right.flat)}")
        self._lengths = {name: size for name, size in axes_lengths.items() if name in left.names}
        self.weight = nn.Parameter(
            _uniform([axes_lengths[name] for name in weight.flat], weight, left, axes_lengths)
        )
        self.bias = None if not bias_shape else nn.Parameter(_bias(bias_shape, right, axes_lengths))

    @staticmethod
    def _check(left, right, weight, lengths):
        for name in weight.flat:
            if name not in lengths:
                raise EinopsError(f"Dimension {name} of weight should be specified")
        if set(left.names) - set(right.names) - set(weight.names):
            raise EinopsError(
                f"Axes {set(left.names) - set(right.names) - set(weight.names)} are reduced by no weight"
            )
        if set(right.names) - set(left.names) - set(weight.names):
            raise EinopsError("Right side has axes that neither the input nor the weight has")

    @staticmethod
    def _flattening(left):
        return f"{_grouped(left)} -> {_spaced(left.flat)}" if left.composed else None

    @staticmethod
    def _unflattening(right):
        return f"{_spaced(right.flat)} -> {_grouped(right)}" if right.composed else None

    def forward(self, input):
        if self._before:
            input = rearrange(input, self._before, **self._lengths)
        result = einsum(self._equation, input, self.weight)
        if self.bias is not None:
            result = result + self.bias
        return rearrange(result, self._after) if self._after else result


def _spaced(names):
    return " ".join("..." if name == ELLIPSIS else str(name) for name in names)


def _grouped(expression):
    parts = [group[0] if len(group) == 1 else f"({_spaced(group)})" for group in expression.groups]
    return _spaced(parts)


def _uniform(shape, weight, left, lengths):
    import torch

    fan_in = math.prod(lengths[name] for name in weight.flat if name in left.names)
    bound = (3 / max(1, fan_in)) ** 0.5
    return torch.zeros(shape).uniform_(-bound, bound)


def _bias(bias_shape, right, lengths):
    import torch

    names = Expression(bias_shape).flat
    unknown = [name for name in names if name not in right.names or name not in lengths]
    if unknown:
        raise EinopsError(f"Bias axes {unknown} are not in the output or have no length")
    after = right.flat[min(right.flat.index(name) for name in names) :] if names else []
    return torch.zeros([lengths[name] if name in names else 1 for name in after])
