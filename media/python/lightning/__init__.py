"""The newer name of PyTorch Lightning."""

import pytorch_lightning as _lightning
from pytorch_lightning import (  # noqa: F401
    Callback,
    Fabric,
    LightningDataModule,
    LightningModule,
    Trainer,
    __version__,
    seed_everything,
)


def __getattr__(name):
    if name == "pytorch":
        import importlib

        return importlib.import_module("lightning.pytorch")
    return getattr(_lightning, name)
