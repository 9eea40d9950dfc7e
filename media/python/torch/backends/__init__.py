"""torch.backends: switches that take any value; no backend is there."""

from torch._absent import absent_attributes
from torch._inert import NullContext, returns


class Backend:
    """Switches of one backend. What is not known to be on is off."""

    enabled = benchmark = deterministic = allow_tf32 = False
    flags = NullContext

    def __init__(self, **known):
        self.__dict__.update(known)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return returns(None if name.startswith(("set_", "enable_")) else False)


cudnn = Backend(version=returns(None), benchmark_limit=10)
cuda = Backend(matmul=Backend(), sdp_kernel=NullContext, preferred_linalg_library=returns(None))
cuda.SDPBackend = Backend(MATH=0, FLASH_ATTENTION=1, EFFICIENT_ATTENTION=2, CUDNN_ATTENTION=3)
mps, mkl, openmp, nnpack, xnnpack, opt_einsum = (
    Backend(),
    Backend(),
    Backend(),
    Backend(),
    Backend(),
    Backend(),
)
mkldnn = Backend(set_flags=returns(()))
cpu = Backend(get_cpu_capability=returns("DEFAULT"))
quantized = Backend(engine="fbgemm", supported_engines=["qnnpack", "none", "onednn", "x86", "fbgemm"])
__getattr__ = absent_attributes(__name__)
