"""The functions of einops."""

from ._einsum import einsum  # noqa: F401
from ._errors import EinopsError
from ._pattern import Expression, with_rank
from ._transform import transform


def rearrange(tensor, pattern, **axes_lengths):
    """Reorders axes, splits and joins them: `rearrange(x, "b (h p) c -> b h (p c)", p=4)`."""
    return transform(tensor, pattern, "rearrange", axes_lengths)


def reduce(tensor, pattern, reduction, **axes_lengths):
    """Rearranges and reduces the axes that the right side leaves out."""
    return transform(tensor, pattern, reduction, axes_lengths)


def repeat(tensor, pattern, **axes_lengths):
    """Rearranges and repeats along axes that only the right side has."""
    return transform(tensor, pattern, "repeat", axes_lengths)


def parse_shape(x, pattern):
    """Lengths by name: `parse_shape(x, "b c h _")`."""
    expression = Expression(pattern, allow_underscore=True)
    if expression.composed:
        raise RuntimeError(f"Can't parse shape with composite axes: {pattern} {x.shape}")
    try:
        groups = with_rank(expression, len(x.shape))
    except EinopsError:
        raise RuntimeError(
            f"Can't parse shape with different number of dimensions: {pattern} {x.shape}"
        ) from None
    found = {}
    for (name,), size in zip(groups, x.shape):
        if isinstance(name, int) and name != size:
            raise RuntimeError(f"Length of anonymous axis does not match: {pattern} {x.shape}")
        if isinstance(name, str) and name.isidentifier() and name != "_":
            found[name] = int(size)
    return found


def asnumpy(tensor):
    """The array of a tensor."""
    return tensor.numpy() if hasattr(tensor, "_ref") else tensor
