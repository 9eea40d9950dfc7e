"""torch.version."""

from torch import __version__  # noqa: F401

cuda = hip = xpu = git_version = None
debug = False
