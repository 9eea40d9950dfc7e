"""Changing modes, element types and devices of a whole tree of modules."""

from ... import _dtype
from ..._device import as_device


class ModuleMoves:
    """The part of nn.Module that goes over everything that it contains."""

    def apply(self, fn):
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def _apply(self, fn, recurse=True):
        for module in self.modules() if recurse else (self,):
            for store in (module._parameters, module._buffers):
                for tensor in store.values():
                    if tensor is not None:
                        fn(tensor)
        return self

    def train(self, mode=True):
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")
        self.training = mode
        for module in self._modules.values():
            if module is not None:
                module.train(mode)
        return self

    def eval(self):
        return self.train(False)

    def requires_grad_(self, requires_grad=True):
        for parameter in self.parameters():
            parameter.requires_grad = requires_grad
        return self

    def to(self, *args, **kwargs):
        dtype, device = kwargs.get("dtype"), kwargs.get("device")
        for given in args:
            if isinstance(given, _dtype.dtype):
                dtype = given
            elif hasattr(given, "dtype"):
                dtype, device = given.dtype, given.device
            elif given is not None and not isinstance(given, bool):
                device = given
        return self._cast(dtype, device)

    def _cast(self, dtype, device=None, everything=False):
        device = None if device is None else as_device(device)

        def move(tensor):
            if dtype is not None and (everything or tensor.dtype.is_floating_point):
                tensor.dtype = dtype
            if device is not None:
                tensor.device = device

        return self._apply(move)

    def type(self, dst_type):
        return self._cast(dst_type, everything=True)

    def float(self):
        return self._cast(_dtype.float32)

    def double(self):
        return self._cast(_dtype.float64)

    def half(self):
        return self._cast(_dtype.float16)

    def bfloat16(self):
        return self._cast(_dtype.bfloat16)

    def cuda(self, device=None):
        return self._cast(None, "cuda" if device is None else device)

    def cpu(self):
        return self._cast(None, "cpu")

    def to_empty(self, *, device, recurse=True):
        return self._cast(None, device)

    def _same(self, *_, **__):
        return self

    ipu = xpu = mtia = share_memory = _same

    def zero_grad(self, set_to_none=True):
        pass

    def compile(self, *_, **__):
        pass
