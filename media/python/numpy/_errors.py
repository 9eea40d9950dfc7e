"""What the small numpy says where it cannot go on."""


def depends(what):
    """A value that only real data have."""
    from torch._errors import DependsOnData

    return DependsOnData(f"{what} depends on data. Give the model's code a Python number there.")


def unsupported(what):
    """Something that only a real numpy does."""
    from torch._errors import Unsupported

    return Unsupported(f"{what} is not supported by LayerCost's small numpy.")
