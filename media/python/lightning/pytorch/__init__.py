"""lightning.pytorch."""

import pytorch_lightning as _lightning
from pytorch_lightning import (  # noqa: F401
    Callback,
    LightningDataModule,
    LightningModule,
    Trainer,
    __version__,
    seed_everything,
)


def __getattr__(name):
    return getattr(_lightning, name)
