"""torch.utils._pytree: nested lists, tuples and dictionaries, flattened and mapped."""

from collections import OrderedDict, namedtuple

from torch._absent import absent_attributes
from torch._inert import nothing

register_pytree_node = _register_pytree_node = register_constant = register_dataclass = nothing
TreeSpec = namedtuple("TreeSpec", ["type", "context", "children"])
LeafSpec = TreeSpec(None, None, ())


def _is_namedtuple(value):
    return isinstance(value, tuple) and hasattr(value, "_fields")


def _children(tree):
    """(children, context) of a container; None for a leaf."""
    if isinstance(tree, (dict, OrderedDict)):
        return list(tree.values()), list(tree)
    return (list(tree), None) if isinstance(tree, (list, tuple)) else None


def tree_flatten(tree, is_leaf=None):
    """(leaves, spec) of a nested structure."""
    found = None if is_leaf and is_leaf(tree) else _children(tree)
    if found is None:
        return [tree], LeafSpec
    leaves, specs = [], []
    for child in found[0]:
        inner, spec = tree_flatten(child, is_leaf)
        leaves += inner
        specs.append(spec)
    return leaves, TreeSpec(type(tree), found[1], tuple(specs))


def tree_unflatten(leaves, treespec):
    """The structure of `treespec` with other leaves."""
    return _build(iter(leaves), treespec)


def _build(leaves, spec):
    if spec.type is None:
        return next(leaves)
    children = [_build(leaves, child) for child in spec.children]
    if spec.context is not None:
        return spec.type(zip(spec.context, children))
    return spec.type(*children) if hasattr(spec.type, "_fields") else spec.type(children)


def tree_map(func, tree, *rests, is_leaf=None):
    """The same structure with `func` called on its leaves."""
    leaves, spec = tree_flatten(tree, is_leaf)
    others = [tree_flatten(rest, is_leaf)[0] for rest in rests]
    return tree_unflatten([func(*group) for group in zip(leaves, *others)], spec)


def tree_map_only(kind, func, tree, is_leaf=None):
    """`tree_map` for leaves of one type."""
    return tree_map(lambda leaf: func(leaf) if isinstance(leaf, kind) else leaf, tree, is_leaf=is_leaf)


def tree_leaves(tree, is_leaf=None):
    return tree_flatten(tree, is_leaf)[0]


def tree_all(pred, tree, is_leaf=None):
    return all(pred(leaf) for leaf in tree_leaves(tree, is_leaf))


def tree_any(pred, tree, is_leaf=None):
    return any(pred(leaf) for leaf in tree_leaves(tree, is_leaf))


__getattr__ = absent_attributes(__name__)
