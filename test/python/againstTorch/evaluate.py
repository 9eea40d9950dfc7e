"""Evaluates tables of expressions with whatever `torch` this Python imports, and prints what came out as JSON.

Run by a Python with PyTorch it says what is right, run with the stand-in on the path what the stand-in says.
A line of a table is an expression, or statements separated by ";" that end in one.
"""

import json
import math
import pathlib
import sys
import warnings

import torch

SETUP = """
a = torch.rand(2, 3)
b = torch.rand(3, 4)
c = torch.rand(2, 3, 4)
d = torch.rand(5, 2, 3, 4)
i = torch.arange(6).view(2, 3)
f = torch.arange(6).view(2, 3).float()
h = torch.rand(2, 3).half()
k = torch.tensor([[True, False, True], [False, False, True]])
v = torch.arange(5)
z = torch.tensor(3)
w = torch.tensor(2.5)
one = torch.tensor([2, 0, 1])
"""


def summary(value):
    """Plain data that two torches can agree on."""
    if isinstance(value, torch.Tensor):
        return {"shape": list(value.shape), "dtype": str(value.dtype), "values": values(value)}
    if isinstance(value, torch.Size):
        return {"size": list(value)}
    if isinstance(value, (list, tuple)):
        return [summary(each) for each in value]
    if isinstance(value, dict):
        return {str(key): summary(each) for key, each in value.items()}
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, float):
        return {"float": None if math.isnan(value) else str(value) if math.isinf(value) else value}
    return value if isinstance(value, (bool, int, str, type(None))) else str(value)


def values(tensor):
    """The flat elements; None where there are many, or where they are not known."""
    if tensor.numel() > 1024 or tensor.dtype.is_complex:
        return None
    if hasattr(tensor, "_data"):
        data = tensor._data
    else:
        data = tensor.detach().reshape(-1).tolist()
    return data and [
        str(each) if isinstance(each, float) and not math.isfinite(each) else each for each in data
    ]


def evaluate(line):
    scope = {"torch": torch, "math": math}
    exec(SETUP, scope)
    *statements, expression = line.split("; ")
    try:
        for statement in statements:
            exec(statement, scope)
        return summary(eval(expression, scope))
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error).split("\n")[0]}


def main(folder):
    warnings.simplefilter("ignore")
    results = {}
    for table in sorted(pathlib.Path(folder).glob("*.txt")):
        lines = [line.strip() for line in table.read_text().splitlines()]
        results[table.stem] = {line: evaluate(line) for line in lines if line and not line.startswith("#")}
    json.dump(results, sys.stdout)


main(sys.argv[1])
