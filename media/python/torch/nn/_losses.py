"""Losses and distances."""

from .._tensor import emit

_POINTWISE = ("mse_loss l1_loss smooth_l1_loss huber_loss binary_cross_entropy binary_cross_entropy_with_logits kl_div"
              " soft_margin_loss hinge_embedding_loss poisson_nll_loss").split()
__all__ = [*_POINTWISE, "cross_entropy", "nll_loss", "gaussian_nll_loss", "cosine_embedding_loss", "ctc_loss",
           "margin_ranking_loss", "multilabel_margin_loss", "multilabel_soft_margin_loss", "multi_margin_loss",
           "triplet_margin_loss", "triplet_margin_with_distance_loss", "cosine_similarity", "pairwise_distance", "pdist"]


def _reduced(kind, inputs, shape, reduction):
    if reduction not in ("none", "mean", "sum", "batchmean"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return emit("Loss", inputs, shape if reduction == "none" else (), inputs[0].dtype, {"kind": kind})


def _pointwise(name):
    def loss(input, target, *args, reduction="mean", **kwargs):
        from .._shape import broadcast_shapes

        return _reduced(name, (input, target), broadcast_shapes(input.shape, target.shape), reduction)

    loss.__name__ = name
    return loss


for _name in _POINTWISE:
    globals()[_name] = _pointwise(_name)


def _classes(name):
    def loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean",
             label_smoothing=0.0):
        soft = target.shape == input.shape and target.dtype.is_floating_point
        if not soft and target.shape and input.dim() > 1 and target.shape[0] != input.shape[0]:
            raise ValueError(
                f"Expected input batch_size ({input.shape[0]}) to match target batch_size ({target.shape[0]})."
            )
        rest = input.shape[:1] + input.shape[2:] if input.dim() > 1 else ()
        return _reduced(name, (input, target, weight), rest, reduction)

    loss.__name__ = name
    return loss


cross_entropy, nll_loss = _classes("cross_entropy"), _classes("nll_loss")


def _batchwise(name):
    def loss(*tensors, reduction="mean", **kwargs):
        given = tuple(each for each in tensors if hasattr(each, "shape"))
        return _reduced(name, given, given[0].shape[:1], reduction)

    loss.__name__ = name
    return loss


for _name in ("gaussian_nll_loss cosine_embedding_loss ctc_loss margin_ranking_loss multilabel_margin_loss"
              " multilabel_soft_margin_loss multi_margin_loss triplet_margin_loss"
              " triplet_margin_with_distance_loss").split():
    globals()[_name] = _batchwise(_name)


def cosine_similarity(x1, x2, dim=1, eps=1e-08):
    dots = (x1 * x2).sum(dim)
    return dots / (x1.norm(2, dim) * x2.norm(2, dim)).clamp_min(eps)


def pairwise_distance(x1, x2, p=2.0, eps=1e-06, keepdim=False):
    return (x1 - x2 + eps).norm(p, -1, keepdim)


def pdist(input, p=2):
    rows = input.shape[0]
    return emit("CDist", (input, input), (rows * (rows - 1) // 2,), input.dtype)
