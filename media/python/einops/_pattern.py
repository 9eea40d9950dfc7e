"""Patterns like `b c (h p) -> b h (p c)`: parsing, checking, and matching against a shape."""

import functools
import math
import re

from ._errors import EinopsError

ELLIPSIS = "…"
_TOKEN = re.compile(r"…|\(|\)|[^\s()…]+")


class Expression:
    """One side of a pattern: a list of groups, each a list of names; numbers are ints."""

    def __init__(self, text, allow_underscore=False):
        self.groups = []
        self.names = []
        self._read(text, allow_underscore)

    def _read(self, text, allow_underscore):
        if text.count("...") > 1 or ELLIPSIS in text or "." in text.replace("...", ""):
            raise EinopsError("Expression may contain dots only inside ellipsis (...); only once")
        group = None
        for token in _TOKEN.findall(text.replace("...", ELLIPSIS)):
            if token == "(":
                if group is not None:
                    raise EinopsError("Axis composition is one-level (brackets inside brackets not allowed)")
                group = []
            elif token == ")":
                if group is None:
                    raise EinopsError("Brackets are not balanced")
                self.groups.append(group)
                group = None
            else:
                name = self._name(token, allow_underscore)
                self.groups.append(name) if group is None else group.extend(name)
        if group is not None:
            raise EinopsError(f'Imbalanced parentheses in expression: "{text}"')

    def _name(self, token, allow_underscore):
        if token.isdecimal():
            if int(token) == 1:
                return []
            if int(token) == 0:
                raise EinopsError(f"Anonymous axis should have positive length, not {token}")
            return [int(token)]
        if token != ELLIPSIS and not (allow_underscore and token == "_"):
            if not token.isidentifier():
                raise EinopsError(f"Invalid axis identifier: {token}\nnot a valid python identifier")
            if token.startswith("_") or token.endswith("_"):
                raise EinopsError(
                    f"Invalid axis identifier: {token}\n"
                    "axis name should should not start or end with underscore"
                )
        if token in self.names and token != "_":
            raise EinopsError(f'Indexing expression contains duplicate dimension "{token}"')
        self.names.append(token)
        return [token]

    @property
    def flat(self):
        """All names and numbers in order."""
        return [name for group in self.groups for name in group]

    @property
    def composed(self):
        """Whether some axis is made of several."""
        return any(len(group) != 1 for group in self.groups)


@functools.lru_cache(maxsize=512)
def sides(pattern):
    """The two sides of a pattern."""
    left, arrow, right = pattern.partition("->")
    if not arrow or "->" in right:
        raise EinopsError(f"Pattern should contain exactly one arrow: {pattern}")
    return Expression(left), Expression(right)


def with_rank(expression, rank):
    """Groups with the ellipsis replaced by one name per axis that it covers."""
    inside = [group for group in expression.groups if ELLIPSIS in group]
    if not inside:
        if rank is not None and len(expression.groups) != rank:
            raise EinopsError(
                f"Wrong shape: expected {len(expression.groups)} dims. Received {rank}-dim tensor."
            )
        return expression.groups
    if len(inside[0]) != 1:
        raise EinopsError("Ellipsis inside parenthesis in the left side is not allowed")
    covered = rank - len(expression.groups) + 1
    if covered < 0:
        raise EinopsError(
            f"Wrong shape: expected >={len(expression.groups) - 1} dims. Received {rank}-dim tensor."
        )
    names = [[f"{ELLIPSIS}{i}"] for i in range(covered)]
    at = expression.groups.index(inside[0])
    return [*expression.groups[:at], *names, *expression.groups[at + 1 :]]


def spread(groups, covered):
    """The right side's groups with the ellipsis, wherever it stands, replaced by `covered` names."""
    result = []
    for group in groups:
        if group == [ELLIPSIS]:
            result += [[name] for name in covered]
        else:
            result.append([each for name in group for each in (covered if name == ELLIPSIS else [name])])
    return result


def match(groups, shape, lengths):
    """Length of every name on the left side, from a shape and the lengths that the caller gave."""
    known = dict(lengths)
    for group, size in zip(groups, shape):
        unknown = [name for name in group if not isinstance(name, int) and name not in known]
        product = math.prod(name if isinstance(name, int) else known.get(name, 1) for name in group)
        if len(unknown) > 1:
            raise EinopsError(f"Could not infer sizes for {set(unknown)}")
        if not unknown:
            if product != size:
                raise EinopsError(f"Shape mismatch, {size} != {product}")
            continue
        if product == 0 or size % product:
            raise EinopsError(f"Shape mismatch, can't divide axis of length {size} in chunks of {product}")
        known[unknown[0]] = size // product
    return known
