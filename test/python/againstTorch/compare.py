"""Compares two outputs of evaluate.py: `compare.py <torch.json> <standIn.json>`. Prints differences, one a line.

Shapes, element types, Python values and whether an error is raised must agree; elements must where the stand-in
knows them. In the table "words" the words of the errors must agree, too.
"""

import json
import math
import sys


def differs(right, ours):
    """Why `ours` is not what torch says; None where it is."""
    if isinstance(right, dict) and isinstance(ours, dict):
        if "error" in right or "error" in ours:
            return None if "error" in right and "error" in ours and is_theirs(right, ours) else "error"
        if "values" in right and "values" in ours:
            if (right["shape"], right["dtype"]) != (ours["shape"], ours["dtype"]):
                return "shape or type"
            known = ours["values"] is not None and right["values"] is not None
            return None if not known or close(right["values"], ours["values"]) else "values"
        if right.keys() != ours.keys():
            return "keys"
        return next((found for key in right if (found := differs(right[key], ours[key]))), None)
    if isinstance(right, list) and isinstance(ours, list):
        if len(right) != len(ours):
            return "length"
        return next((found for pair in zip(right, ours) if (found := differs(*pair))), None)
    return None if type(right) is type(ours) and close([right], [ours]) else "value"


def is_theirs(right, ours):
    """Whether the stand-in refuses it because torch does, not because it does not know it."""
    return ours["error"] not in _OWN or ours["error"] == right["error"]


_OWN = ("DependsOnData", "Unsupported", "AttributeError", "NameError")


def close(right, ours):
    return len(right) == len(ours) and all(near(one, other) for one, other in zip(right, ours))


def near(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=2e-6, abs_tol=1e-7)
    return one == other and type(one) is type(other)


def main(right_file, our_file):
    with open(right_file) as one, open(our_file) as other:
        right, ours = json.load(one), json.load(other)
    count = 0
    for table, lines in right.items():
        for line, expected in lines.items():
            count += 1
            got = ours[table][line]
            found = differs(expected, got)
            if not found and table == "words" and expected["message"] != got["message"]:
                found = "words"
            if found:
                print(
                    f"{table}: {line}\n  {found}: torch {brief(expected)}\n  {' ' * len(found)}  ours  {brief(got)}"
                )
    print(f"{count} expressions")


def brief(value):
    return json.dumps(value)[:300]


main(*sys.argv[1:])
