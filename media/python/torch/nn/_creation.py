"""Functions of torch that layers make their tensors with."""

from .._tensor_methods import FUNCTIONS

empty, zeros, full, tensor = (FUNCTIONS[name] for name in ("empty", "zeros", "full", "tensor"))
cat, stack = FUNCTIONS["cat"], FUNCTIONS["stack"]
