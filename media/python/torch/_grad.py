"""Gradient mode: a flag that model code may ask about."""

import functools
import inspect

_enabled = [True]
_inference = [False]


def is_grad_enabled():
    return _enabled[0]


def is_inference_mode_enabled():
    return _inference[0]


class _GradMode:
    """A context manager that also decorates functions, classes' methods and generators."""

    def __init__(self, mode=True):
        self.mode = mode
        self._outer = []

    def __enter__(self):
        self._outer.append((_enabled[0], _inference[0]))
        self._apply()
        return self

    def __exit__(self, *_):
        _enabled[0], _inference[0] = self._outer.pop()

    def __call__(self, function):
        if inspect.isclass(function):
            function.__init__ = self(function.__init__)
            return function

        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            with self:
                return function(*args, **kwargs)

        return wrapped

    def clone(self):
        return type(self)(self.mode)


class no_grad(_GradMode):
    """torch.no_grad, with or without parentheses as a decorator."""

    def __new__(cls, function=None):
        made = super().__new__(cls)
        if not callable(function):
            return made
        _GradMode.__init__(made)
        return made(function)

    def __init__(self, function=None):
        super().__init__()

    def _apply(self):
        _enabled[0] = False


class enable_grad(no_grad):
    def _apply(self):
        _enabled[0] = True


class inference_mode(_GradMode):
    def __new__(cls, mode=True):
        made = super().__new__(cls)
        if not callable(mode):
            return made
        _GradMode.__init__(made)
        return made(mode)

    def _apply(self):
        _inference[0] = bool(self.mode)
        if self.mode:
            _enabled[0] = False


class set_grad_enabled(_GradMode):
    """Takes effect at once, and ends with the block where it is used as a context."""

    def __init__(self, mode):
        super().__init__(mode)
        self._before = (_enabled[0], _inference[0])
        _enabled[0] = bool(mode)

    def __enter__(self):
        self._outer.append(self._before)
        self._apply()
        return self

    def __call__(self, function):
        _enabled[0] = self._before[0]
        return super().__call__(function)

    def _apply(self):
        _enabled[0] = bool(self.mode)
