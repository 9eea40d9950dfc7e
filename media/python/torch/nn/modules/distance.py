"""Distances as modules."""

from ._simple import calls, layer

__all__ = ["CosineSimilarity", "PairwiseDistance"]

CosineSimilarity = layer("CosineSimilarity", calls("cosine_similarity", "dim", "eps"), "dim=1, eps=1e-08", __name__)
PairwiseDistance = layer(
    "PairwiseDistance", calls("pairwise_distance", "p", "eps", "keepdim"), "p=2.0, eps=1e-06, keepdim=False", __name__
)
