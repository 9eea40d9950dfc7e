"""torch.einsum."""

from ._promote import result_type
from ._registry import public
from ._size import Size
from ._tensor import Tensor, emit

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@public("einsum", method=False)
def einsum(equation, *operands):
    """einsum("ij,jk->ik", a, b), einsum("...", [a, b]), einsum(a, [0, 1], b, [1, 2], [0, 2])."""
    if isinstance(equation, Tensor):
        equation, operands = _from_lists((equation, *operands))
    elif len(operands) == 1 and isinstance(operands[0], (tuple, list)):
        operands = tuple(operands[0])
    if not operands:
        raise RuntimeError("einsum(): must provide at least one operand")
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(operands):
        more = "more" if len(operands) > len(terms) else "fewer"
        raise RuntimeError(f"einsum(): {more} operands were provided than specified in the equation")
    sizes = {}
    dots = []
    for at, (term, operand) in enumerate(zip(terms, operands)):
        dots = _merge(dots, _read(term, operand, at, sizes))
    if not arrow:
        right = _implicit(terms)
    shape = _output(right, sizes, dots)
    return emit(
        "Einsum", operands, shape, result_type(*operands), {"equation": equation.replace(" ", "")}, ""
    )


def _read(term, operand, at, sizes):
    """Notes the sizes of a term's letters; returns those under its ellipsis."""
    before, ellipsis, after = term.partition("...")
    letters = before + after
    bad = next((letter for letter in letters if letter not in _LETTERS), None)
    if bad is not None:
        raise RuntimeError(
            f"einsum(): invalid subscript given at index 0 in the equation string, subscripts must be in [a-zA-Z]"
        )
    shape = operand.shape
    extra = len(shape) - len(letters)
    if (extra and not ellipsis) or extra < 0:
        raise RuntimeError(
            f"einsum(): the number of subscripts in the equation ({len(letters)}) "
            f"{'does not match' if not ellipsis else 'is more than'} the number of dimensions ({len(shape)}) "
            f"for operand {at}" + ("" if ellipsis else " and no ellipsis was given")
        )
    axes = (*range(len(before)), *range(len(shape) - len(after), len(shape)))
    seen = {}
    for letter, axis in zip(letters, axes):
        size = shape[axis]
        if seen.setdefault(letter, size) != size:
            raise RuntimeError(
                f"einsum(): subscript {letter} is repeated for operand {at} but the sizes don't match, "
                f"{size} != {seen[letter]}"
            )
        known = sizes.get(letter, 1)
        if 1 not in (known, size) and known != size:
            raise RuntimeError(
                f"einsum(): subscript {letter} has size {size} for operand {at} which does not broadcast with "
                f"previously seen size {known}"
            )
        sizes[letter] = size if known == 1 else known
    return list(shape[len(before) : len(before) + extra])


def _merge(dots, own):
    from ._shape import broadcast_shapes

    return list(broadcast_shapes(dots, own)) if dots != own else dots


def _implicit(terms):
    """Without an arrow: the ellipsis, then all letters that occur once, sorted."""
    text = "".join(terms).replace(".", "")
    once = sorted(letter for letter in set(text) if text.count(letter) == 1)
    return ("..." if any("..." in term for term in terms) else "") + "".join(once)


def _output(right, sizes, dots):
    before, ellipsis, after = right.partition("...")
    for at, letter in enumerate(before + after):
        if letter not in sizes:
            raise RuntimeError(
                f"einsum(): output subscript {letter} does not appear in the equation for any input operand"
            )
        if (before + after).count(letter) > 1:
            raise RuntimeError(f"einsum(): output subscript {letter} appears more than once in the output")
    middle = dots if ellipsis else []
    return Size([*(sizes[each] for each in before), *middle, *(sizes[each] for each in after)])


def _from_lists(items):
    """The equation of einsum(a, [0, 1], b, [1, 2], [0, 2])."""
    output = items[-1] if len(items) % 2 else None
    pairs = items[: len(items) // 2 * 2]
    terms = ",".join(_term(each) for each in pairs[1::2])
    return terms + ("" if output is None else "->" + _term(output)), tuple(pairs[::2])


def _term(subscripts):
    return "".join("..." if each is Ellipsis else _LETTERS[each] for each in subscripts)
