"""torch.nn.functional: what layers do, as functions."""

from torch._absent import absent_attributes

from ._activations import *  # noqa: F401,F403
from ._attention import multi_head_attention_forward, scaled_dot_product_attention  # noqa: F401
from ._convolutions import *  # noqa: F401,F403
from ._embeddings import embedding, embedding_bag, one_hot  # noqa: F401
from ._losses import *  # noqa: F401,F403
from ._norms import *  # noqa: F401,F403
from ._pools import *  # noqa: F401,F403
from ._resampling import *  # noqa: F401,F403
from .modules.utils import _pair, _single, _triple  # noqa: F401

__getattr__ = absent_attributes(__name__)
