"""Helpers of scripting that model code imports."""

import typing

from torch._absent import absent_attributes
from torch._inert import passes_through

Final = typing.Final
Future = typing.Generic
ignore = unused = export = _overload = _overload_method = passes_through


class _BroadcastingList:
    """`BroadcastingList2[int]` is a list of two that one number may stand for."""

    def __getitem__(self, item):
        return typing.Any


BroadcastingList1 = BroadcastingList2 = BroadcastingList3 = _BroadcastingList()
BroadcastingList4 = BroadcastingList5 = BroadcastingList6 = BroadcastingList1


def is_scripting():
    return False


def boolean_dispatch(arg_name, arg_index, default, if_true, if_false, module_name, func_name):
    """One function out of two, chosen by a boolean argument."""

    def dispatch(*args, **kwargs):
        chosen = kwargs.get(arg_name, args[arg_index] if len(args) > arg_index else default)
        return (if_true if chosen else if_false)(*args, **kwargs)

    return dispatch


def _copy_to_script_wrapper(function):
    return function


__getattr__ = absent_attributes(__name__)
