"""Flattening as modules."""

from ._simple import layer

__all__ = ["Flatten", "Unflatten"]

Flatten = layer(
    "Flatten", lambda self, input: input.flatten(self.start_dim, self.end_dim), "start_dim=1, end_dim=-1", __name__
)
Unflatten = layer(
    "Unflatten", lambda self, input: input.unflatten(self.dim, self.unflattened_size), "dim, unflattened_size", __name__
)
