"""torch.xpu: no such device is driven."""

from torch._absent import absent_attributes
from torch._inert import NullContext, add_functions

add_functions(
    [
        (False, "is_available is_initialized is_bf16_supported"),
        (0, "device_count current_device memory_allocated max_memory_allocated memory_reserved"),
        (
            None,
            "synchronize empty_cache set_device manual_seed manual_seed_all seed"
            " set_per_process_memory_fraction",
        ),
    ],
    globals(),
)
stream = device = NullContext
__getattr__ = absent_attributes(__name__)
