"""torch.fx._compatibility: a marker of stable names."""

from torch._inert import passes_through


def compatibility(is_backward_compatible=False):
    """A decorator that changes nothing."""
    return passes_through
