"""LightningModule: an nn.Module that keeps its hyperparameters and logs nothing."""

import inspect

from torch import nn


class Hyperparameters(dict):
    """A dictionary whose entries are attributes, too."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"Missing attribute {name!r}") from None

    def __setattr__(self, name, value):
        self[name] = value


class LightningModule(nn.Module):
    """What a model needs of lightning: hyperparameters, and methods of training that do nothing."""

    trainer = None
    current_epoch = global_step = 0
    global_rank = local_rank = 0
    automatic_optimization = True
    logger = None
    example_input_array = None

    @classmethod
    def load_from_checkpoint(
        cls, checkpoint_path, *args, map_location=None, strict=None, hparams_file=None, **kwargs
    ):
        """A model with the given arguments; no file is read."""
        return cls(**kwargs)

    @property
    def device(self):
        import torch

        first = next(iter(self.parameters()), None)
        return torch.device("cpu") if first is None else first.device

    @property
    def dtype(self):
        import torch

        return next((each.dtype for each in self.parameters()), torch.float32)

    @property
    def hparams(self):
        return self.__dict__.setdefault("_hparams", Hyperparameters())

    @property
    def hparams_initial(self):
        return Hyperparameters(self.hparams)

    def save_hyperparameters(self, *args, ignore=None, frame=None, logger=True):
        """Keeps arguments of the caller's `__init__` (those named, or all) in `hparams`."""
        given = _arguments(frame or inspect.currentframe().f_back, type(self))
        ignored = {ignore} if isinstance(ignore, str) else set(ignore or ())
        named = [each for each in args if isinstance(each, str)]
        for each in args:
            if not isinstance(each, str):
                self.hparams.update(each if isinstance(each, dict) else vars(each))
        if named or not args:
            chosen = named or given
            self.hparams.update(
                (name, given[name]) for name in chosen if name in given and name not in ignored
            )

    def log(self, *args, **kwargs):
        """Nothing is logged."""

    log_dict = print = manual_backward = toggle_optimizer = untoggle_optimizer = clip_gradients = log

    def freeze(self):
        for parameter in self.parameters():
            parameter.requires_grad = False
        self.eval()

    def unfreeze(self):
        for parameter in self.parameters():
            parameter.requires_grad = True
        self.train()

    def optimizers(self, *args, **kwargs):
        return []

    def lr_schedulers(self):
        return None

    def forward(self, *args, **kwargs):
        return super().forward(*args, **kwargs)


def _arguments(frame, kind):
    """Arguments of the `__init__` that runs in `frame`, variable keywords spread out."""
    names = frame.f_code.co_varnames[: frame.f_code.co_argcount + frame.f_code.co_kwonlyargcount]
    found = {name: frame.f_locals[name] for name in names[1:] if name in frame.f_locals}
    if frame.f_code.co_flags & inspect.CO_VARKEYWORDS:
        at = len(names) + bool(frame.f_code.co_flags & inspect.CO_VARARGS)
        found.update(frame.f_locals.get(frame.f_code.co_varnames[at], {}))
    return found
