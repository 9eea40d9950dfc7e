"""What the stand-in says where a shape alone is not enough."""


class DependsOnData(RuntimeError):
    """The model's code asks for a value that only real weights or real input have."""


class Unsupported(RuntimeError):
    """A part of torch that the stand-in knows of, but cannot follow."""


def depends(what, remedy):
    """A DependsOnData in one sentence of fact and one of advice."""
    return DependsOnData(f"{what} depends on data. {remedy}")
