"""torch.nn.grad: gradients are not priced."""

from torch._absent import absent_attributes

__getattr__ = absent_attributes(__name__)
