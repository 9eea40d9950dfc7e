"""torch._C: names of the compiled core that Python code mentions."""

from torch._absent import absent_attributes
from torch._inert import NullContext, add_functions

add_functions(
    [
        (None, "_log_api_usage_once _get_tracing_state _set_grad_enabled _jit_set_profiling_executor"),
        (None, "_jit_set_profiling_mode _jit_override_can_fuse_on_cpu _jit_override_can_fuse_on_gpu"),
        (None, "_jit_set_texpr_fuser_enabled _jit_set_nvfuser_enabled _cuda_setDevice"),
        (False, "_get_cudnn_enabled _is_tracing _has_torch_function_unary _cuda_isInBadFork"),
    ],
    globals(),
)
DisableTorchFunction = DisableTorchFunctionSubclass = NullContext
_has_cuda = _has_cudnn = has_cuda = has_mkldnn = _GLIBCXX_USE_CXX11_ABI = False


def __getattr__(name):
    if name in ("Size", "device", "dtype", "Generator"):
        import torch

        return getattr(torch, name)
    return absent_attributes(__name__)(name)
