"""torch.hub: nothing is downloaded; a checkpoint is empty."""

from torch._absent import absent_attributes
from torch._inert import nothing, returns, unsupported
from torch._loading import Checkpoint

load = unsupported("torch.hub.load")
help = list = unsupported("torch.hub")
download_url_to_file = set_dir = nothing
get_dir = _get_torch_home = returns("")


def load_state_dict_from_url(
    url,
    model_dir=None,
    map_location=None,
    progress=True,
    check_hash=False,
    file_name=None,
    weights_only=False,
):
    """An empty checkpoint: weights never change a cost."""
    return Checkpoint()


__getattr__ = absent_attributes(__name__)
