"""torch.random: seeds are taken and forgotten, since no random number is ever drawn."""

import contextlib

from torch._inert import nothing

_SEED = 0
set_rng_state = nothing


class Generator:
    """A source of random numbers that is never asked for one."""

    def __init__(self, device="cpu"):
        self.device = device

    def manual_seed(self, seed):
        return self

    def seed(self):
        return _SEED

    def initial_seed(self):
        return _SEED

    def get_state(self):
        return None

    def set_state(self, new_state):
        """Forgotten."""


default_generator = Generator()


def manual_seed(seed):
    """The default generator."""
    return default_generator


def seed():
    return _SEED


def initial_seed():
    return _SEED


def get_rng_state():
    """An opaque state, good for `set_rng_state`."""
    return None


@contextlib.contextmanager
def fork_rng(*args, **kwargs):
    """A context without effect."""
    yield
