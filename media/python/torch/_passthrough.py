"""Top-level names of torch that live in the modules around its core: name -> (module, attribute)."""

import importlib

EXPORTS = {
    "load": ("torch._loading", "load"),
    "save": ("torch._loading", "save"),
    "compile": ("torch.compiler", "compile"),
    "ops": ("torch._ops", "ops"),
    "classes": ("torch._ops", "classes"),
    "autocast": ("torch.amp", "autocast"),
    "vmap": ("torch.func", "vmap"),
    "cond": ("torch.func", "cond"),
    "Generator": ("torch.random", "Generator"),
    "default_generator": ("torch.random", "default_generator"),
}


def _export(module, names):
    EXPORTS.update((name, (module, name)) for name in names.split())


_export("torch._asserts", "_assert _assert_async _check _check_value _check_is_size")
_export("torch.random", "manual_seed seed initial_seed get_rng_state set_rng_state")
_export(
    "torch._settings",
    "set_num_threads get_num_threads set_num_interop_threads get_num_interop_threads"
    " set_float32_matmul_precision get_float32_matmul_precision use_deterministic_algorithms"
    " are_deterministic_algorithms_enabled is_deterministic_algorithms_warn_only_enabled"
    " set_deterministic_debug_mode get_deterministic_debug_mode set_printoptions set_warn_always"
    " is_warn_always_enabled set_flush_denormal set_anomaly_enabled is_anomaly_enabled clear_autocast_cache"
    " is_autocast_enabled is_autocast_cpu_enabled is_autocast_cache_enabled set_autocast_enabled"
    " set_autocast_cpu_enabled set_autocast_gpu_dtype set_autocast_cpu_dtype set_autocast_dtype"
    " set_autocast_cache_enabled autocast_increment_nesting autocast_decrement_nesting"
    " get_autocast_gpu_dtype get_autocast_cpu_dtype get_autocast_dtype is_vulkan_available typename",
)


def find(name):
    """The object of a top-level name; KeyError where it is not one of these."""
    module, attribute = EXPORTS[name]
    return getattr(importlib.import_module(module), attribute)
