"""Top-level switches of torch that say how to run, not what."""

from torch._inert import add_functions

add_functions(
    [
        (
            None,
            "set_num_threads set_num_interop_threads set_float32_matmul_precision"
            " use_deterministic_algorithms set_deterministic_debug_mode set_printoptions set_warn_always"
            " set_flush_denormal"
            " set_anomaly_enabled clear_autocast_cache set_autocast_enabled set_autocast_cpu_enabled"
            " set_autocast_gpu_dtype set_autocast_cpu_dtype set_autocast_dtype set_autocast_cache_enabled"
            " autocast_increment_nesting autocast_decrement_nesting",
        ),
        (
            False,
            "are_deterministic_algorithms_enabled is_deterministic_algorithms_warn_only_enabled"
            " is_autocast_enabled is_autocast_cpu_enabled is_autocast_cache_enabled is_anomaly_enabled"
            " is_warn_always_enabled is_vulkan_available",
        ),
        (1, "get_num_threads get_num_interop_threads"),
        (0, "get_deterministic_debug_mode"),
        ("highest", "get_float32_matmul_precision"),
        (None, "_get_privateuse1_backend_name"),
    ],
    globals(),
)


def get_autocast_gpu_dtype():
    import torch

    return torch.float16


def get_autocast_cpu_dtype():
    import torch

    return torch.bfloat16


def get_autocast_dtype(device_type):
    """bfloat16 on the processor, else float16."""
    return get_autocast_cpu_dtype() if device_type == "cpu" else get_autocast_gpu_dtype()


def typename(obj):
    """Qualified name of an object's type, or of a type."""
    kind = obj if isinstance(obj, type) else type(obj)
    return f"{kind.__module__}.{kind.__qualname__}"
