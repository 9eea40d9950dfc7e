"""torch.load and torch.save: weights never change a cost, and no file is touched."""


def load(f, map_location=None, pickle_module=None, *, weights_only=None, mmap=None, **pickle_load_args):
    """An empty checkpoint."""
    return {}


def save(obj, f, pickle_module=None, pickle_protocol=2, _use_new_zipfile_serialization=True, **kwargs):
    """Writes nothing."""
