"""torch.cuda: there is no accelerator."""

import importlib

from torch._absent import absent_attributes
from torch._inert import Inert, NullContext, add_functions, inert_classes

add_functions(
    [
        (False, "is_available is_initialized is_bf16_supported is_current_stream_capturing"),
        (0, "device_count current_device memory_allocated max_memory_allocated memory_reserved"),
        (0, "max_memory_reserved memory_cached max_memory_cached initial_seed"),
        ((0, 0), "get_device_capability mem_get_info"),
        ("", "get_device_name memory_summary"),
        ({}, "memory_stats get_rng_state_all"),
        (
            None,
            "synchronize empty_cache set_device manual_seed manual_seed_all seed seed_all init ipc_collect"
            " reset_peak_memory_stats reset_max_memory_allocated reset_max_memory_cached set_rng_state"
            " get_rng_state set_rng_state_all set_per_process_memory_fraction set_stream set_sync_debug_mode"
            " reset_accumulated_memory_stats",
        ),
    ],
    globals(),
)
inert_classes("Stream Event CUDAGraph ExternalStream", globals())
device = device_of = stream = graph = StreamContext = NullContext
current_stream = default_stream = Inert()
_SUBMODULES = ("amp", "nvtx", "graphs", "memory", "random", "comm", "profiler")


def __getattr__(name):
    if name in _SUBMODULES:
        return importlib.import_module(f"torch.cuda.{name}")
    if name.endswith("Tensor"):  # torch.cuda.FloatTensor
        import torch

        return getattr(torch, name)
    return absent_attributes(__name__)(name)
