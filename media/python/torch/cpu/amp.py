"""torch.cpu.amp."""

from torch.amp import GradScaler, autocast  # noqa: F401
