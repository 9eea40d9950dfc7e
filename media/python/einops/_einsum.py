"""einops.einsum: names of any length instead of letters."""

import string

from ._errors import EinopsError
from ._pattern import ELLIPSIS, Expression


def compact(pattern):
    """The pattern in the letters of torch.einsum."""
    left, arrow, right = pattern.partition("->")
    if not arrow:
        raise ValueError("Einsum pattern must contain an arrow: '->'.")
    letters = {}
    terms = [_letters(term, letters) for term in left.split(",")]
    return f"{','.join(terms)}->{_letters(right, letters)}"


def _letters(term, letters):
    expression = Expression(term, allow_underscore=True)
    if any(isinstance(name, int) for name in expression.flat) or [] in expression.groups:
        raise NotImplementedError("Singleton () axes are not yet supported in einsum.")
    if expression.composed:
        raise NotImplementedError("Shape rearrangement is not yet supported in einsum.")
    return "".join("..." if name == ELLIPSIS else _letter(name, letters) for name in expression.flat)


def _letter(name, letters):
    if name not in letters:
        if len(letters) == len(string.ascii_letters):
            raise RuntimeError("Too many axes in einsum.")
        letters[name] = string.ascii_letters[len(letters)]
    return letters[name]


def einsum(*tensors_and_pattern):
    """Sums of products: `einsum(a, b, "batch i k, batch k j -> batch i j")`."""
    *tensors, pattern = tensors_and_pattern
    if not isinstance(pattern, str):
        raise ValueError(
            "The last argument passed to `einops.einsum` must be a string, representing the einsum pattern."
        )
    terms = pattern.partition("->")[0].count(",") + 1
    if terms != len(tensors):
        raise EinopsError(f"Pattern has {terms} terms for {len(tensors)} tensors")
    if hasattr(tensors[0], "_ref"):
        import torch

        return torch.einsum(compact(pattern), *tensors)
    import numpy

    return numpy.einsum(compact(pattern), *tensors)
