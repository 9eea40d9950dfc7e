"""torch.ao.quantization: stubs pass through and modules fuse; nothing is quantized."""

import collections
import functools

from torch._absent import absent_attributes
from torch._inert import Inert, inert_classes, returns, unsupported
from torch.ao.quantization._fusing import fuse_modules, fuse_modules_qat  # noqa: F401
from torch.nn import Module

QConfig = collections.namedtuple("QConfig", ["activation", "weight"])
inert_classes(
    "QConfigMapping PlaceholderObserver MinMaxObserver MovingAverageMinMaxObserver HistogramObserver"
    " NoopObserver PerChannelMinMaxObserver MovingAveragePerChannelMinMaxObserver RecordingObserver"
    " FakeQuantize FakeQuantizeBase"
    " FusedMovingAvgObsFakeQuantize ObserverBase",
    globals(),
)
default_observer = default_weight_observer = default_per_channel_weight_observer = Inert()
default_qconfig = (
    default_dynamic_qconfig
) = per_channel_dynamic_qconfig = float_qparams_weight_only_qconfig = QConfig(Inert(), Inert())
default_qat_qconfig = float16_dynamic_qconfig = default_qconfig
get_default_qconfig = get_default_qat_qconfig = returns(default_qconfig)
get_default_qconfig_mapping = get_default_qat_qconfig_mapping = returns(Inert())


class QuantStub(Module):
    """Passes its input through."""

    def __init__(self, qconfig=None):
        super().__init__()
        if qconfig:
            self.qconfig = qconfig

    def forward(self, x):
        return x


class DeQuantStub(QuantStub):
    """Passes its input through."""


class QuantWrapper(Module):
    """A module between its two stubs."""

    def __init__(self, module):
        super().__init__()
        self.quant, self.dequant, self.module = QuantStub(), DeQuantStub(), module

    def forward(self, X):
        return self.dequant(self.module(self.quant(X)))


def prepare(model, inplace=False, *args, **kwargs):
    """The same model: observers cost nothing."""
    return model


prepare_qat = prepare
propagate_qconfig_ = add_observer_ = disable_observer = enable_observer = prepare
disable_fake_quant = enable_fake_quant = prepare
convert = quantize = quantize_dynamic = quantize_qat = unsupported("Conversion to a quantized model")
with_args = functools.partial
__getattr__ = absent_attributes(__name__)
