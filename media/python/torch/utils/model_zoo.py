"""torch.utils.model_zoo: the old name of torch.hub's checkpoints."""

from torch._absent import absent_attributes
from torch.hub import load_state_dict_from_url as load_url  # noqa: F401


def tqdm(iterable=(), *args, **kwargs):
    """The iterable: no progress is shown."""
    return iterable


__getattr__ = absent_attributes(__name__)
