"""torch.accelerator: there is none."""

from torch._inert import add_functions

add_functions(
    [
        (False, "is_available"),
        (0, "device_count"),
        (None, "current_accelerator synchronize set_device_index"),
    ],
    globals(),
)
