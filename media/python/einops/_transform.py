"""rearrange, reduce and repeat, made of reshapes, a permutation, a reduction and an expansion."""

import math

from . import _pattern
from ._errors import EinopsError

_REDUCTIONS = ("min", "max", "sum", "mean", "prod", "any", "all")


def transform(tensor, pattern, reduction, lengths):
    """What `pattern` makes of a tensor, an array, or a list of them."""
    shape = None
    try:
        if isinstance(tensor, (list, tuple)):
            tensor = stacked(tensor)
        else:
            shape = tensor.shape
        return _apply(tensor, pattern, reduction, lengths)
    except EinopsError as error:
        message = f' Error while processing {reduction}-reduction pattern "{pattern}".'
        message += f"\n Input tensor shape: {shape}. " if shape is not None else "\n Input is list. "
        raise EinopsError(f"{message}Additional info: {lengths}.\n {error}") from None


def stacked(tensors):
    """A list becomes one tensor with the list as its first axis."""
    if not tensors:
        raise TypeError("Rearrange/Reduce/Repeat can't be applied to an empty list")
    if hasattr(tensors[0], "_ref"):
        import torch

        return torch.stack(list(tensors))
    import numpy

    return numpy.stack(list(tensors))


def _apply(tensor, pattern, reduction, lengths):
    left, right = _pattern.sides(pattern)
    _check_names(left, right, reduction, lengths)
    groups = _pattern.with_rank(left, len(tensor.shape))
    covered = [name for group in groups for name in group if str(name).startswith(_pattern.ELLIPSIS)]
    targets = _pattern.spread(right.groups, covered)
    groups, targets, added = _numbered(groups, targets)
    sizes = _pattern.match(groups, tensor.shape, {**lengths, **added})
    source = [name for group in groups for name in group]
    target = [name for group in targets for name in group]
    tensor = reshaped(tensor, [sizes[name] for name in source])
    if reduction not in ("rearrange", "repeat"):
        tensor, source = _reduced(tensor, source, target, reduction)
    tensor = permuted(tensor, [source.index(name) for name in target if name in source])
    if reduction == "repeat":
        tensor = _expanded(tensor, source, target, sizes)
    return reshaped(tensor, [math.prod(sizes[name] for name in group) for group in targets])


def _check_names(left, right, reduction, lengths):
    ours, theirs = set(left.names), set(right.names)
    for name in lengths:
        if name not in ours | theirs:
            raise EinopsError(f"Axis {name} is not used in transform")
    if _pattern.ELLIPSIS in theirs - ours:
        raise EinopsError("Ellipsis found in right side, but not left side of a pattern")
    numbers = [name for name in right.flat if isinstance(name, int)]
    if reduction == "rearrange":
        if numbers or any(isinstance(name, int) for name in left.flat):
            raise EinopsError(
                "Non-unitary anonymous axes are not supported in rearrange (exception is length 1)"
            )
        if ours != theirs:
            raise EinopsError(
                f"Identifiers only on one side of expression (should be on both): {ours ^ theirs}"
            )
    elif reduction == "repeat":
        if ours - theirs:
            raise EinopsError(f"Unexpected identifiers on the left side of repeat: {ours - theirs}")
        missing = theirs - ours - set(lengths)
        if missing:
            raise EinopsError(f"Specify sizes for new axes in repeat: {missing}")
    elif reduction in _REDUCTIONS or callable(reduction):
        if theirs - ours:
            raise EinopsError(
                f"Unexpected identifiers on the right side of reduce {reduction}: {theirs - ours}"
            )
    else:
        raise EinopsError(f"Unknown reduction {reduction}. Expect one of {_REDUCTIONS}.")


def _numbered(groups, targets):
    """Numbers get names: those of a reduction's left side vanish, those of a repeat's right side are new."""
    added = {}

    def named(side, all_groups):
        result = []
        for i, group in enumerate(all_groups):
            names = []
            for j, name in enumerate(group):
                if isinstance(name, int):
                    added[f"{side}{i}.{j}"] = name
                    name = f"{side}{i}.{j}"
                names.append(name)
            result.append(names)
        return result

    return named("left", groups), named("right", targets), added


def _reduced(tensor, source, target, reduction):
    axes = tuple(axis for axis, name in enumerate(source) if name not in target)
    kept = [name for name in source if name in target]
    if not axes:
        return tensor, kept
    if callable(reduction):
        return reduction(tensor, axes), kept
    if not hasattr(tensor, "_ref"):
        return getattr(tensor, reduction)(axis=axes), kept
    if reduction == "mean" and not tensor.dtype.is_floating_point:
        raise NotImplementedError("reduce_mean is not available for non-floating tensors")
    if reduction in ("sum", "mean"):
        return getattr(tensor, reduction)(axes), kept
    if reduction in ("max", "min"):
        return getattr(tensor, f"a{reduction}")(axes), kept
    for axis in reversed(axes):
        tensor = getattr(tensor, reduction)(axis)
    return tensor, kept


def _expanded(tensor, source, target, sizes):
    """New axes of size one, expanded to their lengths."""
    if all(name in source for name in target):
        return tensor
    tensor = reshaped(tensor, [sizes[name] if name in source else 1 for name in target])
    return expanded(tensor, [sizes[name] for name in target])


def reshaped(tensor, shape):
    """Reshaped where the shape differs."""
    return tensor if tuple(tensor.shape) == tuple(shape) else tensor.reshape(tuple(shape))


def permuted(tensor, order):
    """Permuted where the order differs."""
    if list(order) == list(range(len(order))):
        return tensor
    return tensor.permute(*order) if hasattr(tensor, "_ref") else tensor.transpose(order)


def expanded(tensor, shape):
    """Repeated along axes of size one."""
    if hasattr(tensor, "_ref"):
        return tensor.expand(*shape)
    import numpy

    return numpy.broadcast_to(tensor, shape)
