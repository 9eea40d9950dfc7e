"""pack and unpack: tensors that differ in some axes as one, and back."""

import math

from ._errors import EinopsError
from ._transform import reshaped


def _analyse(pattern, name):
    """(axes before the star, axes after it, axes at least)."""
    axes = pattern.split()
    if len(set(axes)) != len(axes):
        raise EinopsError(f'Duplicates in axes names in {name}(..., "{pattern}")')
    if "*" not in axes:
        raise EinopsError(f'No *-axis in {name}(..., "{pattern}")')
    before = axes.index("*")
    return before, len(axes) - before - 1, len(axes) - 1


def pack(tensors, pattern):
    """(packed tensor, list of the shapes that the star stood for)."""
    before, after, least = _analyse(pattern, "pack")
    shapes, flat = [], []
    for index, tensor in enumerate(tensors):
        shape = tuple(tensor.shape)
        if len(shape) < least:
            raise EinopsError(
                f"packed tensor #{index} (enumeration starts with 0) has shape {tensor.shape}, "
                f"while pattern {pattern} assumes at least {least} axes"
            )
        end = len(shape) - after
        shapes.append(shape[before:end])
        flat.append(reshaped(tensor, (*shape[:before], math.prod(shape[before:end]), *shape[end:])))
    return _joined(flat, before), shapes


def _joined(tensors, axis):
    if hasattr(tensors[0], "_ref"):
        import torch

        return torch.cat(tensors, dim=axis)
    import numpy

    return numpy.concatenate(tensors, axis=axis)


def unpack(tensor, packed_shapes, pattern):
    """The tensors that `pack` joined; one of the shapes may hold one -1."""
    before, after, least = _analyse(pattern, "unpack")
    if len(tensor.shape) != least + 1:
        raise EinopsError(f"unpack(..., {pattern}) received input of wrong dim with shape {tensor.shape}")
    total = tensor.shape[before]
    lengths = [-1 if -1 in shape else math.prod(shape) for shape in packed_shapes]
    if lengths.count(-1) > 1:
        raise EinopsError(
            f"unpack(..., {pattern}) received more than one -1 in {packed_shapes} and can't infer dimensions"
        )
    rest = total - sum(length for length in lengths if length >= 0)
    lengths = [rest if length == -1 else length for length in lengths]
    if sum(lengths) != total or rest < 0:
        raise RuntimeError(
            f'Error during unpack(..., "{pattern}"): could not split axis of size {total} '
            f"into requested {packed_shapes}"
        )
    return [
        _part(tensor, before, sum(lengths[:i]), lengths[i], shape) for i, shape in enumerate(packed_shapes)
    ]


def _part(tensor, axis, start, length, shape):
    part = tensor[(slice(None),) * axis + (slice(start, start + length),)]
    return part.reshape((*tensor.shape[:axis], *shape, *tensor.shape[axis + 1 :]))
