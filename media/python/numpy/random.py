"""numpy.random: shapes of random arrays. No number is ever drawn, so that asking for one depends on data."""

from . import _array
from ._errors import depends


def _drawn(size, kind=float):
    shape = () if size is None else (size,) if isinstance(size, int) else tuple(size)
    return _array.make(shape, kind)


def seed(seed=None):
    """Forgotten."""


set_state = seed


def get_state(legacy=True):
    """An opaque state, good for `set_state`."""
    return None


def rand(*size):
    return _drawn(size)


randn = rand


def random(size=None):
    return _drawn(size)


random_sample = sample = ranf = standard_normal = random


def uniform(low=0.0, high=1.0, size=None):
    return _drawn(size)


normal = laplace = logistic = gumbel = lognormal = beta = gamma = uniform


def exponential(scale=1.0, size=None):
    return _drawn(size)


poisson = geometric = exponential


def randint(low, high=None, size=None, dtype=int):
    return _drawn(size, dtype)


integers = randint


def binomial(n, p, size=None):
    return _drawn(size, int)


def choice(a, size=None, replace=True, p=None):
    """An array of unknown choices; a single choice depends on data."""
    if size is None:
        raise depends("numpy.random.choice")
    return _drawn(size, int if isinstance(a, int) else _array.as_array(a).dtype)


def permutation(x):
    """An array in an unknown order."""
    return (
        _drawn(x, int) if isinstance(x, int) else _drawn(_array.as_array(x).shape, _array.as_array(x).dtype)
    )


def shuffle(x):
    """The order is unknown from here on; a list keeps its own."""
    if isinstance(x, _array.ndarray):
        x._data = None


class RandomState:
    """A generator; its methods are this module's functions."""

    def __init__(self, seed=None):
        """Forgotten."""

    def __getattr__(self, name):
        found = globals().get(name)
        if name.startswith("_") or found is None:
            raise AttributeError(f"numpy.random.{name} is not part of LayerCost's small numpy")
        return found


Generator = RandomState


def default_rng(seed=None):
    """A new generator."""
    return RandomState(seed)


def __getattr__(name):
    raise AttributeError(f"numpy.random.{name} is not part of LayerCost's small numpy")
