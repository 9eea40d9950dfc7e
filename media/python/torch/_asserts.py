"""torch._assert and its kin."""


def _assert(condition, message):
    """As the statement. A tensor whose value is unknown is believed, since a data check shapes nothing."""
    from torch._errors import DependsOnData

    try:
        assert condition, message
    except DependsOnData:
        return


def _assert_async(condition, message="Expected Tensor to be true"):
    _assert(condition, message)


def _check(cond, message=None):
    """Raises RuntimeError with what `message()` says."""
    if not cond:
        raise RuntimeError(message() if message else "Expected cond to be True, but got False.")


def _check_value(cond, message=None):
    if not cond:
        raise ValueError(message() if message else "Expected cond to be True, but got False.")


def _check_is_size(i, message=None, *, max=None):
    _check(i >= 0, message)
