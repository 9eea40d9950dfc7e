"""The error that all of einops raises."""


class EinopsError(RuntimeError):
    """A pattern, or a tensor that does not fit it."""
