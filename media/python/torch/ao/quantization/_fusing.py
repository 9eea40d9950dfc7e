"""fuse_modules: in eval mode batch norm disappears into the layer before it; its place is an Identity."""

import copy

from torch import nn

_NORMS = {
    nn.Conv1d: nn.BatchNorm1d,
    nn.Conv2d: nn.BatchNorm2d,
    nn.Conv3d: nn.BatchNorm3d,
    nn.Linear: nn.BatchNorm1d,
    nn.ConvTranspose1d: nn.BatchNorm1d,
    nn.ConvTranspose2d: nn.BatchNorm2d,
    nn.ConvTranspose3d: nn.BatchNorm3d,
}


def fuse_modules(model, modules_to_fuse, inplace=False, fuser_func=None, fuse_custom_config_dict=None):
    """Fuses lists of dotted names (one list, or several) as torch does for a model in eval mode."""
    return _fuse(model, modules_to_fuse, inplace, fold=True)


def fuse_modules_qat(model, modules_to_fuse, inplace=False, fuser_func=None, fuse_custom_config_dict=None):
    """As `fuse_modules`, for training: batch norm stays inside the fused module."""
    return _fuse(model, modules_to_fuse, inplace, fold=False)


def _fuse(model, groups, inplace, fold):
    model = model if inplace else copy.deepcopy(model)
    for names in groups if groups and isinstance(groups[0], (list, tuple)) else [groups]:
        _fuse_group(model, names, fold)
    return model


def _fuse_group(model, names, fold):
    modules = [model.get_submodule(name) for name in names]
    fused = _fused(modules, fold)
    for name, module in zip(names, [fused, *(nn.Identity() for _ in modules[1:])]):
        path, _, last = name.rpartition(".")
        setattr(model.get_submodule(path), last, module)


def _fused(modules, fold):
    first, *rest = modules
    norm = _NORMS.get(type(first))
    if norm and rest and isinstance(rest[0], norm):
        if any(module.training for module in modules) and fold:
            raise AssertionError("Fusing only works in eval mode: call model.eval() first.")
        if not fold:
            return _chain(first, rest)
        _give_bias(first, rest.pop(0))
    elif isinstance(first, tuple(set(_NORMS.values()))) and rest and isinstance(rest[0], nn.ReLU):
        return _chain(first, rest)
    if any(not isinstance(module, nn.ReLU) for module in rest):
        kinds = [type(module).__name__ for module in modules]
        raise NotImplementedError(f"Cannot fuse modules: {', '.join(kinds)}")
    return _chain(first, rest) if rest else first


def _give_bias(layer, norm):
    """A folded batch norm leaves a bias behind."""
    if layer.bias is None:
        layer.bias = nn.Parameter(norm.running_mean.detach().clone())


def _chain(first, rest):
    """The fused module: a Sequential, as torch's own fused types are."""
    from torch.ao.nn import intrinsic

    parts = [type(module).__name__ for module in (first, *rest)]
    size = parts[0][-2:] if parts[0][-1] == "d" else ""
    start = parts[0].removesuffix(size).replace("BatchNorm", "BN")
    name = start + "".join("Bn" if part.startswith("BatchNorm") else part for part in parts[1:]) + size
    kind = vars(intrinsic).get(name) or type(name, (nn.Sequential,), {"__module__": intrinsic.__name__})
    return kind(first, *rest)
