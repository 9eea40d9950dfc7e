"""torch.amp: casts of mixed precision are not followed; a model is priced in the types that it declares."""

from torch._absent import absent_attributes
from torch._inert import Inert, NullContext, passes_through


class autocast(NullContext):
    """A context or decorator without effect."""

    def __init__(self, device_type="cuda", dtype=None, enabled=True, cache_enabled=None):
        self.device, self.fast_dtype, self._enabled = device_type, dtype, enabled


class GradScaler(Inert):
    """Scales nothing."""

    def scale(self, outputs):
        return outputs

    def step(self, optimizer, *args, **kwargs):
        return None

    def update(self, new_scale=None):
        return None

    def is_enabled(self):
        return False

    def state_dict(self):
        return {}


def _decorates(function=None, *, device_type=None, cast_inputs=None):
    return passes_through(function)


custom_fwd = custom_bwd = _decorates


def is_autocast_available(device_type):
    return True


__getattr__ = absent_attributes(__name__)
