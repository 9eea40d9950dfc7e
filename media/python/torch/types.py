"""torch.types: names for annotations."""

import builtins
import typing

from torch import device as _DeviceClass
from torch import dtype as _dtype_class

_int, _float, _bool, _complex = builtins.int, builtins.float, builtins.bool, builtins.complex
_dtype = _dtype_class
_device = _DeviceClass
_TensorOrTensors = _TensorOrTensorsOrGradEdge = typing.Any
_size = typing.Union[builtins.list, builtins.tuple]
_layout = _qscheme = _symint = typing.Any
Number = typing.Union[builtins.int, builtins.float, builtins.bool]
Device = typing.Union[_DeviceClass, builtins.str, builtins.int, None]
SymInt = IntLikeType = builtins.int
FloatLikeType = builtins.float
BoolLikeType = builtins.bool
FileLike = Storage = typing.Any
