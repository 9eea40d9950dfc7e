"""Inputs of a model: as given, or guessed from its first layers."""

import inspect

import torch
from torch import nn
from torch._tensor import new_tensor

_IDS = ("input_ids", "ids", "idx", "tokens", "token_ids", "src_tokens", "words", "sentence", "sentences", "text", "indices")
_TIMES = ("t", "time", "timestep", "timesteps", "sigma", "noise_level")
_LEFT_OUT = ("mask", "attn_mask", "attention_mask", "hidden", "state", "cache", "targets", "target", "labels", "label", "past")
_SIZES = (224, 32, 28, 64, 96, 128, 256, 299, 512, 16, 8)
_LENGTH_NAMES = ("block_size", "max_len", "max_length", "max_seq_len", "seq_len", "context_length", "n_positions",
                 "max_position_embeddings", "sequence_length", "n_ctx")
_SIZE_NAMES = ("image_size", "img_size", "input_size", "input_resolution", "resolution", "image_resolution")


class Guess:
    """Values for forward's parameters by name; `assumed` names those that nobody gave."""

    def __init__(self, values, assumed):
        self.values, self.assumed = values, assumed


def parameters_of(model):
    """forward's parameters without self: (name, whether it must be given, annotation)."""
    try:
        found = list(inspect.signature(model.forward).parameters.values())
    except (TypeError, ValueError):
        return [("input", True, "")]
    taken = [each for each in found if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)]
    if not taken and any(each.kind is each.VAR_POSITIONAL for each in found):
        return [("input", True, "")]
    return [(each.name, each.default is each.empty, str(each.annotation)) for each in taken]


def guesses(model, given):
    """Sets of inputs to try, the likeliest first. `given` maps names ("" is the first) to (shape, dtype name)."""
    wanted = parameters_of(model)
    names = [name for name, _, _ in wanted]
    strange = next((name for name in given if name and name not in names), None)
    if strange is not None:
        raise ValueError(f'forward takes no input "{strange}"; it takes {", ".join(names)}')
    given = {name or (names[0] if names else "input"): spec for name, spec in given.items()}
    wanted = [row for row in wanted if row[1] or row[0] in given]
    first = wanted[0][0] if wanted else None
    if first is None or first in given:
        return [_fill(model, wanted, given, None)]
    return [_fill(model, wanted, given, spec) for spec in first_inputs(model, wanted[0])]


def _fill(model, wanted, given, first):
    values, assumed = {}, set()
    natural = None
    for name, _, annotation in wanted:
        if name in given:
            shape, dtype = given[name]
            natural = natural or (tuple(shape), dtype or _type_name(model, name, annotation))
            values[name] = made(shape, dtype or _type_name(model, name, annotation))
            continue
        assumed.add(name)
        shape, dtype = _other(name, natural or first or ((1, 1), "float32"))
        if natural is None:
            shape, dtype = first or (shape, dtype)
            natural = (shape, dtype)
        values[name] = None if shape is None else made(shape, dtype)
    return Guess(values, assumed)


def made(shape, dtype):
    kind = getattr(torch, dtype, None)
    if not isinstance(kind, torch.dtype):
        raise ValueError(f'"{dtype}" is no element type of torch')
    return new_tensor(tuple(shape), kind)


def _other(name, first):
    """A further parameter: what its name says, else like the first."""
    shape, dtype = first
    if name in _TIMES:
        return (shape[0],), "int64"
    if name in _LEFT_OUT:
        return None, dtype
    if name in _IDS:
        return shape[:2], "int64"
    return shape, dtype


def _type_name(model, name, annotation):
    if name in _IDS or "LongTensor" in annotation or "IntTensor" in annotation:
        return "int64"
    if "mask" in name or "BoolTensor" in annotation:
        return "bool"
    leaf = first_leaf(model)
    return "int64" if isinstance(leaf, (nn.Embedding, nn.EmbeddingBag)) and name not in _TIMES else "float32"


def first_leaf(model):
    """The first layer with parameters, in the order of definition."""
    for module in model.modules():
        if type(module).__module__.startswith("torch.nn") and module._parameters and any(
            each is not None for each in module._parameters.values()
        ):
            return module
    return None


def first_inputs(model, parameter):
    """(shape, dtype) of the first input, likeliest first."""
    name, _, annotation = parameter
    leaf = first_leaf(model)
    if name in _IDS or "LongTensor" in annotation or isinstance(leaf, (nn.Embedding, nn.EmbeddingBag)):
        return [((1, length), "int64") for length in _lengths(model)] + [((length,), "int64") for length in (128, 16)]
    return [(shape, _float_type(leaf)) for shape in _shapes(model, leaf)]


def _float_type(leaf):
    weights = [] if leaf is None else [each for each in leaf._parameters.values() if each is not None]
    return weights[0].dtype.name if weights else "float32"


def _shapes(model, leaf):
    lengths = _lengths(model)
    if isinstance(leaf, nn.Conv2d):
        return [(1, leaf.in_channels, size, size) for size in _image_sizes(model, leaf.in_channels)]
    if isinstance(leaf, nn.ConvTranspose2d):
        spaces = [(1, leaf.in_channels, size, size) for size in (1, 4, 8, 16, 32)]
        return [*spaces, (1, leaf.in_channels)]
    if isinstance(leaf, (nn.Conv1d, nn.ConvTranspose1d)):
        return [(1, leaf.in_channels, length) for length in (1024, *lengths, 16000)]
    if isinstance(leaf, (nn.Conv3d, nn.ConvTranspose3d)):
        sizes = ((16, 112, 112), (16, 224, 224), (32, 32, 32), (64, 64, 64), (8, 8, 8))
        return [(1, leaf.in_channels, *each) for each in sizes]
    if isinstance(leaf, nn.RNNBase):
        first = leaf.batch_first
        return [(1, length, leaf.input_size) if first else (length, 1, leaf.input_size) for length in lengths]
    width = _width(leaf)
    if width is None:
        return [(1, 3, 224, 224), (1, 128), (1, 1, 28, 28), (1, 128, 64)]
    rows = [(1, width), *((1, length, width) for length in lengths)]
    images = [(1, 1, 28, 28)] if width == 784 else [(1, 3, 32, 32)] if width == 3072 else []
    return [*rows, *images]


def _width(leaf):
    for name in ("in_features", "input_size", "embed_dim", "num_features", "num_channels", "in1_features"):
        if hasattr(leaf, name):
            return getattr(leaf, name)
    shape = getattr(leaf, "normalized_shape", None)
    return shape[-1] if shape else None


def _image_sizes(model, channels):
    hints = [value for value in (_hint(model, _SIZE_NAMES),) if value]
    likely = (28, 32) if channels == 1 else () if channels in (3, 4) else (32, 56)
    return list(dict.fromkeys([*hints, *likely, *_SIZES]))


def _lengths(model):
    most = _hint(model, _LENGTH_NAMES)
    usual = (128, 64, 32, 16, 8)
    return [length for length in ((most, *usual) if most and most < 128 else usual) if not most or length <= most]


def _hint(model, names):
    """An attribute of the model or its config that says a size."""
    for owner in (model, getattr(model, "config", None), getattr(model, "cfg", None), getattr(model, "args", None)):
        for name in names:
            value = getattr(owner, "__dict__", {}).get(name)
            value = value[0] if isinstance(value, (tuple, list)) and value else value
            if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 20:
                return value
    return None
