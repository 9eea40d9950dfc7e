"""torch.functional: names of torch under their old module."""


def __getattr__(name):
    import torch

    return getattr(torch, name)
