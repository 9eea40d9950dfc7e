"""Named tuples that some functions return."""

from collections import namedtuple


def _pair(name, *fields):
    made = namedtuple(name, fields)
    made.__module__ = "torch.return_types"
    return made


TYPES = {
    name: _pair(name, "values", "indices")
    for name in (
        "max",
        "min",
        "topk",
        "sort",
        "kthvalue",
        "median",
        "nanmedian",
        "mode",
        "cummax",
        "cummin",
        "msort",
    )
}
TYPES["aminmax"] = _pair("aminmax", "min", "max")
