"""Devices: labels only. Nothing runs anywhere."""

_KINDS = ("cpu", "cuda", "meta", "mps", "xpu", "xla", "hpu", "ipu", "mkldnn", "vulkan", "privateuseone")


class device:
    """torch.device: a type and an index. As a context it is the default for new tensors."""

    def __init__(self, type="cpu", index=None):
        if isinstance(type, device):
            type, index = type.type, type.index
        elif isinstance(type, int):
            type, index = "cuda", type
        elif ":" in type:
            type, text = type.split(":", 1)
            if not text.isdigit():
                raise RuntimeError(f"Invalid device string: '{type}:{text}'")
            index = int(text)
        if type not in _KINDS:
            raise RuntimeError(
                f"Expected one of cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, ort, xla, "
                f"lazy, vulkan, mps, meta, hpu, privateuseone device type at start of device string: {type}"
            )
        self.type = type
        self.index = index
        self._outer = []

    def __repr__(self):
        return f"device(type='{self.type}'" + (")" if self.index is None else f", index={self.index})")

    def __str__(self):
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __eq__(self, other):
        return isinstance(other, device) and (self.type, self.index) == (other.type, other.index)

    def __hash__(self):
        return hash((self.type, self.index))

    def __reduce__(self):
        return (device, (self.type, self.index))

    def __enter__(self):
        self._outer.append(_default[0])
        _default[0] = self
        return self

    def __exit__(self, *_):
        _default[0] = self._outer.pop()


CPU = device("cpu")
_default = [CPU]


def as_device(value):
    """The device for None (the default), a string, an index or a device."""
    if value is None:
        return _default[0]
    return value if isinstance(value, device) else device(value)


def get_default_device():
    return _default[0]


def set_default_device(value):
    _default[0] = CPU if value is None else as_device(value)
