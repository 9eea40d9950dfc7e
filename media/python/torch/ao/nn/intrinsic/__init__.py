"""torch.ao.nn.intrinsic: importable names of fused modules."""

from torch._absent import absent_attributes
from torch.nn import Sequential

for _name in (
    "ConvBn1d ConvBn2d ConvBn3d ConvReLU1d ConvReLU2d ConvReLU3d ConvBnReLU1d ConvBnReLU2d ConvBnReLU3d"
    " LinearReLU LinearBn1d BNReLU2d BNReLU3d"
).split():
    globals()[_name] = type(_name, (Sequential,), {"__module__": __name__})
__getattr__ = absent_attributes(__name__)
