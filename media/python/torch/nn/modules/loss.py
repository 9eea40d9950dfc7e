"""Losses as modules."""

from .. import functional as F
from .module import Module

_FUNCTIONS = {
    "MSELoss": "mse_loss", "L1Loss": "l1_loss", "SmoothL1Loss": "smooth_l1_loss", "HuberLoss": "huber_loss",
    "CrossEntropyLoss": "cross_entropy", "NLLLoss": "nll_loss", "NLLLoss2d": "nll_loss", "BCELoss": "binary_cross_entropy",
    "BCEWithLogitsLoss": "binary_cross_entropy_with_logits", "KLDivLoss": "kl_div", "CTCLoss": "ctc_loss",
    "CosineEmbeddingLoss": "cosine_embedding_loss", "MarginRankingLoss": "margin_ranking_loss",
    "HingeEmbeddingLoss": "hinge_embedding_loss", "SoftMarginLoss": "soft_margin_loss",
    "MultiLabelMarginLoss": "multilabel_margin_loss", "MultiLabelSoftMarginLoss": "multilabel_soft_margin_loss",
    "MultiMarginLoss": "multi_margin_loss", "PoissonNLLLoss": "poisson_nll_loss", "GaussianNLLLoss": "gaussian_nll_loss",
    "TripletMarginLoss": "triplet_margin_loss", "TripletMarginWithDistanceLoss": "triplet_margin_with_distance_loss",
}
__all__ = list(_FUNCTIONS)


class _Loss(Module):
    def __init__(self, *args, reduction="mean", **kwargs):
        super().__init__()
        self.reduction = reduction
        weight = kwargs.get("weight", args[0] if args and hasattr(args[0], "shape") else None)
        self.register_buffer("weight", weight)


_WeightedLoss = _Loss


def _define(name, function):
    def forward(self, *tensors):
        return getattr(F, function)(*tensors, reduction=self.reduction)

    return type(name, (_Loss,), {"forward": forward, "__module__": __name__})


for _name, _function in _FUNCTIONS.items():
    globals()[_name] = _define(_name, _function)
